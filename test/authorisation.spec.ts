import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { SetRoles } from '../src/auth/set-roles.js';
import { UnitOfWork } from '../src/database/unit-of-work.js';
import { type RoleGrant, TOKEN_SCOPES, type TokenScope } from '../src/kernel/actor.js';
import { adminCalls, type Call, type Calls, onId } from './admin-calls.js';
import { DeskApp, type GraphQLAnswer, Person, SYSTEM } from './desk-app.js';
import { firstMessage } from './live-client.js';
import { webhookCalls } from './webhook-calls.js';
import {
  ADD_ALIAS,
  ADD_EVIDENCE,
  DECIDE,
  DEFER,
  REASSIGN,
  RELATE,
  RELEASE,
  RENEW,
  SIGN_OFF,
  SUBMIT,
  SUBMIT_MANY,
  TAKE,
  TAKE_NEXT,
} from './operations.js';
import { aView, DELETE as DELETE_VIEW, SAVE as SAVE_VIEW, UPDATE as UPDATE_VIEW } from './saved-view-operations.js';

/**
 * Who may do what to a claim or review of desk A. CHIEF is a CHIEF_EDITOR, EDITOR_B and CHIEF_B are so on desk B alone,
 * NOBODY has an account and no role.
 * no: refused as FORBIDDEN. nil: told that there is no such thing. yes: anything else that is no error of ours.
 * scopes: what an API token must be good for, all of them.
 */
const TABLE = `
operation                 | CHECKER | EDITOR | CHIEF | AUDITOR | SERVICE | NOBODY | EDITOR_B | CHIEF_B | scopes
viewer                    | yes     | yes    | yes   | yes     | yes     | yes    | yes      | yes     | -
Viewer.apiTokens          | yes     | yes    | yes   | yes     | yes     | yes    | yes      | yes     | admin
Viewer.savedViews         | yes     | yes    | yes   | yes     | no      | no     | yes      | yes     | reviews:read
saveView                  | yes     | yes    | yes   | yes     | no      | no     | yes      | yes     | reviews:write
updateSavedView, another's | nil    | nil    | nil   | nil     | no      | no     | nil      | nil     | reviews:write
deleteSavedView, another's | nil    | nil    | nil   | nil     | no      | no     | nil      | nil     | reviews:write
desks                     | yes     | yes    | yes   | yes     | yes     | no     | yes      | yes     | reviews:read
Desk.assignees            | no      | no     | yes   | no      | no      | no     | no       | no      | reviews:read reviews:write
deskBoard                 | no      | no     | yes   | yes     | no      | no     | no       | no      | reviews:read
deskBoard, all desks      | no      | no     | yes   | yes     | no      | no     | no       | no      | reviews:read
claim                     | yes     | yes    | yes   | yes     | yes     | no     | yes      | yes     | claims:read
claims                    | yes     | yes    | yes   | yes     | yes     | no     | yes      | yes     | claims:read
review                    | yes     | yes    | yes   | yes     | yes     | no     | yes      | yes     | reviews:read
reviews                   | yes     | yes    | yes   | yes     | yes     | no     | yes      | yes     | reviews:read
reviewChanged             | yes     | yes    | yes   | yes     | yes     | no     | yes      | yes     | reviews:read
claimChanged              | yes     | yes    | yes   | yes     | yes     | no     | yes      | yes     | claims:read
deskCounts                | yes     | yes    | yes   | yes     | yes     | no     | yes      | yes     | reviews:read
checkpointSealed          | no      | no     | yes   | yes     | yes     | no     | no       | no      | audit:read
auditEvents               | yes     | yes    | yes   | yes     | no      | no     | yes      | yes     | audit:read
Claim.auditEvents         | yes     | yes    | yes   | yes     | no      | no     | yes      | yes     | claims:read audit:read
auditLog                  | no      | no     | yes   | yes     | yes     | no     | no       | no      | audit:read
inclusionProof            | no      | no     | yes   | yes     | yes     | no     | no       | no      | audit:read
checkpoint                | yes     | yes    | yes   | yes     | yes     | yes    | yes      | yes     | -
submitClaim               | yes     | yes    | yes   | no      | yes     | no     | yes      | yes     | claims:write
submitClaims              | yes     | yes    | yes   | no      | yes     | no     | yes      | yes     | claims:write
relateClaims              | yes     | yes    | yes   | no      | yes     | no     | yes      | yes     | claims:write
addClaimantAlias          | no      | no     | yes   | no      | no      | no     | no       | yes     | claims:write
addEvidence               | yes     | yes    | yes   | no      | no      | no     | no       | no      | claims:write
takeNextReview            | no      | yes    | yes   | no      | no      | no     | no       | no      | reviews:write
takeReview                | no      | yes    | yes   | no      | no      | no     | no       | no      | reviews:write
renewLease                | no      | yes    | yes   | no      | no      | no     | no       | no      | reviews:write
releaseReview             | no      | yes    | yes   | no      | no      | no     | no       | no      | reviews:write
deferReview               | no      | yes    | yes   | no      | no      | no     | no       | no      | reviews:write
decideReview              | no      | yes    | yes   | no      | no      | no     | no       | no      | reviews:write
signOffDecision           | no      | yes    | yes   | no      | no      | no     | no       | no      | reviews:write
reassignReview            | no      | no     | yes   | no      | no      | no     | no       | no      | reviews:write
eraseClaim                | no      | no     | yes   | no      | no      | no     | no       | no      | admin
eraseUser                 | no      | no     | yes   | no      | no      | no     | no       | no      | admin
accounts                  | no      | no     | yes   | no      | no      | no     | no       | no      | admin
account                   | no      | no     | yes   | no      | no      | no     | no       | no      | admin
Account.apiTokens         | no      | no     | yes   | no      | no      | no     | no       | no      | admin
addUser                   | no      | no     | yes   | no      | no      | no     | no       | no      | admin
setRoles                  | no      | no     | yes   | no      | no      | no     | no       | no      | admin
renameUser                | no      | no     | yes   | no      | no      | no     | no       | no      | admin
disableUser               | no      | no     | yes   | no      | no      | no     | no       | no      | admin
enableUser                | no      | no     | yes   | no      | no      | no     | no       | no      | admin
resetPassword             | no      | no     | yes   | no      | no      | no     | no       | no      | admin
addDesk                   | no      | no     | yes   | no      | no      | no     | no       | no      | admin
updateDesk                | no      | no     | yes   | no      | no      | no     | no       | no      | admin
webhooks                  | no      | no     | yes   | no      | no      | no     | no       | no      | admin
webhook                   | no      | no     | yes   | no      | no      | no     | no       | no      | admin
webhookDelivery           | no      | no     | yes   | no      | no      | no     | no       | no      | admin
webhookEventTypes         | no      | no     | yes   | no      | no      | no     | no       | no      | admin
createWebhook             | no      | no     | yes   | no      | no      | no     | no       | no      | admin
updateWebhook             | no      | no     | yes   | no      | no      | no     | no       | no      | admin
rotateWebhookSecret       | no      | no     | yes   | no      | no      | no     | no       | no      | admin
disableWebhook            | no      | no     | yes   | no      | no      | no     | no       | no      | admin
enableWebhook             | no      | no     | yes   | no      | no      | no     | no       | no      | admin
deleteWebhook             | no      | no     | yes   | no      | no      | no     | no       | no      | admin
sendTestWebhook           | no      | no     | yes   | no      | no      | no     | no       | no      | admin
redeliverWebhook          | no      | no     | yes   | no      | no      | no     | no       | no      | admin
redeliverWebhookSince     | no      | no     | yes   | no      | no      | no     | no       | no      | admin
createApiToken, own       | yes     | yes    | yes   | yes     | yes     | yes    | yes      | yes     | admin
createApiToken, another's | no      | no     | yes   | no      | no      | no     | no       | no      | admin
revokeApiToken, another's | nil     | nil    | yes   | nil     | nil     | nil    | nil      | nil     | admin`;

/** The same for what is read by GET from the audit log. open: also to those who are not known. */
const ROUTES = `
route                     | CHECKER | EDITOR | CHIEF | AUDITOR | SERVICE | NOBODY | EDITOR_B | CHIEF_B | scopes
/audit/log                | no      | no     | yes   | yes     | yes     | no     | no       | no      | audit:read
/audit/log?private=1      | no      | no     | yes   | yes     | no      | no     | no       | no      | audit:read
/audit/tile/0/000.p/1     | no      | no     | yes   | yes     | yes     | no     | no       | no      | audit:read
/audit/tile/entries/000.p/1 | no    | no     | yes   | yes     | yes     | no     | no       | no      | audit:read
/audit/checkpoint         | yes     | yes    | yes   | yes     | yes     | yes    | yes      | yes     | open
/audit/key                | yes     | yes    | yes   | yes     | yes     | yes    | yes      | yes     | open`;

const rowsOf = (table: string): string[][] =>
  table
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));
const ACTORS = rowsOf(TABLE)[0]!.slice(1, -1);
const cellsOf = (table: string) =>
  rowsOf(table)
    .slice(1)
    .map(([operation, ...cells]) => ({
      operation: operation!,
      expected: Object.fromEntries(ACTORS.map((actor, i) => [actor, cells[i]!])),
      isOpen: cells.at(-1) === 'open',
      scopes: ['-', 'open'].includes(cells.at(-1)!) ? [] : (cells.at(-1)!.split(' ') as TokenScope[]),
    }));
const CELLS = cellsOf(TABLE);
const ROUTE_CELLS = cellsOf(ROUTES);

let app: DeskApp;
let deskId: string;
let claimId: string;
let otherClaimId: string;
let reviewId: string;
let service: Person;
const people: Record<string, Person> = {};

beforeAll(async () => {
  app = await DeskApp.start();
  deskId = await app.desk('desk-a');
  const elsewhere = await app.desk('desk-b');
  ({ claimId, reviewId } = await app.review(deskId));
  otherClaimId = await app.claim(deskId);
  service = await app.person('SERVICE');
  for (const role of ['CHECKER', 'EDITOR', 'AUDITOR', 'SERVICE'] as const) people[role] = await app.person(role);
  people['CHIEF'] = await app.person('CHIEF_EDITOR');
  people['NOBODY'] = await app.person([]);
  people['EDITOR_B'] = await app.person([{ role: 'EDITOR', deskId: elsewhere }]);
  people['CHIEF_B'] = await app.person([{ role: 'CHIEF_EDITOR', deskId: elsewhere }]);
  await app.seal();
});
afterAll(() => app.stop());

const soon = () => new Date(Date.now() + 7_200_000).toISOString();
const held = () => ({ id: reviewId, leaseToken: randomUUID() });
const newToken = (userId?: string) => ({
  input: { name: 'n', scopes: ['ADMIN'], expiresAt: soon(), ...(userId === undefined ? {} : { userId }) },
});
const CREATE_TOKEN = `mutation ($input: CreateApiTokenInput!) { answer: createApiToken(input: $input) {
  __typename ... on UserError { code } ... on CreateApiTokenSuccess { apiToken { id } } } }`;
const BY_ID = 'query ($id: ID!)';
const submitted = () => app.submission(deskId);

/** A call of each operation that would do something, if it were allowed. */
const CALLS: Calls = {
  viewer: () => ['{ answer: viewer { id email roles { role deskId } scopes } }', {}],
  'Viewer.apiTokens': () => ['{ answer: viewer { apiTokens { id } } }', {}],
  'Viewer.savedViews': () => ['{ answer: viewer { savedViews { id } } }', {}],
  saveView: () => [SAVE_VIEW, { input: { name: randomUUID(), filter: {} } }],
  "updateSavedView, another's": async () => [
    UPDATE_VIEW,
    { input: { ...(await aView(app, service.id)), name: 'Mine' } },
  ],
  "deleteSavedView, another's": async () => [DELETE_VIEW, await aView(app, service.id)],
  desks: () => ['{ answer: desks { id counts { queued { count } } } }', {}],
  'Desk.assignees': () => [`${BY_ID} { answer: review(id: $id) { desk { assignees { id } } } }`, { id: reviewId }],
  deskBoard: () => ['{ answer: deskBoard(slug: "desk-a") { days { queued } people { user { name } } } }', {}],
  'deskBoard, all desks': () => ['{ answer: deskBoard { total { queued } } }', {}],
  claim: () => [`${BY_ID} { answer: claim(id: $id) { id } }`, { id: claimId }],
  claims: () => ['{ answer: claims { total { count } edges { node { id } } } }', {}],
  review: () => [`${BY_ID} { answer: review(id: $id) { id allowedActions { action } } }`, { id: reviewId }],
  reviews: () => ['{ answer: reviews { total { count } edges { node { id } } } }', {}],
  reviewChanged: () => ['subscription ($id: ID!) { answer: reviewChanged(deskId: $id) { cursor } }', { id: deskId }],
  claimChanged: () => ['subscription ($id: ID!) { answer: claimChanged(id: $id) { claim { id } } }', { id: claimId }],
  deskCounts: () => ['subscription { answer: deskCounts { desks { desk { id } counts { queued { count } } } } }', {}],
  checkpointSealed: () => ['subscription { answer: checkpointSealed { checkpoint { size } } }', {}],
  auditEvents: () => [`${BY_ID} { answer: auditEvents(claimId: $id) { edges { node { seq } } } }`, { id: claimId }],
  'Claim.auditEvents': () => [
    `${BY_ID} { answer: claim(id: $id) { auditEvents { edges { node { seq } } } } }`,
    { id: claimId },
  ],
  auditLog: () => ['{ answer: auditLog { edges { node { index } } } }', {}],
  inclusionProof: () => ['{ answer: inclusionProof(index: 0) }', {}],
  checkpoint: () => ['{ answer: checkpoint { size } }', {}],
  submitClaim: () => [SUBMIT, { input: submitted() }],
  submitClaims: () => [SUBMIT_MANY, { items: [submitted(), submitted()] }],
  relateClaims: () => [RELATE, { input: { fromClaimId: claimId, toClaimId: otherClaimId, kind: 'SIMILAR_TO' } }],
  addClaimantAlias: () => [ADD_ALIAS, { input: { alias: randomUUID(), claimant: 'A claimant' } }],
  addEvidence: () => [ADD_EVIDENCE, { input: { claimId, url: 'https://a.example/', stance: 'CONTEXT' } }],
  takeNextReview: async () => [TAKE_NEXT, { deskId: (await app.review(deskId), deskId) }],
  takeReview: async () => [TAKE, { id: (await app.review(deskId)).reviewId }],
  renewLease: () => [RENEW, held()],
  releaseReview: () => [RELEASE, held()],
  deferReview: () => [DEFER, { ...held(), until: soon(), reason: 'Later.' }],
  decideReview: () => [
    DECIDE,
    {
      input: {
        reviewId,
        leaseToken: randomUUID(),
        verdict: 'VERIFIED',
        rationale: 'x',
        expectedVersion: 1,
        idempotencyKey: randomUUID(),
      },
    },
  ],
  signOffDecision: () => [SIGN_OFF, { input: { reviewId, decisionId: randomUUID(), outcome: 'APPROVE' } }],
  reassignReview: () => [REASSIGN, { id: reviewId, assigneeId: people['EDITOR']!.id }],
  ...adminCalls(() => ({ app, deskId, editor: people['EDITOR']! })),
  ...webhookCalls(() => ({ app, maker: people['CHIEF']! })),
  'createApiToken, own': () => [CREATE_TOKEN, newToken()],
  "createApiToken, another's": () => [CREATE_TOKEN, newToken(service.id)],
  "revokeApiToken, another's": async () => {
    const [{ id }] = await app.sql('SELECT id FROM api_token WHERE user_id = $1 LIMIT 1', [service.id]);
    return [onId('revokeApiToken'), { id }];
  },
};

/** @throws Error for anything that is neither an answer nor a refusal, such as a bug of ours */
function outcome({ data, errors }: GraphQLAnswer): 'yes' | 'no' | 'nil' {
  if (errors === undefined) return data.answer.code === 'NOT_FOUND' ? 'nil' : 'yes';
  if (errors.length === 1 && errors[0].extensions.code === 'FORBIDDEN') return 'no';
  throw new Error(JSON.stringify(errors));
}

/** A subscription is asked over a WebSocket, and answered by its first message. */
const ask = (person: Person, query: string, variables: Record<string, unknown>): Promise<GraphQLAnswer> =>
  query.startsWith('subscription')
    ? firstMessage(app.url, person.token, query, variables)
    : person.ask(query, variables);

/** @returns what comes of the call; a refusal that changed or answered something is called so */
async function call(person: Person, operation: string): Promise<string> {
  const [query, variables] = await CALLS[operation]!();
  const before = await app.fingerprint();
  const answer = await ask(person, query, variables);
  const found = outcome(answer);
  if (found === 'yes') return found;
  if (!isDeepStrictEqual(await app.fingerprint(), before)) return `${found}, but something changed`;
  return found === 'no' && answer.data?.answer ? 'no, but something was answered' : found;
}

describe('the table', () => {
  it('has every query, mutation and subscription of the schema', () => {
    const { schema } = app.app.get(GraphQLSchemaHost);
    const operations = [schema.getQueryType()!, schema.getMutationType()!, schema.getSubscriptionType()!].flatMap(
      (type) => Object.keys(type.getFields()),
    );
    const roots = CELLS.map(({ operation }) => operation.split(',')[0]!).filter((name) => !name.includes('.'));
    expect([...new Set(roots)].toSorted()).toEqual(operations.toSorted());
    expect(Object.keys(CALLS).toSorted()).toEqual(CELLS.map(({ operation }) => operation).toSorted());
  });

  it.each(CELLS)('holds for $operation', async ({ operation, expected }) => {
    const found: Record<string, string> = {};
    for (const actor of ACTORS) found[actor] = await call(people[actor]!, operation);
    expect(found).toEqual(expected);
  });

  it('is answered with 401 to whoever is not known', async () => {
    const stranger = new Person('', 'Stranger', 'cdk_unknown', app.url);
    for (const { operation } of CELLS) {
      const [query, variables] = await CALLS[operation]!();
      const before = await app.fingerprint();
      const { status, errors, data } = await ask(stranger, query, variables);
      expect([operation, status, errors?.[0].extensions.code, data]).toEqual([
        operation,
        401,
        'UNAUTHENTICATED',
        undefined,
      ]);
      expect(await app.fingerprint()).toEqual(before);
    }
  });
});

/** @returns what comes of GET; a refusal that is not told as such, or that changed something, is called so */
async function get(person: Person, path: string): Promise<string> {
  const before = await app.fingerprint();
  const answer = await fetch(app.url + path, { headers: { authorization: `Bearer ${person.token}` } });
  const body = await answer.text();
  expect(await app.fingerprint()).toEqual(before);
  if (answer.status === 200) return 'yes';
  return answer.status === 403 && JSON.parse(body).error.code === 'FORBIDDEN' ? 'no' : `${answer.status} ${body}`;
}

describe('the routes of the audit log', () => {
  it.each(ROUTE_CELLS)('are as the table says: $operation', async ({ operation, expected, isOpen, scopes }) => {
    const found: Record<string, string> = {};
    for (const actor of ACTORS) found[actor] = await get(people[actor]!, operation);
    expect(found).toEqual(expected);
    const stranger = await fetch(app.url + operation);
    expect(stranger.status).toBe(isOpen ? 200 : 401);
    for (const scope of scopes) {
      const others = TOKEN_SCOPES.filter((other) => other !== scope);
      expect(await get(await app.person('CHIEF_EDITOR', scopes), operation)).toBe('yes');
      expect(await get(await app.person('CHIEF_EDITOR', others), operation)).toBe('no');
    }
  });
});

describe('an API token of a chief editor', () => {
  const only = new Map<string, Person>();
  const without = new Map<TokenScope, Person>();
  beforeAll(async () => {
    for (const scope of TOKEN_SCOPES) {
      without.set(
        scope,
        await app.person(
          'CHIEF_EDITOR',
          TOKEN_SCOPES.filter((other) => other !== scope),
        ),
      );
    }
    for (const { scopes } of CELLS) {
      if (scopes.length > 0 && !only.has(scopes.join()))
        only.set(scopes.join(), await app.person('CHIEF_EDITOR', scopes));
    }
  });

  it.each(CELLS.filter(({ scopes }) => scopes.length > 0))(
    'needs $scopes, and no more, for $operation',
    async ({ operation, scopes, expected }) => {
      expect(await call(only.get(scopes.join())!, operation)).toBe(expected['CHIEF']);
      for (const scope of scopes) {
        // Whose tokens one may not look after, one does not learn of either
        expect(await call(without.get(scope)!, operation)).toBe(operation.startsWith('revoke') ? 'nil' : 'no');
      }
    },
  );

  it('says which scope is missing', async () => {
    const { errors } = await without.get('audit:read')!.ask(...(await CALLS['auditEvents']!()));
    expect(errors![0].message).toBe('This needs an API token with the scope audit:read.');
  });
});

describe('somebody who loses the role while holding a review', () => {
  it('can do no more to it, in spite of the lease', async () => {
    const editor = await app.person('EDITOR');
    const mine = await app.review(await app.desk('lost-role'));
    const { review } = (await editor.data(TAKE, { id: mine.reviewId })).answer;
    const role: RoleGrant = { role: 'EDITOR', deskId: null };
    const checker: RoleGrant = { role: 'CHECKER', deskId: null };
    await new SetRoles(app.app.get(UnitOfWork)).run(SYSTEM, { userId: editor.id, grant: [checker], revoke: [role] });
    const before = await app.fingerprint();
    const lease = { id: mine.reviewId, leaseToken: review.lease.token };
    const input = {
      reviewId: mine.reviewId,
      leaseToken: review.lease.token,
      verdict: 'VERIFIED',
      rationale: 'Reasons.',
      expectedVersion: review.claim.version,
      idempotencyKey: 'lost-role',
    };
    const calls: Call[] = [
      [DECIDE, { input }],
      [RENEW, lease],
      [RELEASE, lease],
      [DEFER, { ...lease, until: soon(), reason: 'Later.' }],
    ];
    for (const [query, variables] of calls) expect(outcome(await editor.ask(query, variables))).toBe('no');
    expect(await app.fingerprint()).toEqual(before);
  });
});
