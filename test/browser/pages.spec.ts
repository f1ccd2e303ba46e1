import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserContextOptions } from 'playwright-core';
import { RelateClaims } from '../../src/claims/relate-claims.js';
import { RelationKind } from '../../src/claims/vocabulary.js';
import { SYSTEM } from '../desk-app.js';
import { DESKTOP, type Editor, isTooWide, PHONE, press, seriousFindings, Stage } from './stage.js';

let stage: Stage;
let mara: Editor;
let claimId: string;
let heldId: string;
let decidedId: string;
beforeAll(async () => {
  stage = await Stage.start();
  mara = await stage.editor('Mara Kovač', ['CHIEF_EDITOR']);
  const deskId = await stage.app.desk('diplomacy', { name: 'Diplomacy' });
  const token = await stage.app.person('EDITOR');
  const held = await stage.app.review(deskId, { statement: 'The harbour is closed.', claimedAt: '2025-01-10' });
  const decided = await stage.app.review(deskId, { statement: 'The harbour is open.', claimant: 'The harbour master' });
  await stage.app.review(deskId, { statement: 'Ships were seen leaving.' });
  claimId = decided.claimId;
  heldId = held.reviewId;
  decidedId = decided.reviewId;
  const relation = {
    fromClaimId: held.claimId,
    toClaimId: claimId,
    kind: RelationKind.CONTRADICTS,
    note: 'Open or closed.',
  };
  await stage.app.app.get(RelateClaims).run(SYSTEM, relation);
  const { addEvidence } = await token.data(
    `mutation ($input: AddEvidenceInput!) { addEvidence(input: $input) { ... on ClaimSuccess { claim { version } } } }`,
    { input: { claimId, url: 'https://harbour.example/log', stance: 'SUPPORTS', excerpt: 'Open since six.' } },
  );
  const { takeReview } = await token.data(
    `mutation ($id: ID!) { takeReview(id: $id) { ... on ReviewSuccess { review { lease { token } } } } }`,
    { id: decidedId },
  );
  const input = {
    reviewId: decidedId,
    leaseToken: takeReview.review.lease.token,
    verdict: 'VERIFIED',
    rationale: 'The log has the hour.',
    expectedVersion: addEvidence.claim.version,
    idempotencyKey: 'pages',
  };
  await token.data(`mutation ($input: DecideReviewInput!) { decideReview(input: $input) { __typename } }`, { input });
});
afterEach(() => stage.end());
afterAll(() => stage?.stop());

const LOOKS: readonly [string, BrowserContextOptions][] = [
  ['by day', { ...DESKTOP, colorScheme: 'light' }],
  ['by night', { ...DESKTOP, colorScheme: 'dark' }],
  ['on a phone', { ...PHONE, colorScheme: 'light' }],
];

it.each(LOOKS)(
  'every page %s has no serious finding of axe, and is not too wide',
  async (_look, options) => {
    const page = await stage.open(mara, `/reviews/${heldId}`, options);
    const check = async (what: string) => {
      expect([what, await seriousFindings(page)]).toEqual([what, []]);
      expect([what, await isTooWide(page)]).toEqual([what, false]);
    };
    await page.getByRole('button', { name: 'Take it' }).click();
    await page.getByLabel('Rationale').waitFor();
    await page.getByLabel('Address of the source').fill('https://harbour.example/2');
    await page.locator('.verdict-option.verified').click();
    await page.getByRole('button', { name: 'History' }).click();
    await page.getByText('took it').first().waitFor();
    await check('a review that one holds');
    await page.getByRole('button', { name: 'Put off' }).click();
    await page.getByRole('dialog').waitFor();
    await check('the dialog to put off');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Release' }).click();
    await page.getByRole('list', { name: 'Reviews' }).waitFor();
    await check('the inbox');
    for (const [path, text] of [
      ['/mine', 'You hold no review'],
      ['/claims', 'The harbour is open.'],
      [`/claims/${claimId}`, 'The log has the hour.'],
      [`/reviews/${decidedId}`, 'The log has the hour.'],
      ['/inbox/diplomacy?show=overdue', 'Nothing is overdue'],
      ['/claims/01890000-0000-7000-8000-000000000001', 'There is no such claim'],
    ] as const) {
      await page.goto(path);
      await page.getByText(text).first().waitFor();
      await check(path);
    }
    const visitor = await stage.visitor(options);
    await visitor.goto('/');
    await visitor.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await seriousFindings(visitor)).toEqual([]);
  },
  60_000,
);

describe('claims', () => {
  it('are found by words and filters, which stand in the address', async () => {
    const page = await stage.open(mara, '/claims');
    await page.getByText('3 found').waitFor();
    await press(page, '/');
    await page.keyboard.type('harbour');
    await page.getByText('2 found').waitFor();
    await page.getByRole('button', { name: /Verdict/ }).click();
    await page.getByRole('option', { name: 'Verified' }).click();
    await page.getByText('1 found').waitFor();
    expect(new URL(page.url()).search).toBe('?q=harbour&verdict=VERIFIED');
    await page.getByLabel('Said by').fill('Nobody');
    await page.getByText('No claim fits').waitFor();
    await page.goto('/claims?from=2025-01-01&to=2025-01-31');
    await page.getByText('1 found').waitFor();
    await page.getByRole('link', { name: /The harbour is closed/ }).click();
    await page.getByRole('heading', { name: 'The harbour is closed.' }).waitFor();
    await page.getByText('Open or closed.').waitFor();
    await page.getByRole('link', { name: 'Open the review' }).click();
    expect(new URL(page.url()).pathname).toBe(`/reviews/${heldId}`);
  });
});

describe('everywhere', () => {
  it('? shows the keys, which can be turned off; what has a modifier stays', async () => {
    const page = await stage.open(mara, '/claims');
    await page.getByText('3 found').waitFor();
    await press(page, '?');
    const sheet = page.getByRole('dialog', { name: 'Keys' });
    await sheet.getByText('Take the next review').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await sheet.getByText('Keys without a modifier').click();
    await press(page, 'Escape');
    await sheet.waitFor({ state: 'detached' });
    await press(page, '?', 'Control+k');
    await page.getByRole('dialog', { name: 'Go to, or do' }).waitFor();
    expect(await sheet.count()).toBe(0);
  });

  it('the commands lead anywhere by a few letters, and search where nothing fits', async () => {
    const page = await stage.open(mara, '/claims');
    await page.getByText('3 found').waitFor();
    await press(page, 'Control+k');
    await page.getByRole('option', { name: 'Go to Inbox · Diplomacy' }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.type('inbox dipl');
    await press(page, 'Enter');
    await page.getByRole('heading', { name: 'Diplomacy' }).waitFor();
    await press(page, 'Control+k');
    await page.keyboard.type('ships');
    await press(page, 'Enter');
    await page.getByText('1 found').waitFor();
    expect(new URL(page.url()).search).toBe('?q=ships');
  });

  it('the colours follow the system until somebody chooses, and the choice stays', async () => {
    const page = await stage.open(mara, '/mine', { ...DESKTOP, colorScheme: 'dark' });
    await page.getByText('You hold no review').waitFor();
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(await ground()).toBe('rgb(19, 22, 26)');
    await page.getByRole('button', { name: /^Account of/ }).click();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('menuitemradio', { name: /Light/ }).click();
    expect(await ground()).toBe('rgb(250, 249, 246)');
    await page.reload();
    await page.getByText('You hold no review').waitFor();
    expect(await ground()).toBe('rgb(250, 249, 246)');
  });

  it('nothing moves after the first paint, and data comes in one step after the session', async () => {
    const page = await stage.open(mara, '/mine');
    await page.addInitScript(() => {
      const seen: { shift: number } = { shift: 0 };
      (globalThis as any).seen = seen;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as any[]) if (!entry.hadRecentInput) seen.shift += entry.value;
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await page.goto(`/reviews/${decidedId}`);
    await page.getByText('The log has the hour.').first().waitFor();
    await page.waitForTimeout(500);
    expect(await page.evaluate(() => (globalThis as any).seen.shift)).toBeLessThan(0.02);
  });
});
