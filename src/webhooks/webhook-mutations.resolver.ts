import { Args, Context, ID, Mutation, Resolver } from '@nestjs/graphql';
import type { GraphQLContext } from '../graphql/context.js';
import { ParseId } from '../graphql/parse-id.js';
import { asPayload, type UserError } from '../graphql/user-error.js';
import { CreateWebhook } from './create-webhook.js';
import { DeleteWebhook } from './delete-webhook.js';
import { DisableWebhook } from './disable-webhook.js';
import { EnableWebhook } from './enable-webhook.js';
import { RedeliverWebhookSince } from './redeliver-webhook-since.js';
import { RedeliverWebhook } from './redeliver-webhook.js';
import { RotateWebhookSecret } from './rotate-webhook-secret.js';
import { SendTestWebhook } from './send-test-webhook.js';
import { UpdateWebhook } from './update-webhook.js';
import { CreateWebhookInput, RedeliverWebhookSinceArgs, UpdateWebhookInput } from './webhook-inputs.js';
import {
  DeleteWebhookPayload,
  DeleteWebhookSuccess,
  WEBHOOK_ERRORS,
  WebhookDeliveryPayload,
  WebhookDeliverySuccess,
  WebhookPayload,
  WebhookSecretPayload,
  WebhookSecretSuccess,
  WebhookSuccess,
} from './webhook-payloads.js';
import { WebhookQueries } from './webhook-queries.js';

const NEEDS = 'Needs CHIEF_EDITOR on every desk.';
const WEBHOOK_ID = { type: () => ID, description: 'Id of the webhook.' };

async function success(queries: WebhookQueries, id: string): Promise<WebhookSuccess> {
  return new WebhookSuccess((await queries.byId(id))!);
}

/** What is sent where. */
@Resolver()
export class WebhookMutationsResolver {
  constructor(
    private readonly create: CreateWebhook,
    private readonly update: UpdateWebhook,
    private readonly rotate: RotateWebhookSecret,
    private readonly remove: DeleteWebhook,
    private readonly queries: WebhookQueries,
  ) {}

  @Mutation(() => WebhookSecretPayload, {
    description: `Makes a webhook, to which sealed events are sent from now on. ${NEEDS}`,
  })
  createWebhook(
    @Context() { caller }: GraphQLContext,
    @Args('input', { description: 'The new webhook.' }) { deskId, ...input }: CreateWebhookInput,
  ): Promise<WebhookSecretSuccess | UserError> {
    return asPayload(WEBHOOK_ERRORS, async () => {
      const { id, secret } = await this.create.run(caller, { ...input, deskId: deskId ?? null });
      return new WebhookSecretSuccess((await this.queries.byId(id))!, secret);
    });
  }

  @Mutation(() => WebhookPayload, {
    description: `Changes where events are sent, and which. What is on its way still goes by what was before. ${NEEDS}`,
  })
  updateWebhook(
    @Context() { caller }: GraphQLContext,
    @Args('input', { description: 'The change.' }) { id, url, description, eventTypes, deskId }: UpdateWebhookInput,
  ): Promise<WebhookSuccess | UserError> {
    return asPayload(WEBHOOK_ERRORS, async () => {
      const change = {
        url: url ?? undefined,
        description: description ?? undefined,
        eventTypes: eventTypes ?? undefined,
      };
      await this.update.run(caller, { id, ...change, deskId });
      return success(this.queries, id);
    });
  }

  @Mutation(() => WebhookSecretPayload, {
    description: `Gives a webhook a new secret; for 24 hours messages are signed with the one before, too. ${NEEDS}`,
  })
  rotateWebhookSecret(
    @Context() { caller }: GraphQLContext,
    @Args('id', WEBHOOK_ID, ParseId) id: string,
  ): Promise<WebhookSecretSuccess | UserError> {
    return asPayload(WEBHOOK_ERRORS, async () => {
      const secret = await this.rotate.run(caller, id);
      return new WebhookSecretSuccess((await this.queries.byId(id))!, secret);
    });
  }

  @Mutation(() => DeleteWebhookPayload, {
    description: `Takes a webhook away, with its secret and the record of its deliveries. ${NEEDS}`,
  })
  deleteWebhook(
    @Context() { caller }: GraphQLContext,
    @Args('id', WEBHOOK_ID, ParseId) id: string,
  ): Promise<DeleteWebhookSuccess | UserError> {
    return asPayload(WEBHOOK_ERRORS, async () => {
      await this.remove.run(caller, id);
      return new DeleteWebhookSuccess(id);
    });
  }
}

/** Stopping, going on, and sending again. */
@Resolver()
export class WebhookDeliveryMutationsResolver {
  constructor(
    private readonly disable: DisableWebhook,
    private readonly enable: EnableWebhook,
    private readonly test: SendTestWebhook,
    private readonly redeliver: RedeliverWebhook,
    private readonly redeliverSince: RedeliverWebhookSince,
    private readonly queries: WebhookQueries,
  ) {}

  @Mutation(() => WebhookPayload, { description: `Stops sending. Where it stands in the log is kept. ${NEEDS}` })
  disableWebhook(
    @Context() { caller }: GraphQLContext,
    @Args('id', WEBHOOK_ID, ParseId) id: string,
  ): Promise<WebhookSuccess | UserError> {
    return asPayload(WEBHOOK_ERRORS, async () => {
      await this.disable.run(caller, id);
      return success(this.queries, id);
    });
  }

  @Mutation(() => WebhookPayload, {
    description: `Sends again, from where it stopped: what happened meanwhile comes, too. ${NEEDS}`,
  })
  enableWebhook(
    @Context() { caller }: GraphQLContext,
    @Args('id', WEBHOOK_ID, ParseId) id: string,
  ): Promise<WebhookSuccess | UserError> {
    return asPayload(WEBHOOK_ERRORS, async () => {
      await this.enable.run(caller, id);
      return success(this.queries, id);
    });
  }

  @Mutation(() => WebhookDeliveryPayload, {
    description: `Sends a signed message of the type webhook.test, once, also where the webhook is disabled. ${NEEDS}`,
  })
  sendTestWebhook(
    @Context() { caller }: GraphQLContext,
    @Args('id', WEBHOOK_ID, ParseId) id: string,
  ): Promise<WebhookDeliverySuccess | UserError> {
    return asPayload(WEBHOOK_ERRORS, async () => new WebhookDeliverySuccess(await this.test.run(caller, id)));
  }

  @Mutation(() => WebhookDeliveryPayload, {
    description: `Sends the message of a delivery again, once and at once, with the id that it had. ${NEEDS}`,
  })
  redeliverWebhook(
    @Context() { caller }: GraphQLContext,
    @Args('deliveryId', { type: () => ID, description: 'Id of a delivery.' }, ParseId) deliveryId: string,
  ): Promise<WebhookDeliverySuccess | UserError> {
    return asPayload(
      WEBHOOK_ERRORS,
      async () => new WebhookDeliverySuccess(await this.redeliver.run(caller, deliveryId)),
    );
  }

  @Mutation(() => WebhookPayload, {
    description: `Goes on with the event of this number in the log, be it one that was sent or one further on. ${NEEDS}`,
  })
  redeliverWebhookSince(
    @Context() { caller }: GraphQLContext,
    @Args() { id, index }: RedeliverWebhookSinceArgs,
  ): Promise<WebhookSuccess | UserError> {
    return asPayload(WEBHOOK_ERRORS, async () => {
      await this.redeliverSince.run(caller, id, index);
      return success(this.queries, id);
    });
  }
}
