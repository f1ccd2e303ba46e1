import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type Editor, press, Stage } from './stage.js';

let stage: Stage;
let deskId: string;
let mara: Editor;
let noor: Editor;
beforeAll(async () => {
  stage = await Stage.start();
  deskId = await stage.app.desk('diplomacy', { name: 'Diplomacy' });
  mara = await stage.editor('Mara Kovač');
  noor = await stage.editor('Noor Haddad');
});
afterEach(async () => {
  await stage.app.endAllLeases();
  await stage.end();
});
afterAll(() => stage?.stop());

const decisionsOf = (claimId: string) =>
  stage.app.sql('SELECT verdict, rationale FROM decision WHERE claim_id = $1', [claimId]);
const citedFor = async (claimId: string): Promise<string[]> => {
  const rows = await stage.app.sql<{ url: string }>(
    `SELECT e.url FROM decision_evidence d JOIN evidence e ON e.id = d.evidence_id WHERE e.claim_id = $1`,
    [claimId],
  );
  return rows.map(({ url }) => url);
};
const rationale = (page: Page) => page.getByLabel('Rationale');
/** Asks the page to look again, as it does when somebody comes back to it. */
const comeBack = (page: Page) => page.evaluate(() => window.dispatchEvent(new Event('focus')));
const take = async (page: Page) => {
  await page.getByRole('button', { name: 'Take it' }).click();
  await rationale(page).waitFor();
};

describe('the journey', () => {
  it('by mouse: take next, add and cite a source, decide, see the claim', async () => {
    const { claimId } = await stage.app.review(deskId, { statement: 'The ship has left the harbour.' });
    const page = await stage.open(mara, '/inbox/diplomacy');
    await page.getByRole('button', { name: 'Take next' }).click();
    await page.getByRole('heading', { name: 'The ship has left the harbour.' }).waitFor();
    await page.getByLabel('Address of the source').fill('https://harbour.example/log');
    await page.getByLabel('Publisher (may be empty)').fill('The harbour master');
    await page.getByRole('button', { name: 'What it does' }).click();
    await page.getByRole('option', { name: 'Supports' }).click();
    await page.getByRole('button', { name: 'Add and cite' }).click();
    await page.getByText('1 source cited').waitFor();
    await page.locator('.verdict-option.verified').click();
    await rationale(page).fill('The log has the hour.');
    await page.getByRole('button', { name: 'Decide' }).click();
    await page.getByRole('heading', { name: 'Decided' }).waitFor();
    await page.getByRole('link', { name: 'The claim’s page' }).click();
    await page.getByRole('heading', { name: 'Rounds of work' }).waitFor();
    await page.getByText('The log has the hour.').waitFor();
    await stage.app.seal();
    await page.getByRole('button', { name: 'History' }).click();
    await page.getByText('Mara Kovač decided it').first().waitFor();
    await page
      .getByText(/^sealed #\d+/)
      .first()
      .waitFor();
    expect(await decisionsOf(claimId)).toEqual([{ verdict: 'VERIFIED', rationale: 'The log has the hour.' }]);
    expect(await citedFor(claimId)).toEqual(['https://harbour.example/log']);
  });

  it('by keyboard alone', async () => {
    const { claimId } = await stage.app.review(deskId, { statement: 'The minister has resigned.' });
    const page = await stage.open(mara, '/inbox/diplomacy');
    await page.getByRole('link', { name: /The minister/ }).waitFor();
    await press(page, 'n');
    await rationale(page).waitFor();
    await press(page, 'e');
    await page.keyboard.type('https://gazette.example/7');
    await press(page, 'Enter');
    await page.getByText('1 source cited').waitFor();
    await press(page, 'Control+Enter');
    await page.getByText('Choose a verdict first').waitFor();
    await press(page, 'd', 'r');
    await page.keyboard.type('The gazette says that he is on leave.');
    await press(page, 'Control+Enter');
    await page.getByRole('heading', { name: 'Decided' }).waitFor();
    expect(await decisionsOf(claimId)).toEqual([
      { verdict: 'DISPUTED', rationale: 'The gazette says that he is on leave.' },
    ]);
    expect(await citedFor(claimId)).toEqual(['https://gazette.example/7']);
  });

  it('ends early by L, which releases, or S, which puts off', async () => {
    const { reviewId } = await stage.app.review(deskId);
    const page = await stage.open(mara, `/reviews/${reviewId}`);
    const state = async () =>
      (await stage.app.sql('SELECT state, defer_reason AS why FROM review WHERE id = $1', [reviewId]))[0];
    await page.getByRole('button', { name: 'Take it' }).waitFor();
    await press(page, 't');
    await rationale(page).waitFor();
    await press(page, 'l');
    await page.getByText('Released.').waitFor();
    expect(await state()).toEqual({ state: 'QUEUED', why: null });
    await page.goto(`/reviews/${reviewId}`);
    await take(page);
    await press(page, 's');
    await page.getByRole('button', { name: 'In a week' }).click();
    await page.getByLabel('Why').fill('The court rules on Friday.');
    await page.getByRole('dialog').getByRole('button', { name: 'Put off' }).click();
    await page.getByText(/^Put off until/).waitFor();
    expect(await state()).toEqual({ state: 'QUEUED', why: 'The court rules on Friday.' });
  });
});

describe('two editors in two browsers', () => {
  it('on one review: the second sees who holds it, and cannot decide', async () => {
    const { reviewId } = await stage.app.review(deskId);
    const first = await stage.open(mara, `/reviews/${reviewId}`);
    const second = await stage.open(noor, `/reviews/${reviewId}`);
    await second.getByRole('button', { name: 'Take it' }).waitFor();
    await take(first);
    await second.getByRole('button', { name: 'Take it' }).click();
    await second.getByText('Mara Kovač holds this review.').waitFor();
    expect(await rationale(second).count()).toBe(0);
  });

  it('evidence that one adds is marked as new for the other, whose decision waits until they have seen it', async () => {
    const { claimId, reviewId } = await stage.app.review(deskId);
    const first = await stage.open(mara, `/reviews/${reviewId}`);
    await take(first);
    const second = await stage.open(noor, `/claims/${claimId}`);
    await second.getByLabel('Address of the source').fill('https://late.example/report');
    await second.getByRole('button', { name: 'Add and cite' }).click();
    await second.getByText('late.example/report').waitFor();
    await first.locator('.verdict-option.unconfirmed').click();
    await rationale(first).fill('Nobody knows yet.');
    await press(first, 'Control+Enter');
    await first.getByText('Noor Haddad added evidence').waitFor();
    await first.getByText('new', { exact: true }).waitFor();
    expect(await decisionsOf(claimId)).toEqual([]);
    await first.getByRole('button', { name: 'I have seen it' }).click();
    await press(first, 'Control+Enter');
    await first.getByRole('heading', { name: 'Decided' }).waitFor();
    expect(await decisionsOf(claimId)).toEqual([{ verdict: 'UNCONFIRMED', rationale: 'Nobody knows yet.' }]);
  });
});

describe('a lost lease', () => {
  it('while typing: says who has the review, keeps the text, and decides nothing', async () => {
    const { claimId, reviewId } = await stage.app.review(deskId);
    const page = await stage.open(mara, `/reviews/${reviewId}`);
    await take(page);
    await press(page, 'v');
    await rationale(page).fill('Half a thought');
    await stage.app.endAllLeases();
    const other = await stage.open(noor, `/reviews/${reviewId}`);
    await take(other);
    await comeBack(page);
    const bar = page.getByRole('alert').filter({ hasText: 'You do not hold this review any more' });
    await bar.getByText('Noor Haddad took it').waitFor();
    await bar.getByText('Noor Haddad holds this review.').waitFor();
    expect(await rationale(page).inputValue()).toBe('Half a thought');
    expect(await rationale(page).isEditable()).toBe(false);
    expect(await page.getByRole('button', { name: 'Decide' }).count()).toBe(0);
    await press(other, 'l');
    await other.getByText('Released.').waitFor();
    await comeBack(page);
    await page.getByRole('button', { name: 'Take it again' }).click();
    await page.waitForFunction(() => document.querySelector('.decide textarea')?.matches(':read-write'));
    expect(await rationale(page).inputValue()).toBe('Half a thought');
    expect(await decisionsOf(claimId)).toEqual([]);
  });

  it('is learnt at the latest when somebody decides', async () => {
    const { claimId, reviewId } = await stage.app.review(deskId);
    const page = await stage.open(mara, `/reviews/${reviewId}`);
    await take(page);
    await press(page, 'v');
    await rationale(page).fill('All of it.');
    await stage.app.endAllLeases();
    await press(page, 'Control+Enter');
    await page.getByText('You do not hold this review any more').waitFor();
    expect(await decisionsOf(claimId)).toEqual([]);
  });

  it('does not come to who works: the hold is renewed quietly, but not for who does nothing', async () => {
    const short = await stage.app.desk('short', { name: 'Short', leaseSeconds: 60 });
    const { reviewId } = await stage.app.review(short);
    const page = await stage.open(mara, `/reviews/${reviewId}`);
    await take(page);
    await page.reload();
    await rationale(page).waitFor();
    // As if most of the minute had passed
    await stage.app.sql(`UPDATE review SET lease_until = now() + interval '20 s' WHERE id = $1`, [reviewId]);
    await comeBack(page);
    await page.getByText(/Yours for 0:1/).waitFor();
    await page.getByText('Your hold ends soon.').waitFor({ state: 'attached' });
    await page.waitForTimeout(1500);
    await page.getByText(/Yours for 0:1/).waitFor();
    await rationale(page).pressSequentially('Still here');
    await stage.app.until('the hold is renewed', async () => {
      const [lease] = await stage.app.sql(`SELECT lease_until - now() AS left FROM review WHERE id = $1`, [reviewId]);
      return lease.left.seconds > 40;
    });
  });
});

it('a draft is kept on this computer with every change, and says so', async () => {
  const { reviewId } = await stage.app.review(deskId);
  const page = await stage.open(mara, `/reviews/${reviewId}`);
  await take(page);
  await press(page, 'u');
  await rationale(page).fill('Not finished');
  await page.getByText('Draft kept on this computer only').waitFor();
  await page.reload();
  await page.getByText('Your draft from before is back.').waitFor();
  expect(await rationale(page).inputValue()).toBe('Not finished');
  expect(await page.getByRole('radio', { name: /Unconfirmed/ }).isChecked()).toBe(true);
  await page.getByRole('button', { name: 'Discard' }).click();
  expect(await rationale(page).inputValue()).toBe('');
});

it('a connection that is lost costs nothing that was typed, and the same decision again is one decision', async () => {
  const { claimId, reviewId } = await stage.app.review(deskId);
  const page = await stage.open(mara, `/reviews/${reviewId}`);
  await take(page);
  await press(page, 'v');
  await rationale(page).fill('Said twice, decided once.');
  // The server decides, and its answer is lost
  await page.route('**/graphql', async (route) => {
    await route.fetch();
    await route.abort('connectionreset');
  });
  await press(page, 'Control+Enter');
  await page.getByText('could not be reached').waitFor();
  await page.getByText('Claimdesk does not answer.').waitFor();
  expect(await rationale(page).inputValue()).toBe('Said twice, decided once.');
  await page.unroute('**/graphql');
  await press(page, 'Control+Enter');
  await page.getByRole('heading', { name: 'Decided' }).waitFor();
  await page.getByText('Claimdesk does not answer.').waitFor({ state: 'detached' });
  expect(await page.getByRole('alert').count()).toBe(0);
  expect(await decisionsOf(claimId)).toEqual([{ verdict: 'VERIFIED', rationale: 'Said twice, decided once.' }]);
  stage.forgive(/ERR_CONNECTION_RESET|ERR_FAILED|Failed to load/);
});

it('a claim in Arabic reads from the right, in its own language, inside a page that does not', async () => {
  const statement = 'لم يطلب البيت الأبيض إجراء مكالمة هاتفية.';
  const { reviewId } = await stage.app.review(deskId, { statement, language: 'ar', claimant: 'يوري أوشاكوف' });
  const page = await stage.open(mara, `/reviews/${reviewId}`);
  const title = page.getByRole('heading', { name: statement });
  await title.waitFor();
  const shown = await title.locator('.statement').evaluate((element) => ({
    language: element.getAttribute('lang'),
    direction: getComputedStyle(element).direction,
    page: getComputedStyle(document.body).direction,
  }));
  expect(shown).toEqual({ language: 'ar', direction: 'rtl', page: 'ltr' });
  await page.getByText('Arabic').waitFor();
  await take(page);
  await rationale(page).fill('نص البيان يقول خلاف ذلك.');
  expect(await rationale(page).evaluate((element) => getComputedStyle(element).direction)).toBe('rtl');
});

it('a desk that asks for a second editor has the decision approved or sent back by another one', async () => {
  const strict = await stage.app.desk('strict', { name: 'Strict', signOffsRequired: 1 });
  const { claimId, reviewId } = await stage.app.review(strict);
  const page = await stage.open(mara, `/reviews/${reviewId}`);
  await take(page);
  await press(page, 'v');
  await rationale(page).fill('The register has it.');
  await press(page, 'Control+Enter');
  await page.getByText('Another editor must approve it').waitFor();
  await page.getByText('Nobody signs off a decision of their own.').waitFor();
  const second = await stage.open(noor, `/reviews/${reviewId}`);
  await second.getByRole('button', { name: 'Send back' }).click();
  await second.getByText('Say why you send it back.').waitFor();
  await second.getByRole('button', { name: 'Approve' }).click();
  await second.getByRole('heading', { name: 'Decided' }).waitFor();
  const [claim] = await stage.app.sql('SELECT verdict FROM claim WHERE id = $1', [claimId]);
  expect(claim).toEqual({ verdict: 'VERIFIED' });
});
