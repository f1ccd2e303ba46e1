import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { ExpireLeases } from '../../src/review/expire-leases.js';
import { decidedAt, reviewAt } from '../board-desk.js';
import { type Person, SYSTEM } from '../desk-app.js';
import { REASSIGN, TAKE } from '../operations.js';
import { DESKTOP, type Editor, isTooWide, PHONE, press, seriousFindings, Stage } from './stage.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ago = (ms: number): Date => new Date(Date.now() - ms);

let stage: Stage;
let chief: Editor;
let mara: Editor;
let noor: Person;
let held: string;
let assigned: string;
beforeAll(async () => {
  stage = await Stage.start();
  const { app } = stage;
  chief = await stage.editor('Ines Aldana', ['CHIEF_EDITOR']);
  mara = await stage.editor('Mara Kovač');
  noor = await app.person('EDITOR');
  const desk = await app.desk('diplomacy', { name: 'Diplomacy', signOffsRequired: 1 });
  await app.desk('calm', { name: 'Calm' });
  // a decision a day, of one hour more each time, on every second one late
  for (let day = 1; day <= 20; day += 1) {
    const queuedAt = ago(day * DAY + day * HOUR);
    const due = new Date(+queuedAt + (day % 2 === 0 ? day * HOUR - 1 : 48 * HOUR));
    const verdict = ['VERIFIED', 'DISPUTED', 'UNCONFIRMED'][day % 3]!;
    await decidedAt(app, await reviewAt(app, desk, queuedAt, due), noor, ago(day * DAY), verdict);
  }
  for (const age of [HOUR, 30 * HOUR, 4 * DAY, 40 * DAY]) await reviewAt(app, desk, ago(age));
  for (const age of [3 * DAY, 2 * DAY]) {
    const { reviewId } = await app.review(desk, { statement: 'A hold on this one ran out.' });
    await noor.data(TAKE, { id: reviewId });
    await app.sql('UPDATE review SET lease_until = $2 WHERE id = $1', [reviewId, ago(age)]);
    await app.app.get(ExpireLeases).handle(SYSTEM);
  }
  held = (await app.review(desk, { statement: 'The envoy was recalled.' })).reviewId;
  assigned = (await app.review(desk, { statement: 'The talks begin on Monday.' })).reviewId;
  await noor.data(TAKE, { id: held });
  const anyChief = await app.person('CHIEF_EDITOR');
  await anyChief.data(REASSIGN, { id: assigned, assigneeId: noor.id });
}, 60_000);
afterEach(() => stage.end());
afterAll(() => stage?.stop());

const PATH = '/desks/diplomacy/board';
const figure = (page: Page, name: string) => page.getByRole('link', { name: new RegExp(`^\\d+ ${name}$`) });
const rowOf = (page: Page, name: string) =>
  page.getByRole('row').filter({ has: page.getByRole('button', { name: `Work of ${name}` }) });
const chart = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

const LOOKS: readonly [string, BrowserContextOptions][] = [
  ['by day', { ...DESKTOP, colorScheme: 'light' }],
  ['by night', { ...DESKTOP, colorScheme: 'dark' }],
  ['on a phone', { ...PHONE, colorScheme: 'light' }],
];
it.each(LOOKS)(
  'the board %s has no serious finding of axe, and is not too wide',
  async (_look, options) => {
    const page = await stage.open(chief, PATH, options);
    const check = async (what: string) => {
      expect([what, await seriousFindings(page)]).toEqual([what, []]);
      expect([what, await isTooWide(page)]).toEqual([what, false]);
    };
    await figure(page, 'waiting').waitFor();
    await check('the board');
    await chart(page, 'Came in and decided').getByRole('button', { name: 'As a table' }).click();
    await page.getByRole('button', { name: `Work of ${noor.name}` }).click();
    await page.getByRole('link', { name: 'The envoy was recalled.' }).waitFor();
    await check('with a table, and what somebody does');
    await page.getByRole('button', { name: 'Reassign' }).first().click();
    await page.getByRole('button', { name: /Assign to/ }).waitFor();
    await check('the dialog');
    await page.goto('/desks/calm/board');
    await page.getByText('Nothing was decided in this time').waitFor();
    await check('a desk on which nothing happened');
    await page.goto('/desks/_all/board');
    await page.getByRole('heading', { name: 'Board · All desks' }).waitFor();
    await figure(page, 'waiting').waitFor();
    await check('all desks');
  },
  60_000,
);

describe('a chief editor', () => {
  it('sees what is on hand, and goes on to the inbox from there', async () => {
    const page = await stage.open(chief, PATH);
    await expect(figure(page, 'waiting').textContent()).resolves.toBe('6 waiting');
    await expect(figure(page, 'held').textContent()).resolves.toBe('1 held');
    await page.getByText('20 were decided (6 verified, 7 disputed, 7 unconfirmed)').waitFor();
    await page.getByText('10 of them after they were due').waitFor();
    await page.getByText('Half were decided within 10 hr, nine in ten within 18 hr.').waitFor();
    const ages = page.locator('.ages');
    await expect(ages.getByText('over 30 days').locator('..').locator('dd').textContent()).resolves.toBe('1');
    await figure(page, 'held').click();
    await page.getByRole('link', { name: /The envoy was recalled/ }).waitFor();
    expect(page.url()).toMatch(/\/inbox\/diplomacy\?show=held$/);
  });

  it('chooses the time, which stands in the address', async () => {
    const page = await stage.open(chief, `${PATH}?days=90`);
    await page.getByRole('heading', { name: 'In the last 90 days' }).waitFor();
    await page.getByRole('button', { name: '7 days', exact: true }).click();
    await page.getByRole('heading', { name: 'In the last 7 days' }).waitFor();
    expect(page.url()).toMatch(/\?days=7$/);
    await page.getByText('were decided (').waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'In the last 7 days' }).waitFor();
  });

  it('has their own zone’s days', async () => {
    const page = await stage.open(chief, PATH, { ...DESKTOP, timezoneId: 'Pacific/Kiritimati' });
    await page.getByText('Days are those of Pacific/Kiritimati.').waitFor();
    const day = new Intl.DateTimeFormat('en-GB', {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      timeZone: 'Pacific/Kiritimati',
    });
    await chart(page, 'Backlog when the day ended').getByRole('button', { name: 'As a table' }).click();
    const table = page.getByRole('region', { name: 'Backlog when the day ended, as a table' });
    await table.getByRole('rowheader', { name: day.format(new Date()), exact: true }).waitFor();
  });

  it('reads a chart by keyboard, day by day, or as a table of the same numbers', async () => {
    const page = await stage.open(chief, PATH);
    const throughput = chart(page, 'Came in and decided');
    const days = throughput.getByRole('slider');
    await days.focus();
    const spoken = () => days.getAttribute('aria-valuetext');
    expect(await spoken()).toMatch(/, Verified 0, Disputed 0, Unconfirmed 0, Came in /);
    await press(page, 'ArrowLeft');
    expect(await spoken()).toMatch(/, Verified 0, Disputed 1, Unconfirmed 0, Came in 2$/);
    await press(page, 'PageDown', 'ArrowLeft');
    const ninth = (await spoken())!;
    expect(ninth).toMatch(/, Verified 1, Disputed 0, Unconfirmed 0, Came in 1$/);
    await press(page, 'Home');
    expect(await days.getAttribute('aria-valuenow')).toBe('0');
    await throughput.getByRole('button', { name: 'As a table' }).focus();
    await press(page, 'Enter');
    const cells = await page
      .getByRole('region', { name: 'Came in and decided, as a table' })
      .getByRole('row')
      .filter({ hasText: ninth.split(',')[0]! })
      .getByRole('cell')
      .allTextContents();
    expect(cells).toEqual(['1', '0', '0', '1', '0', '0']);
    await throughput.getByRole('button', { name: 'As a chart' }).click();
    await days.waitFor();
    const times = chart(page, 'Time to decision').getByRole('slider');
    await times.focus();
    await press(page, 'ArrowLeft');
    expect(await times.getAttribute('aria-valuetext')).toMatch(/Nine in ten within 1 hr, Half within 1 hr$/);
  });

  it('gives what somebody holds to another, by keyboard, and it takes effect', async () => {
    const page = await stage.open(chief, PATH);
    await rowOf(page, noor.name).waitFor();
    await expect(rowOf(page, noor.name).getByRole('cell').allTextContents()).resolves.toEqual(
      expect.arrayContaining(['1', '1', '20', '2']),
    );
    await page.getByRole('button', { name: `Work of ${noor.name}` }).focus();
    await press(page, 'Enter');
    const work = page.getByRole('list', { name: `Work of ${noor.name}` });
    await work.getByRole('link', { name: 'The talks begin on Monday.' }).waitFor();
    await work.getByRole('listitem').filter({ hasText: 'The envoy was recalled.' }).getByRole('button').focus();
    await press(page, 'Enter');
    const dialog = page.getByRole('dialog', { name: 'Who may take it' });
    await dialog.getByText(`${noor.name} holds it.`).waitFor();
    await dialog.getByRole('button', { name: /Assign to/ }).focus();
    await press(page, 'Enter');
    await page.keyboard.type('Mara');
    await press(page, 'Enter');
    await dialog.getByRole('button', { name: 'Assign', exact: true }).focus();
    await press(page, 'Enter');
    await page.getByText(`Assigned to ${mara.name}`).waitFor();
    await work.getByRole('link', { name: 'The envoy was recalled.' }).waitFor({ state: 'detached' });
    await expect(figure(page, 'held').textContent()).resolves.toBe('0 held');
    const [review] = await stage.app.sql('SELECT state, assignee_id FROM review WHERE id = $1', [held]);
    expect(review).toEqual({ state: 'QUEUED', assignee_id: mara.id });
  });

  it('also does so on the review’s page; a refusal stands in the dialog', async () => {
    const page = await stage.open(chief, `/reviews/${assigned}`);
    await page.getByRole('button', { name: 'Reassign' }).waitFor();
    await press(page, 'a');
    const dialog = page.getByRole('dialog', { name: 'Who may take it' });
    await dialog.getByRole('button', { name: /Assign to/ }).click();
    await page.getByRole('option', { name: mara.name }).click();
    await stage.app.sql('UPDATE app_user SET disabled_at = now() WHERE id = $1', [mara.id]);
    await dialog.getByRole('button', { name: 'Assign', exact: true }).click();
    await dialog.getByText('Only somebody who may take reviews on this desk can be assigned.').waitFor();
    await stage.app.sql('UPDATE app_user SET disabled_at = NULL WHERE id = $1', [mara.id]);
    await dialog.getByRole('button', { name: /Assign to/ }).click();
    await page.getByRole('option', { name: 'Anyone of the desk' }).click();
    await dialog.getByRole('button', { name: 'Free it for all' }).click();
    await page.getByText('Anyone of the desk may take it now').waitFor();
    const [review] = await stage.app.sql('SELECT state, assignee_id FROM review WHERE id = $1', [assigned]);
    expect(review).toEqual({ state: 'QUEUED', assignee_id: null });
  });

  it('keeps the last figures where the connection is lost, and says of when they are', async () => {
    const page = await stage.open(chief, PATH);
    await figure(page, 'waiting').waitFor();
    await page.context().setOffline(true);
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await page.getByText('These are the last figures').waitFor();
    await figure(page, 'waiting').waitFor();
    await page.context().setOffline(false);
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await page.getByText('These are the last figures').waitFor({ state: 'detached' });
    stage.forgive(/ERR_INTERNET_DISCONNECTED/);
  });

  it('sees nothing move once the page is there', async () => {
    const page = await stage.open(chief, '/mine');
    await page.addInitScript(() => {
      const seen: { shift: number } = { shift: 0 };
      (globalThis as any).seen = seen;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as any[]) if (!entry.hadRecentInput) seen.shift += entry.value;
      }).observe({ type: 'layout-shift', buffered: true });
    });
    // later than the skeleton comes
    await page.route('**/graphql', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      await route.continue();
    });
    await page.goto(PATH);
    await figure(page, 'waiting').waitFor();
    await page.waitForTimeout(300);
    expect(await page.evaluate(() => (globalThis as any).seen.shift)).toBeLessThan(0.001);
    expect(await page.locator('style').count()).toBe(0);
  });
});

describe('an editor', () => {
  it('is told whose the board is, and is asked for nothing that would be refused', async () => {
    const page = await stage.open(mara, PATH);
    await page.getByText('The board is for chief editors').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect(await page.getByRole('link', { name: 'Board' }).count()).toBe(0);
    await page.getByRole('link', { name: 'To the inbox' }).click();
    await page.getByRole('heading', { name: 'Diplomacy' }).waitFor();
    await page.goto(`/reviews/${assigned}`);
    await page.getByText('The talks begin on Monday.').first().waitFor();
    expect(await page.getByRole('button', { name: 'Reassign' }).count()).toBe(0);
  });

  it('who is chief of another desk is told the same by the server', async () => {
    const { app } = stage;
    const other = await stage.editor('Calm’s chief', ['CHIEF_EDITOR']);
    await app.sql(`UPDATE role_grant SET desk_id = (SELECT id FROM desk WHERE slug = 'calm') WHERE user_id = $1`, [
      other.id,
    ]);
    const page = await stage.open(other, PATH);
    await page.getByText('The board is for chief editors').waitFor();
    await page.goto('/desks/_all/board');
    await page.getByText('The board is for chief editors').waitFor();
    await page.goto('/desks/calm/board');
    await figure(page, 'waiting').waitFor();
    await page.goto('/desks/nowhere/board');
    await page.getByText('There is no such desk').waitFor();
  });

  it('who audits reads the board, and moves nothing', async () => {
    const page = await stage.open(await stage.editor('Audrey', ['AUDITOR']), PATH);
    await page.getByRole('button', { name: `Work of ${noor.name}` }).click();
    await page.getByRole('list', { name: `Work of ${noor.name}` }).waitFor({ state: 'attached' });
    expect(await page.getByRole('button', { name: 'Reassign' }).count()).toBe(0);
  });
});
