import { registerEnumType } from '@nestjs/graphql';

/** How a delivery ended. */
export enum WebhookOutcome {
  PENDING = 'PENDING',
  DELIVERED = 'DELIVERED',
  FAILED = 'FAILED',
  DEAD = 'DEAD',
}
registerEnumType(WebhookOutcome, {
  name: 'WebhookOutcome',
  description: 'How an attempt to deliver a message ended.',
  valuesMap: {
    PENDING: { description: 'It was asked for and was not made yet. A worker makes it within seconds.' },
    DELIVERED: { description: 'The receiver answered with a status from 200 to 299.' },
    FAILED: { description: 'It did not. A message of the log is tried again, a test or a repeat is not.' },
    DEAD: {
      description: 'It did not, and a day after the first attempt the message is given up. Redeliver it by hand.',
    },
  },
});

/** Why nothing is sent to an endpoint. */
export enum WebhookDisabledReason {
  BY_HAND = 'BY_HAND',
  GONE = 'GONE',
  FAILING = 'FAILING',
}
registerEnumType(WebhookDisabledReason, {
  name: 'WebhookDisabledReason',
  description: 'Why nothing is sent to a webhook.',
  valuesMap: {
    BY_HAND: { description: 'Somebody disabled it.' },
    GONE: { description: 'The receiver answered 410 Gone: it wants no more.' },
    FAILING: { description: 'Nothing could be delivered to it for five days.' },
  },
});

/** Greatest lengths; the CHECK constraints of the tables hold the same numbers. */
export const LIMITS = {
  url: 2000,
  description: 500,
  /** Types that one webhook may name: there are about as many. */
  eventTypes: 50,
  type: 200,
  error: 500,
  /** Of what the receiver answered; enough for the sentence that says what is wrong. */
  response: 1000,
} as const;

/** Webhooks that there may be: `webhooks` lists them all, and each is asked about whenever the log has grown. */
export const MAX_WEBHOOKS = 50;
/** Tests and repeats of one webhook that may wait at a time: more are a mistake, or replayWebhook is meant. */
export const MAX_PENDING = 100;
