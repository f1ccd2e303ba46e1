import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionTypes } from '../graphql/connection.js';
import { DateTimeScalar } from '../graphql/scalars.js';
import { WebhookDisabledReason, WebhookOutcome } from './webhook-vocabulary.js';

@ObjectType({ description: 'An attempt to deliver a message to a webhook, or one that was asked for.' })
export class WebhookDelivery {
  @Field(() => ID, { description: 'Id of the delivery.' })
  id: string;

  @Field(() => Int, { nullable: true, description: 'Number of the event in the log; null for a test message.' })
  index: number | null;

  @Field({ description: 'Type of the event, such as `decision.created`; `webhook.test` for a test message.' })
  type: string;

  @Field({ description: 'What the receiver gets as `webhook-id`: the same for all attempts at one event.' })
  messageId: string;

  @Field(() => Int, { description: 'Which attempt at the message it was, from 1.' })
  attempt: number;

  @Field(() => WebhookOutcome, { description: 'How it ended.' })
  outcome: WebhookOutcome;

  @Field(() => DateTimeScalar, { description: 'When it was written down: at its end, or when it was asked for.' })
  createdAt: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it began; null while it is PENDING.' })
  startedAt: Date | null;

  @Field(() => Int, { nullable: true, description: 'Milliseconds that it took; null while it is PENDING.' })
  durationMs: number | null;

  @Field(() => Int, { nullable: true, description: 'HTTP status of the answer; null where none came.' })
  httpStatus: number | null;

  @Field(() => String, { nullable: true, description: 'Why no answer came; null where one did.' })
  error: string | null;

  @Field(() => String, { nullable: true, description: 'The beginning of what was answered.' })
  response: string | null;

  requestedById: string | null;
}

export const WebhookDeliveryConnection = connectionTypes(
  WebhookDelivery,
  'What was sent to a webhook, the last first. Kept for 30 days, and the last 10,000 of each webhook.',
).ConnectionType;

@ObjectType({ description: 'A receiver to which sealed events of the audit log are sent, in their order.' })
export class Webhook {
  @Field(() => ID, { description: 'Id of the webhook.' })
  id: string;

  @Field({ description: 'Where messages are sent.' })
  url: string;

  @Field({ description: 'What it is for, in words.' })
  description: string;

  @Field(() => [String], { description: 'Types of the events that are sent; `*` alone for all.' })
  eventTypes: string[];

  deskId: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  createdAt: Date;

  createdById: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When its secret was changed last; null if never.' })
  secretRotatedAt: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Until when messages are signed with the previous secret, too; null where they are not.',
  })
  previousSecretUntil: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Since when nothing is sent; null while it is enabled.' })
  disabledAt: Date | null;

  @Field(() => WebhookDisabledReason, { nullable: true, description: 'Why nothing is sent; null while it is enabled.' })
  disabledReason: WebhookDisabledReason | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When somebody put it to another place in the log last (redeliverWebhookSince); null if never.',
  })
  movedAt: Date | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Number of the event that it would have gone on with then; null if it was never moved.',
  })
  movedFrom: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Number of the event that it went on with then; null if it was never moved.',
  })
  movedTo: number | null;

  @Field(() => Int, { description: 'Number in the log of the first event that was not dealt with yet.' })
  nextIndex: number;

  @Field(() => Int, { description: 'Sealed events that it is behind, wanted or not.' })
  lag: number;

  @Field(() => Int, { description: 'Attempts at the message at hand that failed; 0 where nothing is wrong.' })
  failedAttempts: number;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the message at hand is tried again; null where it did not fail.',
  })
  nextAttemptAt: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Since when nothing was delivered, though it was tried; null where the last attempt went well.',
  })
  failingSince: Date | null;
}

@ObjectType({ description: 'A type of event that a webhook can ask for.' })
export class WebhookEventType {
  @Field({ description: 'What to ask for, such as `decision.created`.' })
  type: string;

  @Field({ description: 'What the event happens to, such as `decision`; `log` for the log itself.' })
  subject: string;

  @Field({ description: 'What the events of this subject are about.' })
  about: string;
}
