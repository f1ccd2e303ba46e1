import { graphql } from '../api/graphql.js';
import { DeliveryParts, WebhookParts } from './webhooks-query.js';

const WebhookAnswer = graphql(
  `
    fragment WebhookAnswer on WebhookPayload {
      __typename
      ... on WebhookSuccess {
        webhook {
          ...WebhookParts
        }
      }
      ... on UserError {
        message
        path
      }
    }
  `,
  [WebhookParts],
);

const WebhookSecretAnswer = graphql(
  `
    fragment WebhookSecretAnswer on WebhookSecretPayload {
      __typename
      ... on WebhookSecretSuccess {
        secret
        webhook {
          ...WebhookParts
        }
      }
      ... on UserError {
        message
        path
      }
    }
  `,
  [WebhookParts],
);

const DeliveryAnswer = graphql(
  `
    fragment DeliveryAnswer on WebhookDeliveryPayload {
      __typename
      ... on WebhookDeliverySuccess {
        delivery {
          ...DeliveryParts
        }
      }
      ... on UserError {
        message
        path
      }
    }
  `,
  [DeliveryParts],
);

export const CreateWebhook = graphql(
  `
    mutation CreateWebhook($input: CreateWebhookInput!) {
      answer: createWebhook(input: $input) {
        ...WebhookSecretAnswer
      }
    }
  `,
  [WebhookSecretAnswer],
);

export const UpdateWebhook = graphql(
  `
    mutation UpdateWebhook($input: UpdateWebhookInput!) {
      answer: updateWebhook(input: $input) {
        ...WebhookAnswer
      }
    }
  `,
  [WebhookAnswer],
);

export const RotateWebhookSecret = graphql(
  `
    mutation RotateWebhookSecret($id: ID!) {
      answer: rotateWebhookSecret(id: $id) {
        ...WebhookSecretAnswer
      }
    }
  `,
  [WebhookSecretAnswer],
);

export const DisableWebhook = graphql(
  `
    mutation DisableWebhook($id: ID!) {
      answer: disableWebhook(id: $id) {
        ...WebhookAnswer
      }
    }
  `,
  [WebhookAnswer],
);

export const EnableWebhook = graphql(
  `
    mutation EnableWebhook($id: ID!) {
      answer: enableWebhook(id: $id) {
        ...WebhookAnswer
      }
    }
  `,
  [WebhookAnswer],
);

export const DeleteWebhook = graphql(`
  mutation DeleteWebhook($id: ID!) {
    answer: deleteWebhook(id: $id) {
      __typename
      ... on DeleteWebhookSuccess {
        id
      }
      ... on UserError {
        message
        path
      }
    }
  }
`);

export const SendTestWebhook = graphql(
  `
    mutation SendTestWebhook($id: ID!) {
      answer: sendTestWebhook(id: $id) {
        ...DeliveryAnswer
      }
    }
  `,
  [DeliveryAnswer],
);

export const RedeliverWebhook = graphql(
  `
    mutation RedeliverWebhook($id: ID!) {
      answer: redeliverWebhook(deliveryId: $id) {
        ...DeliveryAnswer
      }
    }
  `,
  [DeliveryAnswer],
);

export const RedeliverWebhookSince = graphql(
  `
    mutation RedeliverWebhookSince($id: ID!, $index: Int!) {
      answer: redeliverWebhookSince(id: $id, index: $index) {
        ...WebhookAnswer
      }
    }
  `,
  [WebhookAnswer],
);
