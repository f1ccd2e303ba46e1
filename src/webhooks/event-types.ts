/** Every table whose changes are in the log, and what its events are about. A test compares it with the triggers. */
export const EVENT_TABLES: Readonly<Record<string, string>> = {
  api_token: 'API tokens of programs, without their secrets',
  app_user: 'accounts, without names, addresses and passwords',
  appearance: 'claims in articles',
  article: 'articles in which claims appear',
  claim: 'claims; `updated` when an appearance, evidence, a relation or a verdict came to it',
  claim_relation: 'how two claims relate',
  claimant_alias: "other spellings of claimants' names",
  decision: 'decisions, without their rationale',
  decision_evidence: 'the evidence that a decision cites',
  desk: 'desks and their policy',
  evidence: 'sources that editors cite, without their excerpts',
  review: 'rounds of work on claims: queued, taken, released, decided',
  role_grant: 'roles given and taken away',
  sign_off: 'words of other editors on proposed decisions',
  webhook_endpoint: 'webhooks themselves, without their addresses and secrets',
};

const CHANGES = ['created', 'updated', 'deleted', 'erased'];

/** Events about the log itself, such as a new signing key. */
const LOG_EVENT = /^log\.[a-z_]{1,50}$/;

/** All events there are. */
export const ANY_TYPE = '*';
/** What sendTestWebhook sends; it is no event of the log. */
export const TEST_TYPE = 'webhook.test';

/** @returns whether a webhook may ask for events of this type */
export function isEventType(text: string): boolean {
  if (text === ANY_TYPE || LOG_EVENT.test(text)) return true;
  const [table = '', change = '', ...rest] = text.split('.');
  return rest.length === 0 && Object.hasOwn(EVENT_TABLES, table) && CHANGES.includes(change);
}
