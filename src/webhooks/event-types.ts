import type { WebhookEventType } from './webhook.type.js';

const CHANGES = ['created', 'updated', 'deleted', 'erased'] as const;

interface EventTable {
  /** What its events are about, for people. */
  readonly about: string;
  /** What ever becomes of its rows. A test compares it with what the database lets happen. */
  readonly changes: readonly (typeof CHANGES)[number][];
}

/** Every table whose changes are in the log. A test compares it with the triggers. */
export const EVENT_TABLES: Readonly<Record<string, EventTable>> = {
  api_token: { about: 'API tokens of programs, without their secrets', changes: ['created', 'updated', 'erased'] },
  app_user: {
    about: 'accounts, without names, addresses and passwords',
    changes: ['created', 'updated', 'erased'],
  },
  appearance: { about: 'claims in articles', changes: ['created', 'updated'] },
  article: { about: 'articles in which claims appear', changes: ['created'] },
  claim: {
    about: 'claims; `updated` when an appearance, evidence, a relation or a verdict came to it',
    changes: ['created', 'updated', 'erased'],
  },
  claim_relation: { about: 'how two claims relate', changes: ['created', 'updated', 'erased'] },
  claimant_alias: { about: "other spellings of claimants' names", changes: ['created', 'updated', 'erased'] },
  decision: { about: 'decisions, without their rationale', changes: ['created', 'updated'] },
  decision_evidence: { about: 'the evidence that a decision cites', changes: ['created'] },
  desk: { about: 'desks and their policy', changes: ['created', 'updated'] },
  evidence: { about: 'sources that editors cite, without their excerpts', changes: ['created', 'updated'] },
  review: {
    about: 'rounds of work on claims: queued, taken, released, decided',
    changes: ['created', 'updated'],
  },
  role_grant: { about: 'roles given and taken away', changes: ['created', 'deleted'] },
  sign_off: { about: 'words of other editors on proposed decisions', changes: ['created', 'updated'] },
  webhook_endpoint: {
    about: 'webhooks themselves, without their addresses and secrets',
    changes: ['created', 'updated', 'deleted'],
  },
};

/** What the sealer writes about the log itself: that other keys sign it, and that it was taken on after a restore. */
const LOG_EVENTS = ['key', 'adopt'];

/** Events about the log itself. */
const LOG_EVENT = /^log\.[a-z_]{1,50}$/;

/** All events there are. */
export const ANY_TYPE = '*';
/** What sendTestWebhook sends; it is no event of the log. */
export const TEST_TYPE = 'webhook.test';

/** The types of events that occur, for people to choose from. */
export const EVENT_TYPES: WebhookEventType[] = [
  ...Object.entries(EVENT_TABLES).flatMap(([subject, { about, changes }]) =>
    changes.map((change) => ({ type: `${subject}.${change}`, subject, about })),
  ),
  ...LOG_EVENTS.map((event) => ({ type: `log.${event}`, subject: 'log', about: 'the log itself' })),
];

/** @returns whether a webhook may ask for events of this type; some of them never come */
export function isEventType(text: string): boolean {
  if (text === ANY_TYPE || LOG_EVENT.test(text)) return true;
  const [table = '', change = '', ...rest] = text.split('.');
  return rest.length === 0 && Object.hasOwn(EVENT_TABLES, table) && (CHANGES as readonly string[]).includes(change);
}
