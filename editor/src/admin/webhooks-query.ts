import { CombinedError } from 'urql';
import { client } from '../api/client.js';
import { type Enum, graphql, type ResultOf } from '../api/graphql.js';
import type { Page } from '../ui/row-list.js';

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
  const variables = { id, outcomes: outcome === null ? null : [outcome], after };
  const { data, error } = await client.query(DeliveriesQuery, variables, { requestPolicy: 'network-only' });
  if (data === undefined) throw error ?? new CombinedError({ networkError: new Error('no answer') });
  if (data.webhook === null) return { rows: [], next: null }; // it was deleted meanwhile
  const { edges, pageInfo } = data.webhook.deliveries;
  return { rows: edges.map(({ node }) => node), next: pageInfo.hasNextPage ? pageInfo.endCursor : null };
}
