import { type Enum, graphql, type ResultOf } from '../api/graphql.js';
import { pageOf, read } from '../api/read.js';
import type { Page } from '../ui/rows.js';

export const DeliveryParts = graphql(`
  fragment DeliveryParts on WebhookDelivery {
    id
    index
    type
    messageId
    attempt
    outcome
    createdAt
    startedAt
    durationMs
    httpStatus
    error
    response
    requestedBy {
      id
      name
    }
  }
`);

export const WebhookParts = graphql(`
  fragment WebhookParts on Webhook {
    id
    url
    description
    eventTypes
    desk {
      id
      name
    }
    createdAt
    createdBy {
      id
      name
    }
    secretRotatedAt
    previousSecretUntil
    disabledAt
    disabledReason
    movedAt
    movedFrom
    movedTo
    nextIndex
    lag
    failedAttempts
    nextAttemptAt
    failingSince
  }
`);

export const WebhooksQuery = graphql(
  `
    query Webhooks {
      webhooks {
        ...WebhookParts
        lastDelivery {
          id
          outcome
          createdAt
        }
      }
    }
  `,
  [WebhookParts],
);

export const WebhookQuery = graphql(
  `
    query Webhook($id: ID!) {
      webhook(id: $id) {
        ...WebhookParts
      }
    }
  `,
  [WebhookParts],
);

export const EventTypesQuery = graphql(`
  query WebhookEventTypes {
    webhookEventTypes {
      type
      subject
      about
    }
  }
`);

export const DeliveryQuery = graphql(
  `
    query WebhookDelivery($id: ID!) {
      webhookDelivery(id: $id) {
        ...DeliveryParts
      }
    }
  `,
  [DeliveryParts],
);

/** The event of a number in the log, so that people see where they are. */
export const EventQuery = graphql(`
  query WebhookEvent($index: Int!) {
    auditLog(from: $index, first: 1) {
      edges {
        node {
          id: index
          type
          at
          action
          actor {
            userId
            name
          }
        }
      }
    }
  }
`);

const DeliveriesQuery = graphql(
  `
    query WebhookDeliveries($id: ID!, $outcomes: [WebhookOutcome!], $after: String) {
      webhook(id: $id) {
        id
        deliveries(first: 50, outcomes: $outcomes, after: $after) {
          pageInfo {
            endCursor
            hasNextPage
          }
          edges {
            node {
              ...DeliveryParts
            }
          }
        }
      }
    }
  `,
  [DeliveryParts],
);

export type Webhook = NonNullable<ResultOf<typeof WebhookQuery>['webhook']>;
export type ListedWebhook = ResultOf<typeof WebhooksQuery>['webhooks'][number];
export type EventType = ResultOf<typeof EventTypesQuery>['webhookEventTypes'][number];
export type Delivery = NonNullable<ResultOf<typeof DeliveryQuery>['webhookDelivery']>;

/** @throws CombinedError */
export async function loadDeliveries(
  id: string,
  outcome: Enum<'WebhookOutcome'> | null,
  after: string | null,
): Promise<Page<Delivery>> {
  const { webhook } = await read(DeliveriesQuery, { id, outcomes: outcome === null ? null : [outcome], after });
  return webhook === null ? { rows: [], next: null } : pageOf(webhook.deliveries); // it was deleted meanwhile
}
