import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { AddUser } from '../../src/auth/add-user.js';
import type { RoleGrant } from '../../src/kernel/actor.js';
import { SYSTEM } from '../desk-app.js';
import { DESKTOP, type Editor, isTooWide, PHONE, press, seriousFindings, Stage } from './stage.js';

let stage: Stage;
let mara: Editor;
let deskId: string;
beforeAll(async () => {
  stage = await Stage.start();
  deskId = await stage.app.desk('diplomacy', { name: 'Diplomacy', isDefault: true });
  await stage.app.desk('war', { name: 'War', signOffsRequired: 1 });
  mara = await stage.editor('Mara Kovač', ['CHIEF_EDITOR']);
});
afterEach(() => stage.end());
afterAll(() => stage?.stop());

const add = async (name: string, roles: RoleGrant[]): Promise<string> => {
  const email = `${name.toLowerCase().replaceAll(' ', '.')}@people.example`;
  return (await stage.app.app.get(AddUser).run(SYSTEM, { email, name, roles })).id;
};
const rolesOf = (id: string) =>
  stage.app.sql('SELECT role, desk_id AS "deskId" FROM role_grant WHERE user_id = $1 ORDER BY role', [id]);
const panelOf = (page: Page, name: string) => page.getByRole('region', { name });
const check = (page: Page, role: string, desk: string) =>
  page.getByRole('group', { name: role, exact: true }).getByText(desk, { exact: true }).click();
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const inDialog = (page: Page, name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true });

describe('people', () => {
  it('are added, and come in with the one-time password, which is shown once', async () => {
    const page = await stage.open(mara, '/admin/people');
    await page.getByText('Mara Kovač').first().waitFor();
    await page.getByRole('link', { name: 'Add a person' }).click();
    await button(page, 'Add').click();
    await page.getByText('A name is needed.').waitFor();
    const [name, email] = [page.getByRole('textbox', { name: 'Name' }), page.getByRole('textbox', { name: 'Email' })];
    await name.fill('Ana Pérez');
    await email.fill(mara.email);
    await check(page, 'Editor', 'Diplomacy');
    await check(page, 'Checker', 'Every desk');
    await button(page, 'Add').click();
    await page.getByText(`${mara.email} has an account already.`).waitFor();
    expect(await name.inputValue()).toBe('Ana Pérez');
    expect(await email.evaluate((input) => input === document.activeElement)).toBe(true);
    await page.reload();
    expect(await name.inputValue()).toBe('Ana Pérez');
    await email.fill('Ana@newsroom.example');
    await button(page, 'Add').click();
    const dialog = page.getByRole('dialog', { name: 'One-time password for Ana Pérez' });
    await dialog.getByText('It is shown this once.').waitFor();
    const password = await dialog.getByLabel('One-time password', { exact: true }).inputValue();
    expect(password).toMatch(/^(\w{5}-){3}\w{5}$/);
    await press(page, 'Escape'); // asks, and does not close it
    await dialog.getByRole('button', { name: 'Back to it' }).click();
    await dialog.getByRole('button', { name: 'I have stored it' }).click();
    await panelOf(page, 'Ana Pérez').getByText('ana@newsroom.example').waitFor();
    expect(await page.locator('body').innerHTML()).not.toContain(password);
    await page.getByRole('link', { name: /Ana Pérez.*Editor: Diplomacy; Checker: every desk/ }).waitFor();

    const hers = await stage.visitor();
    await hers.goto('/');
    await hers.getByLabel('Email').fill('ana@newsroom.example');
    await hers.getByLabel('Password').fill(password);
    await press(hers, 'Enter');
    await hers.getByLabel('One-time password').fill(password);
    await hers.getByLabel('New password').fill('four words that nobody says');
    await press(hers, 'Enter');
    await hers.getByRole('heading', { name: 'Diplomacy' }).waitFor();
    expect(await hers.getByRole('link', { name: 'Admin' }).count()).toBe(0);
    await hers.goto('/admin/people');
    await hers.getByText('This is for chief editors').waitFor();
    expect(await hers.getByText('Mara Kovač').count()).toBe(0);
    stage.forgive(/401/);
  });

  it('can be service accounts, which have no password', async () => {
    const page = await stage.open(mara, '/admin/people?person=new');
    await page.getByText('A service account').click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Crawler');
    await page.getByRole('textbox', { name: 'Email' }).fill('crawler@newsroom.example');
    await button(page, 'Add').click();
    await page.getByRole('heading', { name: 'Crawler' }).waitFor();
    await page.getByRole('group', { name: 'Service', exact: true }).waitFor();
    expect(await button(page, 'Reset the password').count()).toBe(0);
    const [{ id }] = await stage.app.sql(`SELECT id FROM app_user WHERE email = 'crawler@newsroom.example'`);
    expect(await rolesOf(id)).toEqual([{ role: 'SERVICE', deskId: null }]);
  });

  it('get other roles, and the ones before again by Undo', async () => {
    const id = await add('Bo Lind', [{ role: 'EDITOR', deskId }]);
    const page = await stage.open(mara, `/admin/people?person=${id}`);
    await check(page, 'Editor', 'Diplomacy');
    await check(page, 'Auditor', 'Every desk');
    await button(page, 'Save the roles').click();
    await page.getByText('Bo Lind has other roles now.').waitFor();
    expect(await rolesOf(id)).toEqual([{ role: 'AUDITOR', deskId: null }]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Undone.').waitFor();
    expect(await rolesOf(id)).toEqual([{ role: 'EDITOR', deskId }]);
    await stage.app.seal();
    await page.getByRole('link', { name: 'What was done to this account' }).click();
    await page.getByText('Mara Kovač set roles').first().waitFor();
    await page
      .getByText(/^role removed/)
      .and(page.locator('.facts *'))
      .first()
      .waitFor();
  });

  it('are signed out at once when they are disabled, and come in again when that is undone', async () => {
    const cleo = await stage.editor('Cleo Roy');
    const hers = await stage.open(cleo, '/mine');
    await hers.getByText('You hold no review').waitFor();
    const page = await stage.open(mara, `/admin/people?person=${cleo.id}`);
    await button(page, 'Disable').click();
    await page.getByRole('dialog').getByText('They are signed out everywhere').waitFor();
    await inDialog(page, 'Disable').click();
    await page.getByText('Cleo Roy is disabled.').waitFor();
    expect((await hers.context().request.get('/auth/session')).status()).toBe(401);
    await button(page, 'Enable').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await button(page, 'Disable').waitFor();
    const back = await stage.open(cleo, '/mine');
    await back.getByText('You hold no review').waitFor();
    await button(page, 'Reset the password').click();
    await inDialog(page, 'Reset the password').click();
    await page.getByText('It is shown this once.').waitFor();
    expect((await back.context().request.get('/auth/session')).status()).toBe(401);
    stage.forgive(/401/);
  });

  it('are erased only on a ground, and when that is typed out', async () => {
    const id = await add('Dora Mint', [{ role: 'CHECKER', deskId: null }]);
    const page = await stage.open(mara, `/admin/people?person=${id}`);
    await button(page, 'Erase …').click();
    await inDialog(page, 'Erase for good').click();
    await page.getByText('Choose the ground that it rests on.').waitFor();
    await page.getByRole('button', { name: /Ground/ }).click();
    await page.getByRole('option', { name: '(c) The person objects' }).click();
    await page.getByLabel('Number of the request').fill('Dora’s letter');
    await page.getByLabel(/^Type /).fill('dora');
    await inDialog(page, 'Erase for good').click();
    await page.getByText('Type exactly dora.mint@people.example.').waitFor();
    await page.getByLabel(/^Type /).fill('dora.mint@people.example');
    await inDialog(page, 'Erase for good').click();
    await page.getByText('A reference is the number of a case').waitFor();
    await page.getByLabel('Number of the request').fill('DPO-7');
    await inDialog(page, 'Erase for good').click();
    await page.getByText('This account was erased').waitFor();
    expect(await page.getByText('dora.mint').count()).toBe(0);
    expect(await stage.app.sql('SELECT name FROM app_user WHERE id = $1', [id])).toEqual([{ name: '[erased]' }]);
  });

  it('cannot shut themselves out', async () => {
    const page = await stage.open(mara, `/admin/people?person=${mara.id}`);
    await page.getByText('This is your own account.').waitFor();
    const everywhere = page.getByRole('group', { name: 'Chief editor', exact: true }).getByRole('checkbox').first();
    expect([await everywhere.isChecked(), await everywhere.isDisabled()]).toEqual([true, true]);
    await button(page, 'Rename').waitFor();
    for (const name of ['Disable', 'Reset the password', 'Erase …']) expect(await button(page, name).count()).toBe(0);
  });

  it('are found and renamed by keys alone; a lost connection and an ended session cost nothing', async () => {
    const id = await add('Efe Kaya', [{ role: 'CHECKER', deskId: null }]);
    const page = await stage.open(mara, '/admin/people');
    await page.getByText('Efe Kaya').waitFor();
    await press(page, '/');
    await page.keyboard.type('efe');
    await page.getByText('1 found').waitFor();
    await press(page, 'Tab', 'Tab', 'Tab', 'Tab', 'Tab', 'Enter');
    const heading = page.getByRole('heading', { name: 'Efe Kaya' });
    await heading.waitFor();
    expect(await heading.evaluate((element) => element === document.activeElement)).toBe(true);
    await button(page, 'Rename').focus();
    await press(page, 'Enter');
    const field = page.getByRole('dialog').getByRole('textbox', { name: 'Name' });
    await field.fill('Efe Kaya-Lund');
    await page.context().setOffline(true);
    await press(page, 'Enter');
    await page.getByText('Claimdesk could not be reached. Try again.').waitFor();
    await stage.app.sql('DELETE FROM session WHERE user_id = $1', [mara.id]);
    await page.context().setOffline(false);
    // It comes by itself, since the page looks whether the connection is back
    const ended = page.getByRole('dialog', { name: 'Your session has ended' });
    await ended.getByLabel('Password').fill(mara.password);
    await press(page, 'Enter');
    await ended.waitFor({ state: 'detached' });
    expect(await field.inputValue()).toBe('Efe Kaya-Lund');
    await field.press('Enter');
    await page.getByText('The name is Efe Kaya-Lund now.').waitFor();
    expect(await stage.app.sql('SELECT name FROM app_user WHERE id = $1', [id])).toEqual([{ name: 'Efe Kaya-Lund' }]);
    stage.forgive(/401|ERR_INTERNET_DISCONNECTED/);
  });
});

describe('desks', () => {
  it('are added and changed; what the numbers do to open work is said', async () => {
    const { reviewId } = await stage.app.review(deskId);
    const page = await stage.open(mara, '/admin/desks');
    await page.getByRole('link', { name: 'Add a desk' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Culture');
    await page.getByLabel('Short name').fill('Culture desk');
    await page.getByLabel('Length of a hold').fill('0');
    await button(page, 'Add the desk').click();
    await page.getByText('It must be a whole number from 1 to 1,440.').waitFor();
    await page.getByLabel('Length of a hold').fill('20');
    await button(page, 'Add the desk').click();
    await page.getByText('The short name must be of').waitFor();
    const slug = page.getByLabel('Short name');
    expect(await slug.evaluate((input) => input === document.activeElement)).toBe(true);
    await slug.fill('culture');
    await page.getByLabel('Topics').fill('film\nmusic, theatre');
    await button(page, 'Add the desk').click();
    await page.getByRole('heading', { name: 'Culture' }).waitFor();
    expect(await stage.app.sql(`SELECT topics, lease_seconds FROM desk WHERE slug = 'culture'`)).toEqual([
      { topics: ['film', 'music', 'theatre'], lease_seconds: 1200 },
    ]);

    await page.getByRole('link', { name: /^Diplomacy default desk/ }).click();
    await page.getByLabel('Base priority').fill('70');
    await page.getByText('Open now: 1. They keep what they have.').waitFor();
    await page.getByLabel('Sign-offs').fill('5');
    await page.getByText('no decision would ever count').waitFor();
    await page.getByLabel('Sign-offs').fill('0');
    await button(page, 'Save').click();
    await page.getByText('Diplomacy is changed.').waitFor();
    const numbers = 'SELECT base_priority, sign_offs_required, name FROM desk WHERE id = $1';
    expect(await stage.app.sql(numbers, [deskId])).toEqual([
      { base_priority: 70, sign_offs_required: 0, name: 'Diplomacy' },
    ]);
    expect((await stage.app.sql('SELECT priority FROM review WHERE id = $1', [reviewId]))[0].priority).toBe(50);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Undone.').waitFor();
    expect((await stage.app.sql(numbers, [deskId]))[0].base_priority).toBe(50);

    await page.getByRole('link', { name: /^Culture no sign-off/ }).click();
    await page.getByText('The default desk').click();
    await button(page, 'Save').click();
    await page.getByRole('link', { name: /^Culture default desk/ }).waitFor();
    expect(await stage.app.sql('SELECT slug FROM desk WHERE is_default')).toEqual([{ slug: 'culture' }]);
  });
});

const LOOKS: readonly [string, BrowserContextOptions][] = [
  ['by day', { ...DESKTOP, colorScheme: 'light' }],
  ['by night', { ...DESKTOP, colorScheme: 'dark' }],
  ['on a phone', { ...PHONE, colorScheme: 'light' }],
];

it.each(LOOKS)(
  'every page and dialog %s has no serious finding of axe, and is not too wide',
  async (look, options) => {
    const id = await add(`Fritz ${look}`, [{ role: 'EDITOR', deskId }]);
    const page = await stage.open(mara, '/admin/people', options);
    const inspect = async (what: string) => {
      expect([what, await seriousFindings(page)]).toEqual([what, []]);
      expect([what, await isTooWide(page)]).toEqual([what, false]);
    };
    await page.getByText(`Fritz ${look}`).waitFor();
    await inspect('people');
    await page.goto('/admin/people?person=new');
    await button(page, 'Add').click();
    await page.getByText('A name is needed.').waitFor();
    await inspect('add');
    await page.goto(`/admin/people?person=${id}`);
    await check(page, 'Editor', 'Every desk');
    await button(page, 'Save the roles').waitFor();
    await inspect('a person');
    for (const name of ['Disable', 'Rename', 'Erase …', 'Reset the password']) {
      await button(page, name).click();
      await page.getByRole('dialog').waitFor();
      await inspect(name);
      if (name !== 'Reset the password') await press(page, 'Escape');
    }
    await inDialog(page, 'Reset the password').click();
    await page.getByText('It is shown this once.').waitFor();
    await inspect('the one-time password');
    await page.goto('/admin/desks');
    await page.getByText('1 sign-off').first().waitFor();
    await inspect('desks');
    await page.goto('/admin/desks?desk=war');
    await page.getByLabel('Sign-offs').fill('9');
    await button(page, 'Save').click();
    await page.getByText('It must be a whole number from 0 to 5.').waitFor();
    await inspect('a desk');
    await page.goto('/admin/desks?desk=_new');
    await page.getByLabel('Short name').waitFor();
    await inspect('a new desk');
  },
  60_000,
);
