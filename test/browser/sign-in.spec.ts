import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Stage } from './stage.js';

let stage: Stage;
let deskId: string;
beforeAll(async () => {
  stage = await Stage.start();
  deskId = await stage.app.desk('diplomacy', { name: 'Diplomacy' });
});
afterEach(() => stage.end());
afterAll(() => stage?.stop());

describe('signing in', () => {
  it('opens the page of a link that was followed, and refuses a wrong password beside the form', async () => {
    const { claimId } = await stage.app.review(deskId, { statement: 'The bridge is open.' });
    const mara = await stage.editor('Mara');
    const page = await stage.visitor();
    await page.goto(`/claims/${claimId}`);
    await page.getByLabel('Email').fill(mara.email);
    await page.getByLabel('Password').fill('not the password');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('password').waitFor();
    stage.forgive(/401/);
    await page.getByLabel('Password').fill(mara.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'The bridge is open.' }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/claims/${claimId}`);
    expect(await page.title()).toBe('The bridge is open. · Claimdesk');
  });

  it('with a one-time password asks for another one first', async () => {
    const noor = await stage.editor('Noor', ['EDITOR'], true);
    const page = await stage.visitor();
    await page.goto('/');
    await page.getByLabel('Email').fill(noor.email);
    await page.getByLabel('Password').fill(noor.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Choose a password' }).waitFor();
    await page.getByLabel('One-time password').fill(noor.password);
    await page.getByLabel('New password').fill('short');
    await page.keyboard.press('Enter');
    await page.getByText('The password needs at least 12 characters.').waitFor();
    stage.forgive(/400/);
    await page.getByLabel('New password').fill('four words that nobody says');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Diplomacy' }).waitFor();
    const [user] = await stage.app.sql('SELECT must_change_password AS must FROM app_user WHERE id = $1', [noor.id]);
    expect(user).toEqual({ must: false });
  });

  it('holds no data, script or style of others: the policy is strict', async () => {
    const page = await stage.visitor();
    const answer = await page.goto('/inbox/diplomacy');
    expect(answer!.headers()['content-security-policy']).toMatch(
      /^default-src 'none';script-src 'self';worker-src 'self';style-src 'self';/,
    );
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await page.getByText('Diplomacy').count()).toBe(0);
  });
});

describe('signing out', () => {
  const signOut = async (page: Awaited<ReturnType<Stage['open']>>, name: string) => {
    await page.getByRole('button', { name: /^Account of/ }).click();
    await page.getByRole('menuitem', { name, exact: true }).click();
  };

  it('ends the session here, and in the other tabs', async () => {
    const page = await stage.open(await stage.editor('Omar'), '/inbox/diplomacy');
    await page.getByRole('heading', { name: 'Diplomacy' }).waitFor();
    const other = await page.context().newPage();
    await other.goto('/mine');
    await signOut(page, 'Sign out');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await other.getByRole('dialog', { name: 'Your session has ended' }).waitFor();
    expect((await page.context().request.get('/auth/session')).status()).toBe(401);
    stage.forgive(/401/);
  });

  it('everywhere ends it on the other computers', async () => {
    const pia = await stage.editor('Pia');
    const page = await stage.open(pia, '/mine');
    const office = await stage.open(pia, '/mine');
    await office.getByText('You hold no review').waitFor();
    await signOut(page, 'Sign out everywhere');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect((await office.context().request.get('/auth/session')).status()).toBe(401);
  });
});

it('a session that ends under somebody’s hands costs nothing: they sign in over the page, and go on', async () => {
  const { claimId } = await stage.app.review(deskId);
  const quin = await stage.editor('Quin');
  const page = await stage.open(quin, '/inbox/diplomacy');
  await page
    .getByRole('link', { name: /Statement number/ })
    .first()
    .click();
  await page.getByRole('button', { name: 'Take it' }).click();
  await page.getByRole('radio', { name: /Verified/ }).waitFor();
  await page.keyboard.press('v');
  await page.getByLabel('Rationale').fill('Two sources say so.');
  await stage.app.sql('DELETE FROM session WHERE user_id = $1', [quin.id]);
  await page.keyboard.press('Control+Enter');
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
  await dialog.getByLabel('Password').fill(quin.password);
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('heading', { name: 'Decided' }).waitFor();
  const decisions = await stage.app.sql('SELECT verdict, rationale FROM decision WHERE decided_by = $1', [quin.id]);
  expect(decisions).toEqual([{ verdict: 'VERIFIED', rationale: 'Two sources say so.' }]);
  expect(claimId).toBeDefined();
  stage.forgive(/401/);
});
