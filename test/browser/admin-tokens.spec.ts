import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { DESKTOP, type Editor, isTooWide, PHONE, press, seriousFindings, Stage } from './stage.js';

let stage: Stage;
let mara: Editor;
let eve: Editor;
beforeAll(async () => {
  stage = await Stage.start();
  mara = await stage.editor('Mara Kovač', ['CHIEF_EDITOR']);
  eve = await stage.editor('Eve', ['EDITOR']);
  await stage.editor('Wire importer', ['SERVICE']);
});
afterEach(async () => {
  await stage.end();
  await stage.app.sql('DELETE FROM api_token');
});
afterAll(() => stage?.stop());

const button = (within: Page | Locator, name: string) => within.getByRole('button', { name, exact: true });
const dialog = (page: Page) => page.getByRole('dialog');
const tokens = (page: Page, list = 'Your tokens') => page.getByRole('list', { name: list }).getByRole('listitem');
const secretOf = (page: Page): Promise<string> => dialog(page).getByLabel('Token', { exact: true }).inputValue();
/** Fills in the form that is open. */
async function fill(page: Page, name: string, scope: string): Promise<void> {
  await dialog(page).getByLabel('Name').fill(name);
  await dialog(page)
    .getByText(new RegExp(`^${scope}`))
    .click();
}
/** A real program's request. @returns status, and who the token is */
async function call(secret: string): Promise<[number, unknown]> {
  const answer = await fetch(`${stage.app.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: '{"query":"{ viewer { name scopes } }"}',
  });
  const body = (await answer.json()) as { data?: { viewer: unknown } };
  return [answer.status, body.data?.viewer];
}

const LOOKS: readonly [string, BrowserContextOptions][] = [
  ['by day', { ...DESKTOP, colorScheme: 'light' }],
  ['by night', { ...DESKTOP, colorScheme: 'dark' }],
  ['on a phone', { ...PHONE, colorScheme: 'light' }],
];
it.each(LOOKS)(
  'the page, the form, a token and what is asked %s have no serious finding of axe',
  async (_look, options) => {
    const page = await stage.open(mara, '/admin/tokens', options);
    const check = async (what: string) => {
      expect([what, await seriousFindings(page)]).toEqual([what, []]);
      expect([what, await isTooWide(page)]).toEqual([what, false]);
    };
    await page.getByText('You have no token in use').waitFor();
    await page.getByText('Wire importer').waitFor();
    await check('the page without a token');
    await button(page, 'New token').first().click();
    await dialog(page).waitFor();
    await button(dialog(page), 'Make the token').click();
    await page.getByText('Give it a name.').waitFor();
    await check('the form');
    await fill(page, 'The nightly export', 'Read claims');
    await button(dialog(page), 'Make the token').click();
    await page.getByText('It is shown this once').waitFor();
    await press(page, 'Escape');
    await page.getByText('Leave without it?').waitFor();
    await check('a token');
    await button(dialog(page), 'I have stored it').click();
    await stage.app.sql(`UPDATE api_token SET expires_at = now() + interval '3 days 1 minute'`);
    await page.reload();
    await tokens(page)
      .getByText(/^stops working in 3\s?d/)
      .waitFor();
    await check('the page');
    await button(page, 'Revoke The nightly export').click();
    await dialog(page).waitFor();
    await check('what is asked');
  },
  60_000,
);

describe('a token', () => {
  it('is shown once, works, is kept nowhere, and is refused once it is revoked', async () => {
    const page = await stage.open(eve, '/admin/tokens');
    await page.getByText('You have no token in use').waitFor();
    expect(await page.getByText('Service accounts').count()).toBe(0);
    await button(page, 'New token').first().click();
    await fill(page, 'The nightly export', 'Read reviews');
    await button(dialog(page), 'In 30 days').click();
    await button(dialog(page), 'Make the token').click();
    await page.getByText('It is shown this once').waitFor();
    const secret = await secretOf(page);
    expect(secret).toMatch(/^cdk_/);
    await dialog(page).getByText(`curl ${stage.app.url}/graphql -H 'authorization: Bearer ${secret}'`).waitFor();
    expect(await call(secret)).toEqual([200, { name: 'Eve', scopes: ['REVIEWS_READ'] }]);
    const kept = await page.evaluate(() =>
      JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), location.href, history.state]),
    );
    expect(kept).not.toContain(secret);
    await page.goBack();
    await page.getByText('Leave without it?').waitFor();
    await button(dialog(page), 'Back to it').click();
    await button(dialog(page), 'I have stored it').click();
    await tokens(page).getByText('The nightly export').waitFor();
    expect(await page.content()).not.toContain(secret);
    expect(
      await stage.app.sql(`SELECT round(extract(epoch FROM expires_at - now()) / 86400)::int AS days FROM api_token`),
    ).toEqual([{ days: 30 }]);
    await button(page, 'Revoke The nightly export').click();
    await button(dialog(page), 'Cancel').click();
    expect((await call(secret))[0]).toBe(200);
    await button(page, 'Revoke The nightly export').click();
    await button(dialog(page), 'Revoke').click();
    await page.getByText('“The nightly export” does not work any more.').waitFor();
    await page.getByText('You have no token in use').waitFor();
    expect((await call(secret))[0]).toBe(401);
  });

  it('that is refused says why beside the field, and what was typed stays, also when the page is loaded again', async () => {
    const page = await stage.open(eve, '/admin/tokens');
    await button(page, 'New token').first().click();
    await fill(page, 'The bot', 'Submit claims');
    await dialog(page).getByLabel('Stops working on').fill('2031-01-01T00:00');
    await button(dialog(page), 'Make the token').click();
    await page.getByText('The token must expire between one hour and 366 days from now.').waitFor();
    await page.route('**/graphql', (route) => route.abort());
    await button(dialog(page), 'Make the token').click();
    await page.getByText('so it may have been made or not').waitFor();
    await page.unroute('**/graphql');
    await page.reload();
    await button(page, 'New token').first().click();
    expect(await dialog(page).getByLabel('Name').inputValue()).toBe('The bot');
    expect(
      await dialog(page)
        .getByRole('checkbox', { name: /^Submit claims/ })
        .isChecked(),
    ).toBe(true);
    await button(dialog(page), 'Discard').click();
    await button(page, 'New token').first().click();
    expect(await dialog(page).getByLabel('Name').inputValue()).toBe('');
    expect(await stage.app.sql('SELECT FROM api_token')).toEqual([]);
    stage.forgive(/ERR_FAILED/);
  });

  it('of a service account is made and revoked by a chief editor', async () => {
    const page = await stage.open(mara, '/admin/tokens');
    await button(page, 'New token for Wire importer').click();
    await fill(page, 'The wire', 'Submit claims');
    await button(dialog(page), 'Make the token').click();
    await page.getByText('It is shown this once').waitFor();
    const secret = await secretOf(page);
    expect(await call(secret)).toEqual([200, { name: 'Wire importer', scopes: ['CLAIMS_WRITE'] }]);
    await button(dialog(page), 'I have stored it').click();
    await tokens(page, 'Tokens of Wire importer').getByText('The wire').waitFor();
    await page.getByText('You have no token in use').waitFor();
    await button(page, 'Revoke The wire').click();
    await button(dialog(page), 'Revoke').click();
    await page.getByText('“The wire” does not work any more.').waitFor();
    expect((await call(secret))[0]).toBe(401);
  });

  it('is made by keys alone', async () => {
    const page = await stage.open(eve, '/admin/tokens');
    await page.getByText('You have no token in use').waitFor();
    await button(page, 'New token').first().focus();
    await press(page, 'Enter');
    await dialog(page).waitFor();
    await page.keyboard.type('By hand');
    await press(page, 'Tab', 'Space', 'Enter');
    await page.getByText('It is shown this once').waitFor();
    await button(dialog(page), 'I have stored it').focus();
    await press(page, 'Enter');
    await tokens(page).getByText('By hand').waitFor();
    await tokens(page).getByText('Read claims').waitFor();
  });
});
