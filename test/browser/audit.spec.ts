import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { DESKTOP, type Editor, isTooWide, PHONE, press, seriousFindings, Stage } from './stage.js';

let stage: Stage;
let audrey: Editor;
let mara: Editor;
let claimId: string;
let reviewId: string;
let sealed: { size: number; note: string; verifierKey: string };
beforeAll(async () => {
  stage = await Stage.start();
  audrey = await stage.editor('Audrey', ['AUDITOR']);
  mara = await stage.editor('Mara Kovač', ['CHIEF_EDITOR']);
  const deskId = await stage.app.desk('diplomacy', { name: 'Diplomacy' });
  const noor = await stage.app.person('EDITOR');
  ({ claimId, reviewId } = await stage.app.review(deskId, { statement: 'The harbour is open.' }));
  await stage.app.reviews(deskId, 60);
  const { takeReview } = await noor.data(
    `mutation ($id: ID!) { takeReview(id: $id) { ... on ReviewSuccess { review { lease { token } claim { version } } } } }`,
    { id: reviewId },
  );
  const input = {
    reviewId,
    leaseToken: takeReview.review.lease.token,
    verdict: 'UNCONFIRMED',
    rationale: 'The log has the hour, and nothing else does.',
    expectedVersion: takeReview.review.claim.version,
    idempotencyKey: 'audit',
  };
  await noor.data(`mutation ($input: DecideReviewInput!) { decideReview(input: $input) { __typename } }`, { input });
  sealed = await stage.app.seal();
});
afterEach(() => stage.end());
afterAll(() => stage?.stop());

const ledger = (page: Page) => page.getByRole('list', { name: 'Entries of the log' }).getByRole('listitem');
const choose = async (page: Page, name: string, lines: string | Buffer): Promise<void> => {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: /^(?:Choose a|Verify another) file$/ }).click();
  await (await chooser).setFiles({ name, mimeType: 'application/x-ndjson', buffer: Buffer.from(lines) });
};
/** What the export button saves. */
async function exported(page: Page): Promise<string> {
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export the log' }).click();
  const download = await saving;
  expect(download.suggestedFilename()).toMatch(/^claimdesk-log-\d+\.ndjson$/);
  return readFile(await download.path(), 'utf8');
}

const LOOKS: readonly [string, BrowserContextOptions][] = [
  ['by day', { ...DESKTOP, colorScheme: 'light' }],
  ['by night', { ...DESKTOP, colorScheme: 'dark' }],
  ['on a phone', { ...PHONE, colorScheme: 'light' }],
];
it.each(LOOKS)(
  'the log, a proof, a stamp and a broken file %s have no serious finding of axe',
  async (_look, options) => {
    const page = await stage.open(audrey, '/audit', options);
    const check = async (what: string) => {
      expect([what, await seriousFindings(page)]).toEqual([what, []]);
      expect([what, await isTooWide(page)]).toEqual([what, false]);
    };
    await ledger(page).nth(3).waitFor();
    await page.getByText(`${sealed.size} entries sealed`).waitFor();
    await check('the log');
    const file = await exported(page);
    await choose(page, 'log.ndjson', file);
    await page.getByText('It holds').waitFor();
    await page.getByText('Key and earlier checkpoint').click();
    await check('a stamp');
    await choose(page, 'log.ndjson', file.replace('"UNCONFIRMED"', '"VERIFIED"'));
    await page.getByText('It was tampered with').waitFor();
    await check('a break');
    await page.goto('/audit?at=3');
    await page.getByText('Proven').waitFor();
    await page.getByText('The sealed line').click();
    await check('a proof');
  },
);

describe('the log', () => {
  it('is a ledger, the newest first, that grows as one goes down; filters stand in the address', async () => {
    const page = await stage.open(audrey, '/audit');
    const newest = sealed.size - 1;
    await page.getByRole('link', { name: `Entry ${newest}:` }).waitFor();
    await page.mouse.move(500, 500);
    const lastShown = async () => Number(await ledger(page).last().getAttribute('aria-posinset'));
    for (let last = 0; last <= 60;) {
      last = await lastShown();
      await page.mouse.wheel(0, 4000);
      await page.waitForFunction(
        (before) =>
          Number([...document.querySelectorAll('[aria-posinset]')].at(-1)?.getAttribute('aria-posinset')) > before,
        last,
      );
    }
    await page.evaluate(() => window.scrollTo(0, 0));
    await page.getByRole('button', { name: /What happened/ }).click();
    await page.getByRole('option', { name: 'decision added' }).click();
    await page.waitForFunction(() => document.querySelectorAll('[aria-posinset]').length === 1);
    expect(new URL(page.url()).search).toBe('?type=decision.created');
    await ledger(page).getByText('The log has the hour').waitFor();
    await page.getByRole('textbox', { name: 'Claim' }).fill(`${stage.app.url}/claims/${claimId}`);
    await page.getByLabel('From').fill('2100-01-01');
    await page.getByRole('heading', { name: 'No entry fits' }).waitFor();
    expect(new URL(page.url()).search).toBe(`?type=decision.created&claim=${claimId}&from=2100-01-01`);
    await page.getByRole('button', { name: 'Clear the filters' }).first().click();
    await page.getByRole('link', { name: `Entry ${newest}:` }).waitFor();
    await ledger(page).getByRole('button', { name: 'test', exact: true }).first().click();
    await page.waitForURL('**/audit?by=system%3Atest');
    await ledger(page).getByRole('link', { name: 'Open the claim' }).first().waitFor();
  });

  it('is gone through by keys, and an entry opens with its proof', async () => {
    const page = await stage.open(audrey, '/audit');
    await ledger(page).nth(3).waitFor();
    await press(page, 'j', 'j', 'Enter');
    await page.waitForURL(`**/audit?at=${sealed.size - 2}`);
    await page.getByText('Proven').waitFor();
  });

  it('tells those who may not why, and shows them no way there', async () => {
    const page = await stage.open(await stage.editor('Eve', ['EDITOR']), '/audit');
    await page.getByText('The audit log is for auditors and chief editors').waitFor();
    expect(await page.getByRole('link', { name: 'Audit', exact: true }).count()).toBe(0);
  });

  it('that could not be loaded says so, and is there once it can', async () => {
    const page = await stage.visitor();
    await page.context().request.post('/auth/sign-in', { data: { email: audrey.email, password: audrey.password } });
    await page.addInitScript(() => localStorage.setItem('claimdesk.signed-in', 'yes'));
    await page.route('**/graphql', (route) => route.abort());
    await page.goto('/audit');
    await page.getByText('Claimdesk does not answer').first().waitFor();
    await page.unroute('**/graphql');
    await ledger(page).nth(3).waitFor();
    stage.forgive(/ERR_FAILED/);
  });
});

describe('an export', () => {
  it('takes the filters, and private texts where they are wanted', async () => {
    const page = await stage.open(audrey, '/audit?type=decision.created');
    await ledger(page).first().waitFor();
    const lines = (await exported(page)).split('\n');
    expect(JSON.parse(lines[0]!)).toMatchObject({ size: sealed.size, filter: { type: ['decision.created'] } });
    expect(lines.filter((line) => line.startsWith('{"$private"'))).toEqual([]);
    await page.getByText('Saved: 1 entries').waitFor();
    await page.getByText('With private texts').click();
    expect(await exported(page)).toContain('The log has the hour');
    await page.getByRole('button', { name: 'Verify it here' }).click();
    await page.getByText('It holds').waitFor();
  });
});

describe('a file', () => {
  let page: Page;
  let file: string;
  const open = async (): Promise<void> => {
    page = await stage.open(audrey, '/audit');
    await ledger(page).first().waitFor();
    file = await (await page.request.get('/audit/log?private=1')).text();
  };

  it('that holds gets a stamp, also compressed', async () => {
    await open();
    await choose(page, 'log.ndjson.gz', gzipSync(file));
    const stamp = page.getByRole('status').filter({ hasText: 'It holds' });
    await stamp.getByText('log.ndjson.gz is what was signed').waitFor();
    await stamp.getByText(sealed.note.split('\n')[2]!).waitFor();
  });

  it('with a changed, a missing and a torn line shows the line', async () => {
    await open();
    const lines = file.split('\n');
    const changed = lines.findIndex((line) => line.includes('"UNCONFIRMED"'));
    const forged = lines.with(changed, lines[changed]!.replace('"UNCONFIRMED"', '"VERIFIED"'));
    await choose(page, 'forged.ndjson', forged.join('\n'));
    const broken = page.getByRole('alert');
    await broken.getByText('It was tampered with').waitFor();
    await broken.getByText(`Line ${changed + 1}`, { exact: true }).waitFor();
    expect(await broken.locator('pre').textContent()).toBe(forged[changed]!.slice(0, 2000));
    const text = lines.findIndex((line) => line.startsWith('{"$private"'));
    await choose(
      page,
      'text.ndjson',
      lines.with(text, lines[text]!.replace(/"\$private":"./, '"$private":"')).join('\n'),
    );
    await broken
      .getByText(`Line ${text + 1}`, { exact: true })
      .first()
      .waitFor();
    await choose(page, 'torn.ndjson', file.slice(0, -40));
    await broken.getByText('It is no whole log').waitFor();
  });

  it('is held against another key and an earlier checkpoint', async () => {
    await open();
    await page.getByText('Key and earlier checkpoint').click();
    await page.getByRole('textbox', { name: 'Earlier checkpoint' }).fill(sealed.note.trimEnd());
    await choose(page, 'log.ndjson', file);
    await page.getByText(`Continues the earlier checkpoint of ${sealed.size} entries`).waitFor();
    await page.getByRole('textbox', { name: 'Earlier checkpoint' }).fill('');
    await page.getByRole('textbox', { name: 'Verifier key' }).fill('nonsense');
    await page.getByText('Each line must be a key').first().waitFor();
    const other = 'other.example/log+15d00f6e+AWKDc1rTEXkoAlbI7PPUZmFeVbVkIgUZyvi1ZJ/lX0bQ';
    await page.getByRole('textbox', { name: 'Verifier key' }).fill(other);
    await choose(page, 'log.ndjson', file);
    await page.getByRole('alert').waitFor();
  });
});

describe('a decision', () => {
  it('leads from its claim to its proof, and so does each line of the history', async () => {
    const page = await stage.open(mara, `/claims/${claimId}`);
    await page.getByRole('button', { name: 'Look up the proof' }).click();
    await page.getByText('Proven').waitFor();
    await page.getByText('decision added').first().waitFor();
    const at = Number(new URL(page.url()).searchParams.get('at'));
    expect(at).toBeGreaterThan(0);
    await page.goto(`/reviews/${reviewId}`);
    await page.getByRole('button', { name: 'History' }).click();
    await page.getByRole('link', { name: `sealed #${at}` }).click();
    await page.getByText(`Entry ${at} is in the signed log of ${sealed.size} entries`).waitFor();
  });

  it('whose proof the server falsifies is not proven', async () => {
    const page = await stage.open(mara, '/mine');
    await page.getByText('You hold no review').waitFor();
    await page.route('**/audit/tile/entries/**', async (route) => {
      const answer = await route.fetch();
      const body = await answer.body();
      for (let at = body.indexOf('"INSERT"'); at >= 0; at = body.indexOf('"INSERT"', at + 1))
        body.write('"inserT"', at);
      await route.fulfill({ response: answer, body, headers: { 'content-type': 'application/octet-stream' } });
    });
    await page.goto('/audit?at=3');
    await page.getByRole('alert').getByText('Not proven').waitFor();
  });
});
