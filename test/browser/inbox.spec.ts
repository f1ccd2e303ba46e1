import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { type Editor, press, Stage } from './stage.js';

let stage: Stage;
let mara: Editor;
beforeAll(async () => {
  stage = await Stage.start();
  mara = await stage.editor('Mara');
});
afterEach(() => stage.end());
afterAll(() => stage?.stop());

it('lists a desk’s reviews, and keeps filters and words in the address', async () => {
  const deskId = await stage.app.desk('diplomacy', { name: 'Diplomacy' });
  await stage.app.review(deskId, { statement: 'The call took place on Monday.', claimant: 'A minister' });
  await stage.app.review(deskId, { statement: 'The summit was put off.' });
  const page = await stage.open(mara, '/inbox/diplomacy');
  await page.getByRole('link', { name: /The call took place/ }).waitFor();
  await page.getByText('2 found').waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('monday');
  await page.getByText('1 found').waitFor();
  expect(new URL(page.url()).search).toBe('?q=monday');
  await page.getByRole('button', { name: /^Held/ }).click();
  await page.getByText('No review fits').waitFor();
  expect(new URL(page.url()).search).toBe('?show=held&q=monday');
  await page.reload();
  await page.getByText('No review fits').waitFor();
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await page.getByText('2 found').waitFor();
});

it('is gone through by keys: J, K, Enter, N, and back to the same place', async () => {
  const deskId = await stage.app.desk('keys', { name: 'Keys' });
  await stage.app.reviews(deskId, 3);
  const page = await stage.open(mara, '/inbox/keys');
  const rows = page.getByRole('list', { name: 'Reviews' }).getByRole('link');
  await rows.nth(2).waitFor();
  await press(page, 'j', 'j', 'j', 'k');
  const second = await rows.nth(1).getAttribute('href');
  expect(await page.evaluate(() => document.activeElement!.getAttribute('href'))).toBe(second);
  await press(page, 'Enter');
  await page.getByRole('button', { name: 'Take it' }).waitFor();
  expect(new URL(page.url()).pathname).toBe(second);
  await press(page, 'b');
  await rows.nth(2).waitFor();
  await press(page, 'n');
  await page.getByLabel('Rationale').waitFor();
  const held = await stage.app.sql('SELECT id FROM review WHERE lease_holder_id = $1', [mara.id]);
  expect(new URL(page.url()).pathname).toBe(`/reviews/${held[0].id}`);
  await stage.app.endAllLeases();
});

it('says who holds what, and learns by itself what others did', async () => {
  const deskId = await stage.app.desk('shared', { name: 'Shared' });
  const { reviewId } = await stage.app.review(deskId);
  const page = await stage.open(mara, '/inbox/shared');
  await page.getByRole('link', { name: /Waiting/ }).waitFor();
  const noor = await stage.app.person('EDITOR');
  await noor.data('mutation ($id: ID!) { takeReview(id: $id) { __typename } }', { id: reviewId });
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await page.getByText(`held: ${noor.name}`).waitFor();
  await page.getByRole('button', { name: 'Held 1' }).waitFor();
});

it('that is empty says what comes next and how the work goes; Take next says why there is nothing', async () => {
  await stage.app.desk('quiet', { name: 'Quiet desk' });
  const page = await stage.open(mara, '/inbox/quiet');
  await page.getByRole('heading', { name: 'The inbox is empty' }).waitFor();
  await page.getByText('How a review goes').waitFor();
  await press(page, 'n');
  await page.getByRole('alert').getByText('Nothing waits on the desk Quiet desk').waitFor();
  await page.goto('/inbox/nowhere');
  await page.getByText('There is no such desk').waitFor();
});

it('is not for auditors to take from', async () => {
  const deskId = await stage.app.desk('audited', { name: 'Audited' });
  await stage.app.review(deskId);
  const page = await stage.open(await stage.editor('Audrey', ['AUDITOR']), '/inbox/audited');
  await page.getByRole('link', { name: /Waiting/ }).waitFor();
  expect(await page.getByRole('button', { name: 'Take next' }).count()).toBe(0);
});

it('scrolls through 100,000 reviews with a screenful of them in the page', async () => {
  const deskId = await stage.app.desk('full', { name: 'Full' });
  // Without triggers: it is the list that is tested, and a log of 100,000 events takes a minute to write
  await stage.app.sql(`SET session_replication_role = replica`);
  await stage.app.sql(
    `INSERT INTO claim (id, desk_id, statement, claimant, fingerprint, language, topics)
     SELECT gen_random_uuid(), $1, 'Bulk statement ' || n, 'A claimant', sha256(('bulk' || n)::bytea), 'en', '{}'
     FROM generate_series(1, 100) n`,
    [deskId],
  );
  await stage.app.sql(
    `INSERT INTO review (id, claim_id, desk_id, round, kind, state, priority, queued_at, due_at, decision_id, decided_at)
     SELECT gen_random_uuid(), id, desk_id, n, 'RECHECK', 'DECIDED', 50, now(), now(), gen_random_uuid(), now()
     FROM claim, generate_series(1, 1000) n WHERE desk_id = $1`,
    [deskId],
  );
  await stage.app.sql(`SET session_replication_role = origin`);
  await stage.app.sql('ANALYZE claim, review');
  const page = await stage.open(mara, '/inbox/full?show=decided');
  await page.getByText('1,000+ found').waitFor();
  const rows = page.getByRole('list', { name: 'Reviews' }).getByRole('listitem');
  await page.mouse.move(800, 500);
  const lastShown = async () => Number(await rows.last().getAttribute('aria-posinset'));
  for (let screens = 0; screens < 12; screens += 1) {
    const before = await lastShown();
    await page.mouse.wheel(0, 4000);
    await page.waitForFunction(
      (last) => Number([...document.querySelectorAll('[aria-posinset]')].at(-1)?.getAttribute('aria-posinset')) > last,
      before,
    );
    expect(await rows.count()).toBeLessThan(60);
  }
  expect(await lastShown()).toBeGreaterThan(300);
}, 60_000);
