import { mkdirSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { DESKTOP, type Editor, isTooWide, PHONE, press, seriousFindings, Stage } from './stage.js';

let stage: Stage;
let mara: Editor;
let deskId: string;
beforeAll(async () => {
  stage = await Stage.start();
  mara = await stage.editor('Mara');
  deskId = await stage.app.desk('diplomacy', { name: 'Diplomacy' });
  await stage.app.desk('other', { name: 'Other' });
  await stage.app.review(deskId, { statement: 'The call took place on Monday.', claimant: 'A minister' });
  await stage.app.review(deskId, { statement: 'The summit was put off.', claimant: 'A spokesman' });
});
afterEach(() => stage.end());
afterAll(() => stage?.stop());

const queryOf = (page: Page): string => new URL(page.url()).search;
const views = (page: Page) => page.getByRole('navigation', { name: 'Main' }).locator('.view-link');
const namesOf = (page: Page): Promise<string[]> => views(page).locator('a').allInnerTexts();

async function save(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Save view' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save this view' });
  await dialog.getByLabel('Name').fill(name);
  await press(page, 'Enter');
  await dialog.waitFor({ state: 'detached' });
}

/** Opens the menu of a view and chooses from it. */
async function choose(page: Page, name: string, item: string): Promise<void> {
  await views(page).filter({ hasText: name }).hover();
  await page.getByRole('button', { name: `Change the view ${name}` }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

describe('filters', () => {
  it('beyond words stand behind one button, each as a chip that takes it away, and in the address', async () => {
    const page = await stage.open(mara, '/inbox/diplomacy');
    await page.getByText('2 found').waitFor();
    await page.getByRole('button', { name: 'Filters' }).click();
    const panel = page.getByRole('dialog', { name: 'Filters' });
    await panel.getByLabel('Said by').fill('A minister');
    await page.getByText('1 found').waitFor();
    await panel.getByLabel('Queued until').fill('2020-01-31');
    await page.getByText('No review fits').waitFor();
    await panel.getByRole('button', { name: 'Whose' }).click();
    await page.getByRole('option', { name: 'Assigned to me' }).click();
    expect(queryOf(page)).toBe('?by=A+minister&whose=assigned&to=2020-01-31');
    await press(page, 'Escape');
    await panel.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /^Filters.*3 set$/ }).waitFor();
    await page.getByRole('button', { name: /^queued until .* remove this filter$/ }).click();
    await page.getByRole('button', { name: 'Assigned to me: remove this filter' }).click();
    await page.getByText('1 found').waitFor();
    expect(queryOf(page)).toBe('?by=A+minister');
  });

  it('find what is assigned to whoever looks', async () => {
    const noor = await stage.editor('Noor');
    const [{ id }] = await stage.app.sql(`SELECT id FROM review ORDER BY id LIMIT 1`);
    await stage.app.sql('UPDATE review SET assignee_id = $2 WHERE id = $1', [id, noor.id]);
    const page = await stage.open(noor, '/inbox/_all?whose=assigned');
    await page.getByText('1 found').waitFor();
    const other = await stage.open(mara, '/inbox/_all?whose=assigned');
    await other.getByText('No review fits').waitFor();
    await stage.app.sql('UPDATE review SET assignee_id = NULL');
  });
});

describe('views', () => {
  it('are kept for the account, found again after a reload and in another browser, and by nobody else', async () => {
    const page = await stage.open(mara, '/inbox/diplomacy');
    await page.getByText('2 found').waitFor();
    expect(await page.getByRole('button', { name: 'Save view' }).count()).toBe(0); // an inbox is no view
    await page.goto('/inbox/diplomacy?show=waiting&q=monday&by=A+minister');
    await save(page, 'Monday');
    const link = views(page).getByRole('link', { name: 'Monday' });
    await link.waitFor();
    expect(await link.getAttribute('aria-current')).toBe('page');
    expect(await page.getByRole('button', { name: 'Save view' }).count()).toBe(0); // it is kept already
    await page.reload();
    await link.waitFor();

    const elsewhere = await stage.open(mara, '/mine');
    await views(elsewhere).getByRole('link', { name: 'Monday' }).click();
    await elsewhere.getByText('1 found').waitFor();
    expect(elsewhere.url()).toBe(`${stage.app.url}/inbox/diplomacy?show=waiting&q=monday&by=A+minister`);
    expect(await elsewhere.getByRole('button', { name: 'Waiting' }).getAttribute('aria-pressed')).toBe('true');
    await press(elsewhere, 'Control+k');
    await elsewhere.getByRole('option', { name: 'View: Monday' }).waitFor();

    const other = await stage.open(await stage.editor('Somebody'), '/mine');
    await other.getByText('You hold no review').waitFor();
    expect(await views(other).count()).toBe(0);
  });

  it('are renamed, moved, replaced and removed, which can be undone by a key', async () => {
    const noor = await stage.editor('Noor');
    const page = await stage.open(noor, '/inbox/_all?show=overdue');
    await save(page, 'Late');
    await page.goto('/inbox/other?show=held');
    await save(page, 'Held by others');
    await page.goto('/inbox/other?show=decided');
    await save(page, 'Decided');
    await choose(page, 'Decided', 'Move up');
    await page.waitForFunction(() => document.querySelectorAll('.view-link a')[1]?.textContent === 'Decided');
    expect(await namesOf(page)).toEqual(['Late', 'Decided', 'Held by others']);
    await choose(page, 'Late', 'Rename');
    const dialog = page.getByRole('dialog', { name: 'Rename this view' });
    await dialog.getByLabel('Name').fill('Decided');
    await press(page, 'Enter');
    await dialog.getByText('You have a view of this name already.').waitFor();
    await dialog.getByLabel('Name').fill('Overdue');
    await press(page, 'Enter');
    await views(page).getByRole('link', { name: 'Overdue' }).waitFor();

    await page.goto('/inbox/diplomacy?q=summit');
    await page.getByRole('button', { name: 'Save view' }).click();
    await page.getByLabel('Name').fill('Overdue');
    await page.getByRole('button', { name: 'Replace “Overdue”' }).click();
    await page.waitForFunction(() => document.querySelector('.view-link a')?.getAttribute('aria-current') === 'page');

    await choose(page, 'Decided', 'Remove');
    await page.getByText('View removed: Decided').waitFor();
    expect(await namesOf(page)).toEqual(['Overdue', 'Held by others']);
    await press(page, 'Control+z');
    await views(page).getByRole('link', { name: 'Decided' }).waitFor();
    expect(await namesOf(page)).toEqual(['Overdue', 'Decided', 'Held by others']);
  });
});

describe('an empty inbox', () => {
  it('says what was decided last and by whom, and what comes back next', async () => {
    const { reviewId } = await stage.app.review(await stage.app.desk('done', { name: 'Done' }), {
      statement: 'The bridge is open.',
    });
    const chief = await stage.app.person('EDITOR');
    const { takeReview } = await chief.data(
      `mutation ($id: ID!) { takeReview(id: $id) { ... on ReviewSuccess { review { lease { token } claim { version } } } } }`,
      { id: reviewId },
    );
    const input = {
      reviewId,
      leaseToken: takeReview.review.lease.token,
      verdict: 'UNCONFIRMED',
      rationale: 'Nobody knows.',
      recheckAt: new Date(Date.now() + 3.5 * 86_400_000).toISOString(),
      expectedVersion: takeReview.review.claim.version,
      idempotencyKey: 'done',
    };
    await chief.data(`mutation ($input: DecideReviewInput!) { decideReview(input: $input) { __typename } }`, { input });
    const page = await stage.open(mara, '/inbox/done');
    await page.getByRole('heading', { name: 'The inbox is empty' }).waitFor();
    await page.getByText(`by ${chief.name}`).waitFor();
    await page.getByText('To be checked again next').waitFor();
    await page.getByText('in 3d').waitFor();
    await page.getByRole('link', { name: 'The bridge is open.' }).click();
    await page.getByText('Nobody knows.').waitFor();
  });
});

const LOOKS: readonly [string, BrowserContextOptions][] = [
  ['day', { ...DESKTOP, colorScheme: 'light' }],
  ['night', { ...DESKTOP, colorScheme: 'dark' }],
  ['phone', { ...PHONE, colorScheme: 'light' }],
];

it.each(LOOKS)('has no serious finding of axe, and is not too wide, by %s', async (look, options) => {
  const page = await stage.open(mara, '/inbox/diplomacy?show=waiting&by=A+minister&whose=assigned', options);
  const check = async (what: string) => {
    const shots = process.env['SHOTS'];
    if (shots !== undefined) {
      mkdirSync(shots, { recursive: true });
      await page.screenshot({ path: `${shots}/${what.replaceAll(' ', '-')}-${look}.png` });
    }
    expect([what, await seriousFindings(page)]).toEqual([what, []]);
    expect([what, await isTooWide(page)]).toEqual([what, false]);
  };
  await page.getByText('No review fits').waitFor();
  await check('chips');
  await page.getByRole('button', { name: /^Filters.*2 set$/ }).click();
  await page.getByRole('dialog', { name: 'Filters' }).waitFor();
  await check('filters');
  await press(page, 'Escape');
  await page.getByRole('button', { name: 'Save view' }).click();
  await check('saving a view');
  await press(page, 'Escape');
  await page.goto('/inbox/done');
  await page.getByText('Decided last').waitFor();
  await check('an empty inbox');
  if (look === 'phone') {
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('button', { name: 'Change the view Monday' }).click();
  } else {
    await views(page).first().hover();
    await page.getByRole('button', { name: 'Change the view Monday' }).click();
  }
  await page.getByRole('menuitem', { name: 'Rename' }).waitFor();
  await check('the menu of a view');
});
