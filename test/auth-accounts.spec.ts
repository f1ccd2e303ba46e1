import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { allAccounts } from '../src/auth/account-queries.js';
import { AddUser } from '../src/auth/add-user.js';
import { DisableUser } from '../src/auth/disable-user.js';
import { EnsureChiefEditor } from '../src/auth/ensure-chief-editor.js';
import { DEMO_PEOPLE, EnsureDemoEditors } from '../src/auth/ensure-demo-editors.js';
import { verifyPassword } from '../src/auth/password.js';
import { ForbiddenError } from '../src/kernel/forbidden-error.js';
import { ResetPassword } from '../src/auth/reset-password.js';
import { SetRoles } from '../src/auth/set-roles.js';
import { UnitOfWork } from '../src/database/unit-of-work.js';
import type { RoleGrant, UserActor } from '../src/kernel/actor.js';
import { newId } from '../src/kernel/ids.js';
import { AuthApp, CLI, everywhere } from './auth-app.js';

const desk = await AuthApp.start();
afterAll(() => desk.stop());
const unitOfWork = desk.app.get(UnitOfWork);

const deskId = newId();
await desk.asOwner(
  `INSERT INTO desk (id, slug, name, review_hours, lease_seconds, base_priority) VALUES ($1, 'politics', 'Politics', 24, 600, 50)`,
  [deskId],
);

const grantsOf = async (userId: string): Promise<RoleGrant[]> =>
  desk.db.rows<RoleGrant>(
    'SELECT role, desk_id AS "deskId" FROM role_grant WHERE user_id = $1 ORDER BY role, desk_id',
    [userId],
  );
const eventsOf = async (stream: string) =>
  (await desk.db.rows<{ leaf: string }>('SELECT leaf FROM audit.event WHERE stream = $1 ORDER BY seq', [stream])).map(
    ({ leaf }) => {
      const { op, table, action, actor } = JSON.parse(leaf) as Record<string, string>;
      return `${actor} ${action}: ${op} ${table}`;
    },
  );
const actor = (grants: RoleGrant[], scopes: UserActor['scopes'] = null) => ({
  actor: { kind: 'user', id: newId(), name: 'X', grants, scopes, client: 'session:x' } as const,
  requestId: 'test',
});
let next = 0;
const email = () => `user${(next += 1)}@desk.example`;

describe('the first start', () => {
  it('makes one chief editor, however many start at once; a later start none', async () => {
    const ensure = desk.app.get(EnsureChiefEditor);
    const start = (i: number) => ensure.run({ email: `Chief${i}@Desk.example`, name: 'The chief' });
    const made = await desk.race('SELECT pg_advisory_xact_lock($1)', [0x43484945], 6, () =>
      Promise.all([1, 2, 3, 4, 5, 6].map(start)),
    );
    const [chief, ...more] = made.filter((each) => each !== null);
    expect(more).toEqual([]);
    expect(chief).toEqual({
      email: expect.stringMatching(/^chief\d@desk\.example$/),
      oneTimePassword: expect.stringMatching(/^(\w{5}-){3}\w{5}$/),
    });
    expect(await start(7)).toBeNull();
    const accounts = await allAccounts(desk.db);
    expect(accounts).toHaveLength(1);
    expect(accounts[0]).toMatchObject({
      email: chief!.email,
      mustChangePassword: true,
      roles: [{ role: 'CHIEF_EDITOR', deskId: null }],
    });
    expect(await eventsOf(accounts[0]!.id)).toEqual([
      'system:setup ensureChiefEditor: INSERT app_user',
      'system:setup ensureChiefEditor: INSERT role_grant',
    ]);
    expect((await desk.browser().signIn(chief!.email, chief!.oneTimePassword)).body.mustChangePassword).toBe(true);
  });

  it('adds the demo people once, who can work at once', async () => {
    const ensure = desk.app.get(EnsureDemoEditors);
    const passwordOf = (address: string) => `demo of ${address}`;
    const runs = await Promise.all([ensure.run(passwordOf), ensure.run(passwordOf)]);
    expect(runs.flat()).toHaveLength(DEMO_PEOPLE.length);
    expect(DEMO_PEOPLE.map(({ role }) => role)).toEqual(['CHECKER', 'EDITOR', 'EDITOR', 'AUDITOR']);
    for (const person of DEMO_PEOPLE) {
      const { body } = await desk.browser().signIn(person.email, passwordOf(person.email));
      expect(body).toMatchObject({
        mustChangePassword: false,
        user: { name: person.name, roles: [everywhere(person.role)] },
      });
    }
    const before = await desk.counts();
    expect(await ensure.run(() => 'another password')).toEqual([]);
    expect(await desk.counts()).toEqual(before);
  });
});

describe('accounts', () => {
  let before: Record<string, number>;
  const nothingChanged = async () => expect(await desk.counts()).toEqual(before);
  beforeEach(async () => {
    before = await desk.counts();
  });

  it('are added with roles and a one-time password that is in no event', async () => {
    const address = email();
    const roles: RoleGrant[] = [everywhere('CHECKER'), { role: 'EDITOR', deskId }];
    const added = await desk.app.get(AddUser).run(CLI, { email: ` ${address.toUpperCase()} `, name: ' Ana ', roles });
    expect(added).toEqual({ id: added.id, email: address, oneTimePassword: expect.any(String) });
    expect(await grantsOf(added.id)).toEqual(roles);
    const [row] = await desk.db.rows<{ hash: string; name: string; must: boolean }>(
      'SELECT password_hash AS hash, name, must_change_password AS must FROM app_user WHERE id = $1',
      [added.id],
    );
    expect(row).toMatchObject({ name: 'Ana', must: true });
    expect(await verifyPassword(row!.hash, added.oneTimePassword!)).toBe(true);
    expect(await eventsOf(added.id)).toEqual([
      'system:cli addUser: INSERT app_user',
      'system:cli addUser: INSERT role_grant',
      'system:cli addUser: INSERT role_grant',
    ]);
    const leaves = await desk.db.rows<{ leaf: string }>('SELECT leaf FROM audit.event WHERE stream = $1', [added.id]);
    for (const { leaf } of leaves) expect(leaf).not.toMatch(/Ana|desk\.example/);
    const log = await desk.auditText();
    for (const secret of [added.oneTimePassword!, row!.hash, 'argon2']) expect(log).not.toContain(secret);
  });

  it.each([
    ['no e-mail address', { email: 'ana' }, 'email'],
    ['a long one', { email: `${'a'.repeat(250)}@desk.example` }, 'email'],
    ['a NUL in it', { email: 'a\0@desk.example' }, 'email'],
    ['one that has an account', { email: 'EDITOR@demo.example' }, 'email'],
    ['a blank name', { name: ' ' }, 'name'],
    ['a NUL in the name', { name: 'a\0' }, 'name'],
    ['SERVICE with another role', { roles: [everywhere('SERVICE'), everywhere('EDITOR')] }, 'roles'],
    ['an unknown desk', { roles: [everywhere('CHECKER'), { role: 'EDITOR' as const, deskId: newId() }] }, 'roles'],
  ])('are not added with %s', async (_what, input, field) => {
    const add = desk.app.get(AddUser).run(CLI, { email: 'ana@desk.example', name: 'Ana', roles: [], ...input });
    await expect(add).rejects.toMatchObject({ name: 'DomainError', path: ['input', field] });
    await nothingChanged();
  });

  it('are added once where two add the same at once', async () => {
    const input = { email: email(), name: 'Ana', roles: [everywhere('EDITOR')] };
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => desk.app.get(AddUser).run(CLI, input)));
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect((await desk.counts())['users']).toBe(before['users']! + 1);
  });

  it('of service have no password that anybody knows', async () => {
    const added = await desk.app
      .get(AddUser)
      .run(CLI, { email: email(), name: 'Crawler', roles: [everywhere('SERVICE')] });
    expect(added.oneTimePassword).toBeNull();
    const reset = new ResetPassword(unitOfWork).run(CLI, { userId: added.id });
    await expect(reset).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('are looked after by chief editors of all desks only', async () => {
    const { id: userId } = await desk.app.get(AddUser).run(CLI, { email: email(), name: 'Ana', roles: [] });
    before = await desk.counts();
    const callers = [
      actor([everywhere('EDITOR'), everywhere('CHECKER'), everywhere('AUDITOR'), everywhere('SERVICE')]),
      actor([{ role: 'CHIEF_EDITOR', deskId }]),
      actor([everywhere('CHIEF_EDITOR')], ['claims:read', 'reviews:write', 'audit:read']),
    ];
    for (const caller of callers) {
      const attempts = [
        () => desk.app.get(AddUser).run(caller, { email: email(), name: 'X', roles: [] }),
        () => new SetRoles(unitOfWork).run(caller, { userId, grant: [everywhere('CHIEF_EDITOR')], revoke: [] }),
        () => new DisableUser(unitOfWork).run(caller, { userId, disabled: true }),
        () => new ResetPassword(unitOfWork).run(caller, { userId }),
      ];
      for (const attempt of attempts) await expect(attempt()).rejects.toBeInstanceOf(ForbiddenError);
    }
    await nothingChanged();
    const chief = actor([everywhere('CHIEF_EDITOR')]);
    await new SetRoles(unitOfWork).run(chief, { userId, grant: [everywhere('EDITOR')], revoke: [] });
    expect(await eventsOf(userId)).toContain(`user:${chief.actor.id} setRoles: INSERT role_grant`);
  });
});

describe('roles', () => {
  const setRoles = new SetRoles(unitOfWork);

  it('are given and taken together', async () => {
    const { id: userId } = await desk.app
      .get(AddUser)
      .run(CLI, { email: email(), name: 'Ana', roles: [everywhere('EDITOR')] });
    const input = { userId, grant: [everywhere('EDITOR'), { role: 'CHIEF_EDITOR' as const, deskId }], revoke: [] };
    expect(await setRoles.run(CLI, input)).toEqual([{ role: 'CHIEF_EDITOR', deskId }, everywhere('EDITOR')]);
    expect(await setRoles.run(CLI, { userId, grant: [], revoke: [everywhere('EDITOR')] })).toHaveLength(1);
    expect(await eventsOf(userId)).toEqual([
      'system:cli addUser: INSERT app_user',
      'system:cli addUser: INSERT role_grant',
      'system:cli setRoles: INSERT role_grant',
      'system:cli setRoles: DELETE role_grant',
    ]);
  });

  it('stay as they are where one change is not possible', async () => {
    const { id: userId } = await desk.app
      .get(AddUser)
      .run(CLI, { email: email(), name: 'Ana', roles: [everywhere('EDITOR')] });
    const before = await desk.counts();
    const refused: [object, string][] = [
      [{ grant: [everywhere('AUDITOR')], revoke: [{ role: 'EDITOR', deskId }] }, 'INVALID_INPUT'],
      [{ grant: [everywhere('SERVICE')], revoke: [] }, 'INVALID_INPUT'],
      [
        { grant: [everywhere('AUDITOR'), { role: 'EDITOR', deskId: newId() }], revoke: [everywhere('EDITOR')] },
        'NOT_FOUND',
      ],
      [{ grant: [everywhere('AUDITOR')], revoke: [], userId: newId() }, 'NOT_FOUND'],
    ];
    for (const [input, code] of refused) {
      await expect(setRoles.run(CLI, { userId, ...input } as never)).rejects.toMatchObject({ code });
    }
    expect(await desk.counts()).toEqual(before);
  });

  it('never mix SERVICE with others, not even where two are given at once', async () => {
    const { id: userId } = await desk.app.get(AddUser).run(CLI, { email: email(), name: 'Ana', roles: [] });
    await desk.race('SELECT 1 FROM app_user WHERE id = $1 FOR UPDATE', [userId], 2, () =>
      Promise.allSettled(
        (['SERVICE', 'EDITOR'] as const).map((role) =>
          setRoles.run(CLI, { userId, grant: [everywhere(role)], revoke: [] }),
        ),
      ),
    );
    expect(await grantsOf(userId)).toHaveLength(1);
  });
});

describe('a password reset', () => {
  it('leaves no session open that was opened with the old password at the same time', async () => {
    const address = email();
    const { id: userId, password } = await desk.addUser(address, [everywhere('EDITOR')]);
    const reset = `UPDATE app_user SET password_hash = 'another' WHERE id = $1`;
    const answer = await desk.race(reset, [userId], 1, () => desk.browser().signIn(address, password));
    expect(answer.status).toBe(401);
    expect(await desk.db.rows('SELECT 1 FROM session WHERE user_id = $1', [userId])).toEqual([]);
  });

  it('ends a session that is being opened, however the two fall', async () => {
    const address = email();
    const { id: userId, password } = await desk.addUser(address, [everywhere('EDITOR')]);
    await Promise.all([
      ...Array.from({ length: 4 }, () => desk.browser().signIn(address, password)),
      new ResetPassword(unitOfWork).run(CLI, { userId }),
      ...Array.from({ length: 4 }, () => desk.browser().signIn(address, password)),
    ]);
    expect(await desk.db.rows('SELECT 1 FROM session WHERE user_id = $1', [userId])).toEqual([]);
  });
});

it('the entities say what the migration made', async () => {
  const dataSource = desk.app.get(DataSource);
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
  // TypeORM knows neither the CHECKs, which are the migration's, nor foreign keys into other modules
  const drift = upQueries
    .map(({ query }) => query)
    .filter((sql) => !/DROP CONSTRAINT "(\w+_check\d*|api_token_expires_later|role_grant_desk_fkey)"$/.test(sql));
  expect(drift).toEqual([]);
});
