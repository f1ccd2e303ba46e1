import type { Enum } from '../../api/graphql.js';
import { locale, plural } from './words.js';

const number = new Intl.NumberFormat(locale);
const entry = (index: number): string => `#${index}`;

export const webhooks = {
  title: 'Webhooks',
  one: 'Webhook',
  lead: 'Each is a program elsewhere that is told what happens here: one signed message for each event, in the order of the log.',
  list: 'Webhooks',
  create: 'New webhook',
  emptyTitle: 'Nobody is told anything yet',
  empty:
    'A webhook sends each decision, review or claim to a program of yours as it happens: a website, an archive, a chat. Messages are signed, come in the order of the log, and are tried again for a day.',
  noneTitle: 'There is no such webhook',
  none: 'It may have been deleted. The audit log keeps that it was there.',
  all: 'All webhooks',

  states: {
    sending: 'Sending',
    behind: (events: number): string => plural(events, { one: 'Behind by # event', other: 'Behind by # events' }),
    failing: (since: string): string => `Failing since ${since}`,
    disabled: 'Disabled',
  },
  why: {
    BY_HAND: 'by hand',
    GONE: 'the receiver answered 410 Gone: it wants no more',
    FAILING: 'nothing could be delivered for five days',
  } satisfies Record<Enum<'WebhookDisabledReason'>, string>,
  since: (when: string): string => `since ${when}`,
  upToDate: 'up to date with the log',
  attempts: (failed: number): string =>
    plural(failed, { one: '# attempt at the message failed', other: '# attempts at the message failed' }),
  nextAttempt: (when: string): string => `next attempt ${when}`,
  nextAttemptSoon: 'next attempt within a minute',
  alsoBehind: (events: number): string => plural(events, { one: '# event behind', other: '# events behind' }),
  last: (outcome: string): string => `last message ${outcome}`,
  enableGoesOn: 'Enabled again, it goes on where it stopped: nothing that happened meanwhile is left out.',

  url: 'Address',
  urlHint: 'Begins with https://. Some addresses are a secret themselves; everybody who sees this page sees it.',
  description: 'What it is for',
  descriptionHint: 'May be empty. Who looks after the receiver, for example.',
  desk: 'Desk',
  everyDesk: 'Every desk',
  events: 'Events',
  allEvents: 'All events',
  moreTypes: (more: number): string => plural(more, { one: 'and # more', other: 'and # more' }),
  whichEvents: 'Which events',
  someEvents: 'Only these',
  typesFailed: 'The list of types could not be loaded. Name them below, or try again.',
  further: 'Other types',
  furtherHint: 'May be empty. As they stand in messages, such as log.key, with spaces or commas between them.',
  needUrl: 'Give the address to send to.',
  needEvents: 'Choose at least one type of event.',
  made: (when: string): string => `made ${when}`,
  secret: 'Secret',
  neverRotated: 'as it was made',
  rotated: (when: string): string => `changed ${when}`,
  bothSign: (when: string): string => `the one before signs, too, ${when}`,
  position: 'Next event',
  positionOf: (index: number): string => `${entry(index)} of the log`,
  moved: (from: number, to: number, when: string): string =>
    `moved by hand from ${entry(from)} to ${entry(to)} ${when}`,
  record: 'History',
  openRecord: 'in the audit log',

  createSubmit: 'Make the webhook',
  creating: 'Making it …',
  createUnsure:
    'Claimdesk could not be reached, so it may have been made or not. Look at the list: one whose secret you never saw is best deleted.',
  edit: 'Edit',
  editTitle: 'Edit the webhook',
  save: 'Save',
  saving: 'Saving …',
  saved: 'Saved. What is on its way still goes by what was before.',
  restored: 'What you typed before is back.',

  secretTitle: (host: string): string => `The secret of the webhook to ${host}`,
  secretOnce: 'It is shown this once. Put it into the receiver now: it cannot be looked up later, only replaced.',
  secretLabel: 'Secret',
  secretCopy: 'Copy the secret',
  verify: 'How the receiver verifies',
  verifySteps: [
    'Take the message as it came, before anything parses it.',
    'Compute HMAC-SHA-256 of webhook-id.webhook-timestamp.body, with the bytes that follow whsec_ in base64 as the key.',
    'Compare it with webhook-signature, and refuse a timestamp that is more than five minutes off.',
  ],
  verifyMore:
    'Libraries of Standard Webhooks do it all. A whole receiver, ready to run, is in docs/webhooks.md under “Verifying”.',

  test: 'Send a test message',
  testing: 'The test message is on its way …',
  tested: { DELIVERED: 'The test message arrived', FAILED: 'The test message did not arrive' },
  testSlow: 'Nothing has sent it yet. Is a worker running?',

  disable: 'Disable',
  enable: 'Enable',
  disabled: 'Disabled. Where it stands in the log is kept.',
  enabled: 'Enabled. It goes on where it stopped.',
  rotate: 'New secret',
  rotateTitle: 'Give it a new secret?',
  rotateMore:
    'For 24 hours messages are signed with both, so the receiver goes on working: put the new secret into it within the day. One that leaked is gone for good only after a second rotation.',
  rotateSubmit: 'Make a new secret',
  rotateUnsure:
    'Claimdesk could not be reached, so it may have a new secret or not. Try again: the last two secrets sign for 24 hours.',
  rotatedUntil: (when: string): string => `Messages are signed with the secret before, too, ${when}.`,
  remove: 'Delete',
  removeTitle: (host: string): string => `Delete the webhook to ${host}?`,
  removeMore:
    'Its address, secret and deliveries are gone for good, and nothing more is sent. The audit log keeps that it was there. To stop for a while, disable it instead.',
  removed: 'Deleted.',

  goOn: 'Go on from an event',
  goOnHere: 'Go on from here',
  goOnTitle: 'Go on from an event of the log',
  goOnIndex: 'Number of the event',
  goOnRange: (size: number): string => `From 0, the first event there is, to ${size}, the one that comes next.`,
  goOnBeginning: 'The beginning',
  goOnEnd: 'The end',
  goOnWrong: (size: number): string => `Give a number from 0 to ${size}.`,
  goOnBegins: 'Begins with:',
  goOnNothing: 'Begins with what happens next.',
  again: (events: number, from: number, to: number): string =>
    events === 1
      ? `Event ${entry(from)} is sent again, if it is one of those chosen.`
      : `Of the ${number.format(events)} events ${entry(from)} to ${entry(to)}, those chosen are sent again, in order, with the webhook-id that they had.`,
  skipped: (events: number, from: number, to: number): string =>
    events === 1
      ? `Event ${entry(from)} is skipped, and never sent by itself.`
      : `The ${number.format(events)} events ${entry(from)} to ${entry(to)} are skipped, and never sent by themselves.`,
  stays: 'It stands there already. The message at hand is tried at once.',
  chosen: (types: string): string => `Chosen: ${types}.`,
  goOnWhileDisabled: 'It is disabled: nothing is sent until you enable it.',
  goOnRecorded: 'Who moved it, and from where to where, goes into the audit log.',
  goOnSubmit: 'Go on from there',
  wentOn: (index: number): string => `It goes on with event ${entry(index)}.`,

  deliveries: 'Deliveries',
  deliveriesLead: 'Of the last 30 days, 10,000 at most.',
  outcome: 'Outcome',
  outcomes: {
    PENDING: 'Waiting',
    DELIVERED: 'Delivered',
    FAILED: 'Failed',
    DEAD: 'Given up',
  } satisfies Record<Enum<'WebhookOutcome'>, string>,
  outcomeMore: {
    PENDING: 'A worker sends it within seconds.',
    DELIVERED: '',
    FAILED: 'A message of the log is tried again by itself. A test or a repeat is not.',
    DEAD: 'A day after the first attempt it was given up. Send it again by hand.',
  } satisfies Record<Enum<'WebhookOutcome'>, string>,
  attempt: (attempt: number): string => `attempt ${attempt}`,
  took: (ms: number): string => (ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`),
  status: (status: number): string => `HTTP ${status}`,
  noAnswer: 'no answer',
  testMessage: 'test',
  repeat: 'repeat',
  entry,
  entryName: (index: number): string => `Entry ${index} in the audit log`,
  messageId: 'webhook-id',
  copyId: 'Copy',
  began: 'Began',
  askedBy: 'Asked for by',
  errorTitle: 'Why no answer came',
  response: 'What was answered',
  noResponse: 'The answer was empty.',
  redeliver: 'Send this message again',
  redeliverDisabled: 'Enable the webhook to send this again.',
  redelivered: 'It is sent once more. How that ends stands at the top of the list.',
  noDeliveriesTitle: 'Nothing was sent yet',
  noDeliveries: 'Send a test message to see whether the receiver is there.',
  noneWithOutcomeTitle: 'None ended so',
  noneWithOutcome: 'Deliveries that ended otherwise are in the whole list.',
  showAll: 'Show all deliveries',
};
