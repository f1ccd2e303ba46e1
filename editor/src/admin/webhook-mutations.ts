import { graphql } from '../api/graphql.js';
import { DeliveryParts, WebhookParts } from './webhooks-query.js';

export const CreateWebhook = graphql(
  `
    mutation CreateWebhook($input: CreateWebhookInput!) {
      answer: createWebhook(input: $input) {
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
    }
  `,
  [WebhookParts],
);

export const UpdateWebhook = graphql(
  `
    mutation UpdateWebhook($input: UpdateWebhookInput!) {
      answer: updateWebhook(input: $input) {
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
    }
  `,
  [WebhookParts],
);

export const RotateWebhookSecret = graphql(
  `
    mutation RotateWebhookSecret($id: ID!) {
      answer: rotateWebhookSecret(id: $id) {
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
    }
  `,
  [WebhookParts],
);

export const DisableWebhook = graphql(
  `
    mutation DisableWebhook($id: ID!) {
      answer: disableWebhook(id: $id) {
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
    }
  `,
  [WebhookParts],
);

export const EnableWebhook = graphql(
  `
    mutation EnableWebhook($id: ID!) {
      answer: enableWebhook(id: $id) {
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
    }
  `,
  [WebhookParts],
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
    }
  `,
  [DeliveryParts],
);

export const RedeliverWebhook = graphql(
  `
    mutation RedeliverWebhook($id: ID!) {
      answer: redeliverWebhook(deliveryId: $id) {
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
    }
  `,
  [DeliveryParts],
);

export const RedeliverWebhookSince = graphql(
  `
    mutation RedeliverWebhookSince($id: ID!, $index: Int!) {
      answer: redeliverWebhookSince(id: $id, index: $index) {
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
    }
  `,
  [WebhookParts],
);
