import { createUnionType, Field, ID, ObjectType } from '@nestjs/graphql';
import { InvalidInputError, NotFoundError } from '../graphql/user-error.js';
import { Webhook, WebhookDelivery } from './webhook.type.js';

@ObjectType({ description: 'It was done; the webhook as it is now.' })
export class WebhookSuccess {
  @Field(() => Webhook, { description: 'The webhook.' })
  webhook: Webhook;

  constructor(webhook: Webhook) {
    this.webhook = webhook;
  }
}

@ObjectType({ description: 'The webhook has a new secret.' })
export class WebhookSecretSuccess {
  @Field(() => Webhook, { description: 'The webhook.' })
  webhook: Webhook;

  @Field({ description: 'What the receiver verifies signatures with: `whsec_…`. Shown this once.' })
  secret: string;

  constructor(webhook: Webhook, secret: string) {
    this.webhook = webhook;
    this.secret = secret;
  }
}

@ObjectType({ description: 'The webhook is gone.' })
export class DeleteWebhookSuccess {
  @Field(() => ID, { description: 'Id that it had.' })
  id: string;

  constructor(id: string) {
    this.id = id;
  }
}

@ObjectType({ description: 'The message will be sent within seconds.' })
export class WebhookDeliverySuccess {
  @Field(() => WebhookDelivery, { description: 'The delivery, PENDING. How it ends, webhookDelivery says.' })
  delivery: WebhookDelivery;

  constructor(delivery: WebhookDelivery) {
    this.delivery = delivery;
  }
}

export const WebhookPayload = createUnionType({
  name: 'WebhookPayload',
  description: 'What updateWebhook, disableWebhook, enableWebhook and redeliverWebhookSince answer.',
  types: () => [WebhookSuccess, InvalidInputError, NotFoundError] as const,
});

export const WebhookSecretPayload = createUnionType({
  name: 'WebhookSecretPayload',
  description: 'What createWebhook and rotateWebhookSecret answer.',
  types: () => [WebhookSecretSuccess, InvalidInputError, NotFoundError] as const,
});

export const DeleteWebhookPayload = createUnionType({
  name: 'DeleteWebhookPayload',
  description: 'What deleteWebhook answers.',
  types: () => [DeleteWebhookSuccess, NotFoundError] as const,
});

export const WebhookDeliveryPayload = createUnionType({
  name: 'WebhookDeliveryPayload',
  description: 'What sendTestWebhook and redeliverWebhook answer.',
  types: () => [WebhookDeliverySuccess, InvalidInputError, NotFoundError] as const,
});

/** The GraphQL class for each DomainError that a mutation of a webhook may answer with. */
export const WEBHOOK_ERRORS = { NOT_FOUND: NotFoundError, INVALID_INPUT: InvalidInputError } as const;
