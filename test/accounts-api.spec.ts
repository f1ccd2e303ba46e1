import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnitOfWork } from '../src/database/unit-of-work.js';
import { SetRoles } from '../src/auth/set-roles.js';
import type { RoleGrant } from '../src/kernel/actor.js';
import { DeskApp, type Person, SYSTEM } from './desk-app.js';
import { ERASE_USER } from './operations.js';

const ACCOUNT =
  'id email name mustChangePassword disabledAt erasedAt signedInAt roles { role deskId desk { slug } } apiTokens { name }';
const ANSWER = (fields: string) => `__typename ... on UserError { code message path } ${fields}`;
const ADD = `mutation ($input: AddUserInput!) { answer: addUser(input: $input) {
  ${ANSWER(`... on AddUserSuccess { oneTimePassword account { ${ACCOUNT} } }`)} } }`;
const onAccount = (name: string, type = '') => `mutation (${type === '' ? '$id: ID!' : `$input: ${type}!`}) {
  answer: ${name}(${type === '' ? 'id: $id' : 'input: $input'}) { ${ANSWER(`... on AccountSuccess { account { ${ACCOUNT} } }`)} } }`;
const SET_ROLES = onAccount('setRoles', 'SetRolesInput');
const RENAME = onAccount('renameUser', 'RenameUserInput');
const [DISABLE, ENABLE] = [onAccount('disableUser'), onAccount('enableUser')];
const RESET = `mutation ($id: ID!) { answer: resetPassword(id: $id) {
  ${ANSWER('... on ResetPasswordSuccess { oneTimePassword account { mustChangePassword signedInAt } }')} } }`;
const ONE = `query ($id: ID!) { answer: account(id: $id) { ${ACCOUNT} } }`;
const LIST = `query ($filter: AccountFilter, $first: Int, $after: String) {
  answer: accounts(filter: $filter, first: $first, after: $after) {
    total { count } edges { node { name } } pageInfo { hasNextPage endCursor } } }`;

let app: DeskApp;
let chief: Person;
let deskId: string;
let otherDeskId: string;
beforeAll(async () => {
  app = await DeskApp.start();
  chief = await app.person('CHIEF_EDITOR');
  [deskId, otherDeskId] = [await app.desk('culture'), await app.desk('sport')];
});
afterAll(() => app.stop());

const everywhere = (role: RoleGrant['role']): RoleGrant => ({ role, deskId: null });
const ask = async (query: string, variables: object, who = chief) =>
  (await who.data(query, variables as Record<string, unknown>)).answer;
const nowhere = '00000000-0000-4000-8000-000000000000';

/** @returns what the mutation refused, and that it changed nothing */
async function refused(query: string, variables: object, who = chief): Promise<object> {
  const before = await app.fingerprint();
  const answer = await ask(query, variables, who);
  expect(await app.fingerprint()).toEqual(before);
  return answer;
}
const invalid = (path: string[], message: unknown = expect.any(String)) => ({
  __typename: 'InvalidInputError',
  code: 'INVALID_INPUT',
  path,
  message,
});

async function signIn(email: string, password: string): Promise<number> {
  const response = await fetch(`${app.url}/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: app.url },
    body: JSON.stringify({ email, password }),
  });
  return response.status;
}

describe('addUser', () => {
  it('adds a person, who comes in with the one-time password; it is nowhere else', async () => {
    const roles = [{ role: 'EDITOR', deskId }, { role: 'CHECKER' }];
    const answer = await ask(ADD, { input: { email: ' Ana@Culture.example ', name: ' Ana Pérez ', roles } });
    expect(answer).toEqual({
      __typename: 'AddUserSuccess',
      oneTimePassword: expect.stringMatching(/^(\w{5}-){3}\w{5}$/),
      account: {
        id: expect.any(String),
        email: 'ana@culture.example',
        name: 'Ana Pérez',
        mustChangePassword: true,
        disabledAt: null,
        erasedAt: null,
        signedInAt: null,
        roles: [
          { role: 'CHECKER', deskId: null, desk: null },
          { role: 'EDITOR', deskId, desk: { slug: 'culture' } },
        ],
        apiTokens: [],
      },
    });
    expect(await signIn('ana@culture.example', answer.oneTimePassword)).toBe(200);
    expect(await ask(ONE, { id: answer.account.id })).toEqual({
      ...answer.account,
      signedInAt: expect.any(String),
    });
    const events = await app.events(answer.account.id);
    expect(events.map(({ actor, action, op, table }) => `${actor} ${action} ${op} ${table}`)).toEqual([
      `user:${chief.id} addUser INSERT app_user`,
      `user:${chief.id} addUser INSERT role_grant`,
      `user:${chief.id} addUser INSERT role_grant`,
    ]);
    expect(JSON.stringify(await app.sql('SELECT leaf, body FROM audit.event'))).not.toContain(answer.oneTimePassword);
  });

  it('adds a machine client without a password', async () => {
    const input = { email: 'crawler@culture.example', name: 'Crawler', roles: [everywhere('SERVICE')] };
    expect(await ask(ADD, { input })).toMatchObject({
      oneTimePassword: null,
      account: { mustChangePassword: false, roles: [{ role: 'SERVICE' }] },
    });
  });

  it.each([
    ['no address', { email: 'ana' }, ['input', 'email'], /e-mail address/],
    [
      'an address that has an account',
      { email: 'CRAWLER@culture.example' },
      ['input', 'email'],
      /has an account already/,
    ],
    ['no name', { name: '  ' }, ['input', 'name'], /1 to 100/],
    ['a name that is too long', { name: 'x'.repeat(101) }, ['input', 'name'], /1 to 100/],
    [
      'SERVICE with another role',
      { roles: [everywhere('SERVICE'), everywhere('EDITOR')] },
      ['input', 'roles'],
      /SERVICE/,
    ],
  ])('refuses %s', async (_, change, path, message) => {
    const input = { email: 'new@culture.example', name: 'New', roles: [everywhere('EDITOR')], ...change };
    expect(await refused(ADD, { input })).toEqual(invalid(path, expect.stringMatching(message)));
  });

  it('refuses a desk that there is not', async () => {
    const input = { email: 'new@culture.example', name: 'New', roles: [{ role: 'EDITOR', deskId: nowhere }] };
    expect(await refused(ADD, { input })).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'roles'] });
  });
});

describe('setRoles', () => {
  it('gives and takes, from the next request on', async () => {
    const editor = await app.person('EDITOR');
    const input = {
      userId: editor.id,
      grant: [{ role: 'CHIEF_EDITOR', deskId }, { role: 'AUDITOR' }],
      revoke: [{ role: 'EDITOR' }],
    };
    expect(await ask(SET_ROLES, { input })).toMatchObject({
      __typename: 'AccountSuccess',
      account: {
        roles: [
          { role: 'AUDITOR', deskId: null },
          { role: 'CHIEF_EDITOR', deskId },
        ],
      },
    });
    expect((await editor.data('{ viewer { roles { role } } }')).viewer.roles).toEqual([
      { role: 'AUDITOR' },
      { role: 'CHIEF_EDITOR' },
    ]);
  });

  it('refuses what is not held, an unknown desk or account, and SERVICE beside others; all or nothing', async () => {
    const { id: userId } = await app.person('EDITOR');
    const grant = [everywhere('AUDITOR')];
    const cases: [object, object][] = [
      [{ grant, revoke: [{ role: 'EDITOR', deskId }] }, invalid(['input', 'revoke'])],
      [{ grant: [everywhere('SERVICE')] }, invalid(['input', 'grant'])],
      [{ grant: [...grant, { role: 'EDITOR', deskId: nowhere }] }, { code: 'NOT_FOUND', path: ['input', 'grant'] }],
      [
        { grant, userId: nowhere },
        { code: 'NOT_FOUND', path: ['input', 'userId'] },
      ],
    ];
    for (const [change, expected] of cases) {
      expect(await refused(SET_ROLES, { input: { userId, ...change } })).toMatchObject(expected);
    }
  });
});

it('renameUser gives another name, and keeps to the rules of names', async () => {
  const { id: userId } = await app.person('CHECKER');
  expect(await ask(RENAME, { input: { userId, name: ' Zoë ' } })).toMatchObject({ account: { name: 'Zoë' } });
  expect((await app.events(userId)).at(-1)).toMatchObject({ action: 'renameUser', op: 'UPDATE', table: 'app_user' });
  expect(await refused(RENAME, { input: { userId, name: '' } })).toEqual(invalid(['input', 'name']));
  expect(await refused(RENAME, { input: { userId: nowhere, name: 'X' } })).toMatchObject({ code: 'NOT_FOUND' });
});

describe('disableUser, enableUser and resetPassword', () => {
  it('end the sessions; tokens rest while an account is disabled and work again after', async () => {
    const input = { email: 'ben@culture.example', name: 'Ben', roles: [everywhere('EDITOR')] };
    const { oneTimePassword, account } = await ask(ADD, { input });
    const bot = await app.person('SERVICE');
    expect(await signIn(input.email, oneTimePassword)).toBe(200);
    expect(await ask(DISABLE, { id: account.id })).toMatchObject({
      __typename: 'AccountSuccess',
      account: { disabledAt: expect.any(String), signedInAt: null, roles: [{ role: 'EDITOR' }] },
    });
    expect(await signIn(input.email, oneTimePassword)).toBe(401);
    const { disabledAt } = await ask(ONE, { id: account.id });
    expect((await ask(DISABLE, { id: account.id })).account.disabledAt).toBe(disabledAt); // since when stays
    expect(await ask(ENABLE, { id: account.id })).toMatchObject({ account: { disabledAt: null } });
    expect(await signIn(input.email, oneTimePassword)).toBe(200);
    expect((await app.events(account.id)).map(({ action }) => action).slice(2)).toEqual(['disableUser', 'enableUser']);

    await ask(DISABLE, { id: bot.id });
    expect((await bot.ask('{ viewer { id } }')).status).toBe(401);
    await ask(ENABLE, { id: bot.id });
    expect((await bot.ask('{ viewer { id } }')).status).toBe(200);

    const reset = await ask(RESET, { id: account.id });
    expect(reset).toMatchObject({ account: { mustChangePassword: true, signedInAt: null } });
    expect(await signIn(input.email, oneTimePassword)).toBe(401);
    expect(await signIn(input.email, reset.oneTimePassword)).toBe(200);
    expect(await refused(RESET, { id: bot.id })).toEqual(invalid(['id'], expect.stringMatching(/API token/)));
  });

  it.each([DISABLE, ENABLE, RESET])('find no account that there is not', async (query) => {
    expect(await refused(query, { id: nowhere })).toMatchObject({ code: 'NOT_FOUND', path: ['id'] });
  });

  it('do nothing to an erased account, which is shut for good', async () => {
    const { id } = await app.person('EDITOR');
    await ask(ERASE_USER, { input: { userId: id, basis: 'OBJECTION' } });
    for (const query of [DISABLE, ENABLE, RESET]) {
      expect(await refused(query, { id })).toEqual(invalid(['id'], expect.stringMatching(/erased/)));
    }
    for (const [query, change] of [
      [SET_ROLES, { grant: [everywhere('EDITOR')] }],
      [RENAME, { name: 'Ann again' }],
    ] as const) {
      expect(await refused(query, { input: { userId: id, ...change } })).toEqual(invalid(['input', 'userId']));
    }
    expect(await ask(ONE, { id })).toMatchObject({ name: '[erased]', roles: [], erasedAt: expect.any(String) });
  });
});

describe('the last chief editor on every desk', () => {
  const LAST = expect.stringMatching(/^This is the last account that is CHIEF_EDITOR on every desk/);
  const demote = (userId: string) => ({ input: { userId, revoke: [everywhere('CHIEF_EDITOR')] } });
  /** Leaves these two alone in the role. */
  async function twoChiefs(): Promise<[Person, Person]> {
    const two = [await app.person('CHIEF_EDITOR'), await app.person('CHIEF_EDITOR')] as [Person, Person];
    await app.person([{ role: 'CHIEF_EDITOR', deskId }]); // one of a desk alone does not count
    await app.sql('UPDATE app_user SET disabled_at = now() WHERE id <> ALL ($1) AND disabled_at IS NULL', [
      two.map(({ id }) => id),
    ]);
    return two;
  }
  type Call = [query: string, variables: object];
  const chiefs = () =>
    app.sql(`SELECT u.id FROM app_user u JOIN role_grant g ON g.user_id = u.id
             WHERE g.role = 'CHIEF_EDITOR' AND g.desk_id IS NULL AND u.disabled_at IS NULL`);

  it('can neither be disabled nor lose the role, by themselves or by the command line', async () => {
    const [one, other] = await twoChiefs();
    expect(await ask(DISABLE, { id: other.id }, one)).toMatchObject({ __typename: 'AccountSuccess' });
    expect(await refused(DISABLE, { id: one.id }, one)).toEqual(invalid(['id'], LAST));
    expect(await refused(SET_ROLES, demote(one.id), one)).toEqual(invalid(['input', 'revoke'], LAST));
    const before = await app.fingerprint();
    const byCommand = new SetRoles(app.app.get(UnitOfWork)).run(SYSTEM, { grant: [], ...demote(one.id).input });
    await expect(byCommand).rejects.toMatchObject({ code: 'INVALID_INPUT', message: LAST });
    expect(await app.fingerprint()).toEqual(before);
    // Whoever is disabled takes nothing along that counts
    expect(await ask(SET_ROLES, demote(other.id), one)).toMatchObject({ account: { roles: [] } });
  });

  /** Starts `work` while nobody can be found to be the last, and lets it go on once two are about to be. */
  async function atOnce<T>(work: () => Promise<T>): Promise<T> {
    await app.sql('SELECT pg_advisory_lock($1)', [0x4b454550]);
    const result = work();
    const waiting = () =>
      app.sql(`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`);
    for (const end = Date.now() + 5000; (await waiting()).length < 2 && Date.now() < end;) await setTimeout(10);
    const found = (await waiting()).length;
    await app.sql('SELECT pg_advisory_unlock($1)', [0x4b454550]);
    await result;
    expect(found).toBe(2);
    return result;
  }

  it.each([
    ['disable', (id: string): Call => [DISABLE, { id }]],
    ['demote', (id: string): Call => [SET_ROLES, demote(id)]],
    ['erase', (id: string): Call => [ERASE_USER, { input: { userId: id, basis: 'OBJECTION' } }]],
  ])('stays where two %s each other at once', async (_, attack) => {
    const [one, other] = await twoChiefs();
    const answers = await atOnce(() => Promise.all([ask(...attack(other.id), one), ask(...attack(one.id), other)]));
    expect(answers.map(({ __typename }): string => __typename).toSorted()).toEqual([
      expect.stringMatching(/^(?:Account|EraseUser)Success$/),
      'InvalidInputError',
    ]);
    expect(await chiefs()).toHaveLength(1);
  });

  afterAll(() => app.sql('UPDATE app_user SET disabled_at = NULL WHERE erased_at IS NULL'));
});

describe('accounts', () => {
  const names = async (filter: object): Promise<string[]> =>
    (await ask(LIST, { filter })).edges.map(({ node }: { node: { name: string } }) => node.name);
  const add = async (name: string, roles: object[]) =>
    (await ask(ADD, { input: { email: `${name.toLowerCase().replaceAll(/\W+/g, '')}@list.example`, name, roles } }))
      .account.id;

  it('are found by name or address, role, desk and state, by name whatever the case', async () => {
    await add('Lina 100%', [{ role: 'EDITOR', deskId }]);
    await add('lars', [{ role: 'AUDITOR', deskId: otherDeskId }]);
    await add('Löwe', [everywhere('EDITOR')]);
    await add('Lobot', [everywhere('SERVICE')]);
    await ask(DISABLE, { id: await add('Lost', [everywhere('EDITOR'), { role: 'AUDITOR', deskId }]) });
    const text = '@LIST.example';
    expect(await names({ text })).toEqual(['lars', 'Lina 100%', 'Lobot', 'Lost', 'Löwe']);
    expect(await names({ text: '0%' })).toEqual(['Lina 100%']);
    expect(await names({ text, roles: ['SERVICE'] })).toEqual(['Lobot']);
    expect(await names({ text, deskId })).toEqual(['Lina 100%', 'Lobot', 'Lost', 'Löwe']);
    expect(await names({ text, deskSlug: 'culture' })).toEqual(['Lina 100%', 'Lobot', 'Lost', 'Löwe']);
    expect(await names({ text, deskId, roles: ['AUDITOR'] })).toEqual(['Lost']);
    expect(await names({ text, roles: ['EDITOR'], isDisabled: false })).toEqual(['Lina 100%', 'Löwe']);
    expect(await names({ text, isDisabled: true })).toEqual(['Lost']);
  });

  it('come in pages without a gap or a repeat, also where names are the same', async () => {
    for (let i = 0; i < 5; i += 1) {
      await ask(ADD, { input: { email: `same${i}@same.example`, name: 'Same Name', roles: [] } });
    }
    const seen: string[] = [];
    for (let after: string | null = null; ;) {
      const page: any = await ask(LIST, { filter: { text: '@same.example' }, first: 2, after });
      expect(page.total.count).toBe(5);
      seen.push(...page.edges.map(({ node }: { node: { name: string } }) => node.name));
      if (!page.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor;
    }
    expect(seen).toEqual(Array.from({ length: 5 }, () => 'Same Name'));
    const { errors } = await chief.ask(LIST, { after: 'bm8' });
    expect(errors![0].extensions.code).toBe('INVALID_INPUT');
  });

  it('are answered one by one, with their tokens; null where there is none', async () => {
    const bot = await app.person('SERVICE');
    expect(await ask(ONE, { id: bot.id })).toMatchObject({ id: bot.id, apiTokens: [{ name: 'test' }] });
    expect(await ask(ONE, { id: nowhere })).toBeNull();
  });
});
