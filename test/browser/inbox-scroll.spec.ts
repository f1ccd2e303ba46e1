import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type Editor, press, Stage } from './stage.js';

const REVIEWS = 3000;
let stage: Stage;
let mara: Editor;
beforeAll(async () => {
  stage = await Stage.start();
  mara = await stage.editor('Mara');
  const deskId = await stage.app.desk('long', { name: 'Long' });
  // Without triggers: it is the list that is tested, and no log
  await stage.app.sql(`SET session_replication_role = replica`);
  await stage.app.sql(
    `INSERT INTO claim (id, desk_id, statement, claimant, fingerprint, language, topics)
     SELECT gen_random_uuid(), $1, 'Statement ' || n || repeat(' with some more words', n % 9), 'A claimant',
       sha256(('long' || n)::bytea), 'en', '{}'
     FROM generate_series(1, $2::int) n`,
    [deskId, REVIEWS],
  );
  await stage.app.sql(
    `INSERT INTO review (id, claim_id, desk_id, round, kind, state, priority, queued_at, due_at)
     SELECT gen_random_uuid(), id, desk_id, 1, 'INITIAL', 'QUEUED', 50, now(), now() + interval '1 day'
     FROM claim WHERE desk_id = $1`,
    [deskId],
  );
  await stage.app.sql(`SET session_replication_role = origin`);
  await stage.app.sql('ANALYZE claim, review');
});
afterEach(() => stage.end());
afterAll(() => stage?.stop());

/** Waits until a row from this place on has the focus: how far End reads on depends on what was there. */
const focusFrom = (page: Page, place: number) =>
  page.waitForFunction(
    (wanted) => Number(document.activeElement?.closest('[aria-posinset]')?.getAttribute('aria-posinset')) >= wanted,
    place,
  );
const placeOfFocus = (page: Page): Promise<number> =>
  page.evaluate(() => Number(document.activeElement?.closest('[aria-posinset]')?.getAttribute('aria-posinset')));
/** The rows on the screen, each with where it stands; skeletons among them as such. */
const onScreen = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.rows > li')]
      .filter((li) => li.getBoundingClientRect().bottom > 0 && li.getBoundingClientRect().top < innerHeight)
      .map(
        (li) =>
          `${li.querySelector('.statement')?.textContent ?? 'skeleton'} ${Math.round(li.getBoundingClientRect().top)}`,
      ),
  );

it('goes to its end and back to its start by keys, and never holds more than a screenful of rows in the page', async () => {
  const page = await stage.open(mara, '/inbox/long');
  await page.getByText('1,000+ found').waitFor();
  for (const place of [1050, 2050, REVIEWS]) {
    await press(page, 'End');
    await focusFrom(page, place);
    expect(await page.locator('.rows > li').count()).toBeLessThan(60);
  }
  expect(await onScreen(page)).not.toContain('skeleton');
  await press(page, 'Home');
  // The first rows were let go in between, and are read again
  await page.waitForFunction(() => document.activeElement?.closest('[aria-posinset="1"]') !== null);
  await page.waitForFunction(() => document.querySelector('.rows .skeleton') === null);
  expect((await onScreen(page))[0]).toMatch(/^Statement/);
  await press(page, 'j', 'j');
  expect(await placeOfFocus(page)).toBe(3);
});

it('leads back to the place where one was, far down too', async () => {
  const page = await stage.open(mara, '/inbox/long');
  await page.getByText('1,000+ found').waitFor();
  await press(page, 'End');
  await focusFrom(page, 1050);
  const last = await placeOfFocus(page);
  await press(page, ...Array.from({ length: 30 }, () => 'k'));
  expect(await placeOfFocus(page)).toBe(last - 30);
  await page.waitForTimeout(300); // the last of thirty steps may still have to be drawn
  const before = await onScreen(page);
  await press(page, 'Enter');
  await page.getByRole('button', { name: 'Take it' }).waitFor();
  await press(page, 'b');
  await page.locator('.rows > li').first().waitFor();
  // The name of the first row comes and stays where it was, also once the list has looked for news
  const first = before[0]!.replace(/ -?\d+$/, '');
  await page.locator('.rows').getByText(first, { exact: true }).waitFor();
  await page.waitForTimeout(500);
  expect(await onScreen(page)).toEqual(before);
});

it('shows no gap while it is flung through', async () => {
  const page = await stage.open(mara, '/inbox/long');
  await page.getByText('1,000+ found').waitFor();
  await press(page, 'End');
  await focusFrom(page, 1050);
  await press(page, 'End');
  await focusFrom(page, 2050);
  // Every frame of the way up: how much of the screen below the list's top has no row on it
  const gap = await page.evaluate(async () => {
    let worst = 0;
    for (let y = window.scrollY; y > 0; y -= 1500) {
      window.scrollTo(0, y);
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      const list = document.querySelector('.rows')!.getBoundingClientRect();
      const covered = [...document.querySelectorAll('.rows > li')].map((li) => li.getBoundingClientRect());
      const top = Math.max(list.top, 0);
      const bottom = Math.min(list.bottom, innerHeight);
      worst = Math.max(
        worst,
        Math.min(...covered.map((row) => row.top)) - top,
        bottom - Math.max(...covered.map((row) => row.bottom)),
      );
    }
    return worst;
  });
  expect(gap).toBeLessThanOrEqual(1);
});
