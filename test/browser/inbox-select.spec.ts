import { mkdirSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { DESKTOP, type Editor, isTooWide, PHONE, press, seriousFindings, Stage } from './stage.js';

let stage: Stage;
let mara: Editor;
let desks = 0;
beforeAll(async () => {
  stage = await Stage.start();
  mara = await stage.editor('Mara');
});
afterEach(async () => {
  await stage.end();
  await stage.app.endAllLeases();
});
afterAll(() => stage?.stop());

/** A desk of its own with some reviews. @returns its address and the reviews in their order */
async function inboxOf(count: number): Promise<{ path: string; ids: string[] }> {
  desks += 1;
  const deskId = await stage.app.desk(`d${desks}`, { name: `Desk ${desks}` });
  await stage.app.reviews(deskId, count);
  const rows = await stage.app.sql('SELECT id FROM review WHERE desk_id = $1 ORDER BY 100 - priority, due_at, id', [
    deskId,
  ]);
  return { path: `/inbox/d${desks}`, ids: rows.map(({ id }) => id) };
}

const list = (page: Page) => page.getByRole('list', { name: 'Reviews' });
const rows = (page: Page) => list(page).getByRole('listitem');
const boxes = (page: Page) => list(page).getByRole('checkbox');
const bar = (page: Page) => page.getByRole('group', { name: 'With the selected reviews' });
const holdsOf = async ({ id }: { id: string }): Promise<string[]> =>
  (await stage.app.sql('SELECT id FROM review WHERE lease_holder_id = $1', [id])).map((row) => row.id);
const selectedPlaces = (page: Page): Promise<number[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('.rows > .selected')].map((li) => Number(li.getAttribute('aria-posinset'))),
  );

describe('several reviews', () => {
  it('are selected, taken and given back by keys alone', async () => {
    const { path, ids } = await inboxOf(5);
    const page = await stage.open(mara, path);
    await rows(page).nth(4).waitFor();
    await press(page, 'j', 'x', 'j', 'j', 'Shift+J', 'Shift+J', 'Shift+K');
    expect(await selectedPlaces(page)).toEqual([1, 3, 4]);
    await bar(page).getByText('3 selected').waitFor();
    await press(page, 't');
    await page.getByText('3 reviews taken').waitFor();
    expect((await holdsOf(mara)).toSorted()).toEqual(ids.filter((_, i) => [0, 2, 3].includes(i)).toSorted());
    await bar(page).waitFor({ state: 'detached' });
    await press(page, 'Control+z');
    await page.getByText('Undone').waitFor();
    expect(await holdsOf(mara)).toEqual([]);
    await press(page, 'Control+a');
    expect(await selectedPlaces(page)).toEqual([1, 2, 3, 4, 5]);
    await press(page, 'Escape');
    expect(await selectedPlaces(page)).toEqual([]);
  });

  it('are selected by mouse, with Shift to a row further on, which opens nothing', async () => {
    const { path } = await inboxOf(6);
    const page = await stage.open(mara, path);
    await rows(page).nth(5).waitFor();
    const first = boxes(page).first();
    expect(await first.locator('+ .check-box').evaluate((box) => getComputedStyle(box).opacity)).toBe('0');
    await rows(page).first().hover();
    await first.click();
    await rows(page)
      .nth(3)
      .getByRole('link')
      .click({ modifiers: ['Shift'] });
    expect(await selectedPlaces(page)).toEqual([1, 2, 3, 4]);
    await boxes(page).nth(1).click();
    expect(await selectedPlaces(page)).toEqual([1, 3, 4]);
    expect(new URL(page.url()).pathname).toBe(path);
    // A review that is looked at in between leaves them selected
    await rows(page).nth(4).getByRole('link').click();
    await page.getByRole('button', { name: 'Take it' }).waitFor();
    await press(page, 'b');
    await bar(page).getByText('3 selected').waitFor();
    await bar(page).getByRole('button', { name: 'Clear' }).click();
    await bar(page).waitFor({ state: 'detached' });
  });

  it('that are held are released or put off together, each of which can be undone', async () => {
    const { path, ids } = await inboxOf(3);
    const page = await stage.open(mara, path);
    await rows(page).nth(2).waitFor();
    await press(page, 'Control+a', 't');
    await page.getByText('3 reviews taken').waitFor();
    await page.getByText('held: you').nth(2).waitFor();
    await press(page, 'Control+a', 'l');
    await page.getByText('3 reviews released').waitFor();
    expect(await holdsOf(mara)).toEqual([]);
    await page.getByRole('region', { name: 'What was done' }).getByRole('button', { name: 'Undo' }).last().click();
    await page.getByText('held: you').nth(2).waitFor();
    expect((await holdsOf(mara)).toSorted()).toEqual(ids.toSorted());

    await press(page, 'Control+a', 's');
    const dialog = page.getByRole('dialog', { name: 'Put this review off' });
    await dialog.getByLabel('Until').fill('2020-01-01T09:00');
    await dialog.getByLabel('Why').fill('The archive is shut.');
    await dialog.getByRole('button', { name: 'Put off' }).click();
    await dialog.getByRole('alert').waitFor(); // the past is refused, and what was typed stays
    expect(await dialog.getByLabel('Why').inputValue()).toBe('The archive is shut.');
    await dialog.getByRole('button', { name: 'In a week' }).click();
    await dialog.getByRole('button', { name: 'Put off' }).click();
    await page.getByText('3 reviews put off').waitFor();
    const put = await stage.app.sql('SELECT defer_reason AS reason FROM review WHERE id = ANY($1)', [ids]);
    expect(put.map(({ reason }) => reason)).toEqual(ids.map(() => 'The archive is shut.'));

    // What was put off, taken before its time and given back by undoing, is put off as it was
    await page.goto(`${path}?show=deferred`);
    await rows(page).nth(2).waitFor();
    await press(page, 'j', 'x', 't');
    await page.getByText('1 review taken').waitFor();
    await press(page, 'Control+z');
    await page.getByText('Undone').waitFor();
    expect(
      await stage.app.sql('SELECT DISTINCT defer_reason AS reason, state FROM review WHERE id = ANY($1)', [ids]),
    ).toEqual([{ reason: 'The archive is shut.', state: 'QUEUED' }]);
  });

  it('are taken up to ten; the rest stay selected, each with the reason', async () => {
    const { path } = await inboxOf(12);
    const page = await stage.open(mara, path);
    await rows(page).nth(8).waitFor();
    await press(page, 'Control+a', 't');
    await page.getByText('10 reviews taken').waitFor();
    await page.getByText('2 were not taken').waitFor();
    expect(await page.locator('.refused-rows > li').count()).toBe(2);
    await page.getByText('You hold 10 reviews, which is the most.').first().waitFor();
    await bar(page).getByText('2 selected').waitFor();
    expect(await holdsOf(mara)).toHaveLength(10);
  });

  it('that two editors take at once go to one of them each, and both are told', async () => {
    const noor = await stage.editor('Noor');
    const { path, ids } = await inboxOf(10);
    const pages = await Promise.all([mara, noor].map((who) => stage.open(who, path)));
    for (const page of pages) {
      await rows(page).nth(8).waitFor();
      await press(page, 'Control+a');
      await bar(page).getByText('10 selected').waitFor();
    }
    await Promise.all(pages.map((page) => press(page, 't')));
    await Promise.all(pages.map((page) => page.locator('.selection-bar progress').waitFor({ state: 'detached' })));
    const [hers, his] = [await holdsOf(mara), await holdsOf(noor)];
    expect([...hers, ...his].toSorted()).toEqual(ids.toSorted());
    for (const [page, own] of [
      [pages[0]!, hers],
      [pages[1]!, his],
    ] as const) {
      if (own.length === ids.length) continue;
      await page.getByText(/(was|were) not taken/).waitFor();
      expect(await page.locator('.refused-rows > li').count()).toBe(ids.length - own.length);
      await page.getByText('This review cannot be taken now.').first().waitFor();
    }
  });

  it('are reassigned by a chief editor, and back by undoing', async () => {
    const noor = await stage.editor('Noor Haddad');
    const chief = await stage.editor('Carla', ['CHIEF_EDITOR']);
    const { path, ids } = await inboxOf(3);
    await stage.app.sql('UPDATE review SET assignee_id = $2 WHERE id = $1', [ids[0], mara.id]);
    const assignees = async (): Promise<(string | null)[]> =>
      (
        await stage.app.sql(`SELECT assignee_id AS id FROM review WHERE id = ANY($1) ORDER BY array_position($1, id)`, [
          ids,
        ])
      ).map(({ id }) => id);
    const page = await stage.open(chief, path);
    await rows(page).nth(2).waitFor();
    await press(page, 'Control+a', 'a');
    const dialog = page.getByRole('dialog', { name: 'Reassign 3 reviews' });
    await dialog.getByRole('button', { name: /Assign to/ }).click();
    await page.getByRole('option', { name: 'Noor Haddad' }).click();
    await dialog.getByRole('button', { name: 'Assign', exact: true }).click();
    await page.getByText('3 reviews reassigned').waitFor();
    expect(await assignees()).toEqual([noor.id, noor.id, noor.id]);
    await press(page, 'Control+z');
    await page.getByText('Undone').waitFor();
    expect(await assignees()).toEqual([mara.id, null, null]);
  });

  it('are no more to an auditor than to be selected', async () => {
    const { path } = await inboxOf(1);
    const page = await stage.open(await stage.editor('Audrey', ['AUDITOR']), path);
    await rows(page).first().waitFor();
    await press(page, 'j', 'x', 't');
    await bar(page).getByText('Nothing can be done with these.').waitFor();
    expect(await bar(page).getByRole('button', { name: /^Take/ }).count()).toBe(0);
  });
});

describe('what was done to one review', () => {
  it('is undone: taking next gives it back, releasing and putting off take it again', async () => {
    const { path, ids } = await inboxOf(1);
    const page = await stage.open(mara, path);
    await rows(page).first().waitFor();
    await press(page, 'n');
    await page.getByLabel('Rationale').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Undone').waitFor();
    expect(new URL(page.url()).pathname).toBe(path);
    expect(await holdsOf(mara)).toEqual([]);

    await press(page, 'n');
    await page.getByLabel('Rationale').fill('Half a thought');
    await press(page, 'Control+z'); // in a text it is the text that is undone
    expect(await holdsOf(mara)).toEqual(ids);
    await page.getByRole('heading', { name: 'Decide' }).click();
    await press(page, 'l');
    await page.getByText('Released. It is back in its place in the queue.').waitFor();
    await press(page, 'Control+z');
    await page.getByLabel('Rationale').waitFor();
    expect(await holdsOf(mara)).toEqual(ids);

    await press(page, 's');
    await page.getByLabel('Why').fill('Tomorrow.');
    await page.getByRole('dialog').getByRole('button', { name: 'Put off' }).click();
    await page.getByText(/^Put off until/).waitFor();
    await press(page, 'Control+z');
    await page.getByLabel('Rationale').waitFor();
    expect(await holdsOf(mara)).toEqual(ids);
  });

  it('is not offered any more once the review was decided', async () => {
    const { path } = await inboxOf(1);
    const page = await stage.open(mara, path);
    await rows(page).first().waitFor();
    await press(page, 'n');
    await page.getByRole('button', { name: 'Undo' }).waitFor();
    await page.getByLabel('Rationale').fill('Both reports say so.');
    await page.locator('.verdict-option.verified').click();
    await press(page, 'Control+Enter');
    await page.getByText('Decided: Verified').waitFor();
    expect(await page.getByRole('button', { name: 'Undo' }).count()).toBe(0);
  });

  it('is not undone where somebody else was quicker, and that is said', async () => {
    const { path, ids } = await inboxOf(1);
    const page = await stage.open(mara, path);
    await rows(page).first().waitFor();
    await press(page, 'n');
    await page.getByLabel('Rationale').waitFor();
    await press(page, 'l');
    await page.getByText('Released.').waitFor();
    const noor = await stage.app.person('EDITOR');
    await noor.data('mutation ($id: ID!) { takeReview(id: $id) { __typename } }', { id: ids[0] });
    await press(page, 'Control+z');
    await page.getByText('1 could not be undone. This review cannot be taken now.').waitFor();
    expect(await holdsOf(noor)).toEqual(ids);
    expect(new URL(page.url()).pathname).toBe(path);
  });

  it('is said as long as somebody points at it or has the focus in it', async () => {
    const { path } = await inboxOf(1);
    const page = await stage.open(mara, path);
    await rows(page).first().waitFor();
    await page.clock.install();
    await press(page, 'j', 'x', 't');
    const toast = page.getByText('1 review taken');
    await toast.waitFor();
    await page.getByRole('button', { name: 'Undo' }).focus();
    await page.clock.fastForward(60_000);
    expect(await toast.count()).toBe(1);
    await press(page, 'Escape');
    await toast.waitFor({ state: 'detached' });
    await page.clock.runFor(100); // the focus goes back with the next frame
    expect(await page.evaluate(() => document.activeElement?.closest('.rows') !== null)).toBe(true);
  });
});

const WIDE: BrowserContextOptions = { ...DESKTOP, viewport: { width: 1760, height: 900 } };

describe('beside the list on a wide screen', () => {
  it('stands the review that one goes to, without moving the list, until it is turned off', async () => {
    const { path } = await inboxOf(3);
    const page = await stage.open(mara, path, WIDE);
    await rows(page).nth(2).waitFor();
    const panel = page.getByRole('complementary', { name: 'Beside the list' });
    await panel.getByText('Go to a review with J and K').waitFor();
    const widthOf = () => list(page).evaluate((ol) => ol.getBoundingClientRect().width);
    const width = await widthOf();
    await press(page, 'j');
    const statement = await rows(page).first().locator('.statement').innerText();
    await panel.getByRole('heading', { name: statement }).waitFor();
    await panel.getByText('An outlet').waitFor();
    const second = await rows(page).nth(1).locator('.statement').innerText();
    await rows(page).nth(1).hover();
    await panel.getByRole('heading', { name: second }).waitFor();
    expect(await widthOf()).toBe(width);
    expect(await seriousFindings(page)).toEqual([]);
    await press(page, 'p');
    await panel.waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('button', { name: 'Show the review beside the list' }).waitFor();
    expect(await panel.count()).toBe(0);
  });
});

const LOOKS: readonly [string, BrowserContextOptions][] = [
  ['day', { ...DESKTOP, colorScheme: 'light' }],
  ['night', { ...DESKTOP, colorScheme: 'dark' }],
  ['phone', { ...PHONE, colorScheme: 'light' }],
  ['wide', { ...WIDE, colorScheme: 'light' }],
];

it.each(LOOKS)('has no serious finding of axe, and is not too wide, by %s', async (look, options) => {
  const { path } = await inboxOf(12);
  const page = await stage.open(mara, path, options);
  const check = async (what: string) => {
    const shots = process.env['SHOTS'];
    if (shots !== undefined) {
      mkdirSync(shots, { recursive: true });
      await page.screenshot({ path: `${shots}/${what.replaceAll(' ', '-')}-${look}.png` });
    }
    expect([what, await seriousFindings(page)]).toEqual([what, []]);
    expect([what, await isTooWide(page)]).toEqual([what, false]);
  };
  await rows(page).nth(4).waitFor();
  if (look === 'phone') {
    await boxes(page).first().tap();
    await boxes(page).nth(2).tap();
  } else await press(page, 'j', 'x', 'j', 'Shift+J');
  await bar(page).waitFor();
  await check('selected');
  await bar(page).getByRole('button', { name: /^Take/ }).click();
  await page.getByRole('button', { name: 'Undo' }).waitFor();
  await page.getByText('held: you').first().waitFor();
  await check('taken');
  await press(page, 'Control+a', 't');
  await page.getByText(/not taken/).waitFor();
  await check('refused');
});
