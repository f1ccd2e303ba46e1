import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { SealerRunner } from '../../src/audit/sealer-runner.js';
import { ADD_EVIDENCE, DECIDE, RELEASE, TAKE } from '../operations.js';
import type { Person } from '../desk-app.js';
import { SealerFolder } from '../sealed-database.js';
import { Line } from './line.js';
import { type Editor, press, seriousFindings, Stage } from './stage.js';
import { Traffic } from './traffic.js';

/** What one does is to be seen by the other within this. */
const SOON = { timeout: 2500 };

let stage: Stage;
let folder: SealerFolder;
let sealer: SealerRunner;
let line: Line;
let mara: Editor;
let noor: Person;
beforeAll(async () => {
  stage = await Stage.start();
  folder = await SealerFolder.make();
  sealer = new SealerRunner({ url: stage.app.sealerUrl, own: folder.own(), isAlone: false });
  sealer.onApplicationBootstrap();
  line = await Line.to(stage.app.url);
  mara = await stage.editor('Mara');
  noor = await stage.app.person('EDITOR');
});
afterEach(async () => {
  line.mend();
  line.refusesSockets = false;
  await stage.end();
  await stage.app.endAllLeases();
});
afterAll(async () => {
  await line?.close();
  await sealer?.onApplicationShutdown();
  await stage?.stop();
  await folder?.remove();
});

const rows = (page: Page) => page.getByRole('list', { name: 'Reviews' }).getByRole('link');
const take = async (id: string) => (await noor.data(TAKE, { id })).answer.review;
const decide = async (review: any, verdict = 'DISPUTED') => {
  const input = {
    reviewId: review.id,
    leaseToken: review.lease.token,
    verdict,
    rationale: 'Reasons.',
    expectedVersion: review.claim.version,
    idempotencyKey: review.id,
  };
  expect((await noor.data(DECIDE, { input })).answer.__typename).toBe('DecideReviewSuccess');
};

const allSealed = (): Promise<boolean> =>
  stage.app.until('all to be sealed', async () => {
    const [row] = await stage.app.sql(
      'SELECT (SELECT count(*) FROM audit.event) = (SELECT max(size) FROM audit.checkpoint) AS done',
    );
    return row.done;
  });

/** Opens a page whose traffic is watched, once it is told of changes. */
async function watch(who: Editor, path: string, through = stage.app.url): Promise<{ page: Page; traffic: Traffic }> {
  const page = await stage.open(who, '/assets/mark.svg');
  await page.addInitScript(() => localStorage.setItem('claimdesk.signed-in', 'yes'));
  const traffic = new Traffic(page);
  await page.goto(through + path);
  if (!line.refusesSockets) {
    await stage.app.until(
      'the page to be told',
      async () => traffic.isTold('ReviewFeed') && traffic.isTold('CountsFeed'),
    );
    await page.waitForTimeout(1000); // it reads what was before, once
  }
  traffic.requests = [];
  return { page, traffic };
}

describe('what others do', () => {
  it('shows in the inbox at once: who took a review, what was decided, and how many there are', async () => {
    const deskId = await stage.app.desk('shown', { name: 'Shown' });
    const [first, second] = await stage.app.reviews(deskId, 2);
    const { page, traffic } = await watch(mara, '/inbox/shown');
    await rows(page).nth(1).waitFor();
    await page.getByRole('button', { name: 'Waiting 2' }).waitFor();
    const row = page.locator(`a[href="/reviews/${first!.reviewId}"]`);
    await row.hover();
    const review = await take(first!.reviewId);
    await row.getByText(`held: ${noor.name}`).waitFor(SOON);
    await page.getByRole('button', { name: 'Held 1' }).waitFor(SOON);
    await page.getByRole('button', { name: 'Waiting 1' }).waitFor(SOON);
    await decide(review);
    await row.getByText('Disputed').waitFor(SOON);
    await page
      .getByRole('navigation')
      .getByRole('link', { name: /^Shown.*1/ })
      .waitFor(SOON);
    expect(await rows(page).count()).toBe(2); // nothing moves under a hand
    await page.getByRole('button', { name: /1 no longer here/ }).click();
    await page.waitForFunction(() => document.querySelectorAll('ol.rows a').length === 1);
    expect(await rows(page).first().getAttribute('href')).toBe(`/reviews/${second!.reviewId}`);
    expect(traffic.sockets).toBe(1);
    expect(traffic.subscribed.toSorted()).toEqual(['CountsFeed', 'ReviewFeed']);
  });

  it('that is new comes into a list that nobody has a hand on, and is announced to who has', async () => {
    const deskId = await stage.app.desk('new', { name: 'New' });
    const { page } = await watch(mara, '/inbox/new');
    await page.getByText('The inbox is empty').waitFor();
    await stage.app.reviews(deskId, 2);
    await rows(page).nth(1).waitFor({ timeout: 4000 });
    await press(page, 'j');
    await stage.app.review(deskId, { statement: 'It came while somebody read.' });
    const news = page.getByRole('button', { name: /1 new/ });
    await news.waitFor({ timeout: 8000 });
    expect(await rows(page).count()).toBe(2);
    expect(await seriousFindings(page)).toEqual([]);
    await news.click();
    await rows(page).filter({ hasText: 'It came while somebody read.' }).waitFor();
    expect(await news.count()).toBe(0);
  });

  it('shows on a review’s page: who took it, new evidence, the decision; and on the claim’s', async () => {
    const deskId = await stage.app.desk('open', { name: 'Open desk' });
    const { claimId, reviewId } = await stage.app.review(deskId);
    const { page, traffic } = await watch(mara, `/reviews/${reviewId}`);
    const claim = (await watch(mara, `/claims/${claimId}`)).page;
    await page.getByRole('button', { name: 'Take it' }).waitFor();
    await stage.app.until('the page to be told', async () => traffic.isTold('ClaimFeed'));
    traffic.requests = [];
    await take(reviewId);
    await page.getByText(`${noor.name} holds this review.`).waitFor(SOON);
    expect(await page.getByRole('button', { name: 'Take it' }).count()).toBe(0);
    const add = (url: string) => noor.data(ADD_EVIDENCE, { input: { claimId, url, stance: 'SUPPORTS' } });
    await add('https://harbour.example/log');
    for (const each of [page, claim]) await each.getByText('harbour.example').first().waitFor(SOON);
    const { review } = await noor.data(
      `query ($id: ID!) { review(id: $id) { id lease { token } claim { version } } }`,
      {
        id: reviewId,
      },
    );
    await decide(review, 'VERIFIED');
    await page.getByRole('heading', { name: 'Decided' }).waitFor(SOON);
    await claim.getByText('Reasons.').waitFor(SOON);
    await claim.getByRole('button', { name: 'History' }).click();
    await claim.getByText('decided it').first().waitFor();
    const added = claim.getByText(/added evidence/);
    const before = await added.count();
    await add('https://harbour.example/2');
    await added.nth(before).waitFor({ timeout: 8000 });
    expect(traffic.requests).toEqual([]);
  });

  it('takes a hold away at once, and says who has the review', async () => {
    const deskId = await stage.app.desk('lost', { name: 'Lost' });
    const { reviewId } = await stage.app.review(deskId);
    const { page } = await watch(mara, `/reviews/${reviewId}`);
    await page.getByRole('button', { name: 'Take it' }).click();
    await page.getByLabel('Rationale').fill('Half a thought');
    await stage.app.endAllLeases();
    await take(reviewId);
    const bar = page.getByRole('alert').filter({ hasText: 'You do not hold this review any more' });
    await bar.getByText(`${noor.name} holds this review.`).waitFor({ timeout: 5000 });
    expect(await page.getByLabel('Rationale').inputValue()).toBe('Half a thought');
  });
});

describe('a connection', () => {
  it('that is lost says so and since when, keeps what is shown and typed, and misses nothing when it is back', async () => {
    const deskId = await stage.app.desk('cut', { name: 'Cut' });
    const [first, second] = await stage.app.reviews(deskId, 2);
    const inbox = await watch(mara, '/inbox/cut', line.url);
    const work = await watch(mara, `/reviews/${first!.reviewId}`, line.url);
    await work.page.getByRole('button', { name: 'Take it' }).click();
    await work.page.getByLabel('Rationale').fill('Typed before it was lost.');
    await rows(inbox.page).getByText('held: you').waitFor(SOON);
    line.cut(true);
    for (const { page } of [inbox, work]) {
      await page.getByText('Claimdesk does not answer.').waitFor({ timeout: 6000 });
      await page.getByText('The connection was lost').waitFor();
      expect(await seriousFindings(page)).toEqual([]);
    }
    await work.page.locator('.verdict-option.verified').click();
    await press(work.page, 'Control+Enter');
    await work.page.getByRole('alert').getByText('could not be reached').waitFor();
    expect(await work.page.getByLabel('Rationale').inputValue()).toBe('Typed before it was lost.');
    await decide(await take(second!.reviewId), 'VERIFIED');
    await stage.app.sql("UPDATE review SET lease_until = now() + interval '10 min' WHERE id = $1", [first!.reviewId]);
    expect(await rows(inbox.page).count()).toBe(2);
    const before = inbox.traffic.sent.length;
    line.mend();
    await inbox.page.getByText('Claimdesk does not answer.').waitFor({ state: 'detached', timeout: 20_000 });
    await inbox.page.waitForFunction(() => document.querySelectorAll('ol.rows a').length === 1);
    await stage.app.until('the line to be back', async () => inbox.traffic.sent.slice(before).length >= 3);
    const again = inbox.traffic.sent.slice(before).filter(({ type }) => type === 'subscribe');
    expect(again.map(({ payload }) => typeof payload.variables.after)).toEqual(['string', 'string']);
    await press(work.page, 'Control+Enter');
    await work.page.getByRole('heading', { name: 'Decided' }).waitFor();
    stage.forgive(/ERR_|WebSocket/);
  }, 60_000);

  it('that breaks again and again is resumed from the last message: each change comes once', async () => {
    const deskId = await stage.app.desk('resumed', { name: 'Resumed' });
    const { reviewId } = await stage.app.review(deskId);
    const { page, traffic } = await watch(mara, '/inbox/resumed', line.url);
    const versions = () =>
      traffic.received
        .map(({ payload }) => payload?.data?.reviewChanged?.review)
        .filter((review) => review?.id === reviewId)
        .map(({ version }) => version);
    for (let i = 0; i < 5; i += 1) {
      const { lease } = await take(reviewId);
      line.refusesSockets = true;
      line.cut(false);
      await noor.data(RELEASE, { id: reviewId, leaseToken: lease.token });
      await allSealed(); // before it is back, which by itself would bring nothing
      line.refusesSockets = false;
      await stage.app.until('the line to be back', async () => traffic.open > 0);
    }
    const [{ version }] = await stage.app.sql('SELECT version FROM review WHERE id = $1', [reviewId]);
    await stage.app.until('the last change', async () => versions().at(-1) === version);
    expect(versions()).toEqual([...new Set(versions())].toSorted((a, b) => a - b));
    expect(traffic.sockets).toBeGreaterThan(3);
    expect(await page.getByText('Claimdesk does not answer.').count()).toBe(0);
    stage.forgive(/ERR_|WebSocket/);
  }, 60_000);

  it('of a tab that nobody looks at is given back, and goes on from where it was when somebody does', async () => {
    const deskId = await stage.app.desk('hidden', { name: 'Hidden' });
    const { reviewId } = await stage.app.review(deskId);
    const { page, traffic } = await watch(mara, '/inbox/hidden');
    await rows(page).first().waitFor();
    const turn = (to: 'hidden' | 'visible') =>
      page.evaluate((state) => {
        Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
        document.dispatchEvent(new Event('visibilitychange'));
      }, to);
    await page.clock.install();
    await turn('hidden');
    await page.clock.fastForward(61_000);
    await stage.app.until('the socket to be closed', async () => traffic.open === 0);
    traffic.requests = [];
    const before = traffic.sent.length;
    await take(reviewId);
    await page.clock.fastForward(200_000);
    await page.waitForTimeout(500);
    expect(traffic.requests).toEqual([]);
    await turn('visible');
    await page.getByText(`held: ${noor.name}`).waitFor(SOON);
    await stage.app.until('it to subscribe', async () => traffic.subscribed.length === 4);
    const again = traffic.sent.slice(before).filter(({ type }) => type === 'subscribe');
    expect(again.map(({ payload }) => typeof payload.variables.after)).toEqual(['string', 'string']);
  }, 60_000);

  it('through which no socket goes is asked every 20 seconds, as before', async () => {
    const deskId = await stage.app.desk('polled', { name: 'Polled' });
    const { reviewId } = await stage.app.review(deskId);
    line.refusesSockets = true;
    const { page, traffic } = await watch(mara, '/inbox/polled', line.url);
    await rows(page).first().waitFor();
    await page.waitForTimeout(1000);
    traffic.requests = [];
    await take(reviewId);
    await page.getByText(`held: ${noor.name}`).waitFor({ timeout: 25_000 });
    expect(traffic.requests.length).toBeLessThanOrEqual(6); // the desks, what one holds, and the list, twice at most
    expect(traffic.received).toEqual([]);
    stage.forgive(/WebSocket/);
  }, 60_000);
});

describe('many changes', () => {
  it('at once are a handful of requests, and what is shown is right in the end', async () => {
    const deskId = await stage.app.desk('burst', { name: 'Burst' });
    await stage.app.reviews(deskId, 500);
    await allSealed();
    const { page, traffic } = await watch(mara, '/inbox/burst');
    await rows(page).nth(5).waitFor();
    // A hundred that the page is told of one by one
    await stage.app.sql(
      `UPDATE review SET priority = 61, version = version + 1 WHERE id IN (SELECT id FROM review WHERE desk_id = $1 ORDER BY priority DESC, due_at, id LIMIT 100)`,
      [deskId],
    );
    await page.waitForFunction(
      () => document.querySelector('.row-priority')?.textContent?.startsWith('61'),
      null,
      SOON,
    );
    expect(traffic.requests.length).toBeLessThanOrEqual(2);
    // All of them: reading anew costs less
    await stage.app.sql('UPDATE review SET priority = 72, version = version + 1 WHERE desk_id = $1', [deskId]);
    await page.waitForFunction(
      () => document.querySelector('.row-priority')?.textContent?.startsWith('72'),
      null,
      SOON,
    );
    await page.waitForTimeout(13_000);
    expect(traffic.requests.length).toBeLessThanOrEqual(8);
    expect(traffic.sent.filter(({ type }) => type === 'subscribe')).toHaveLength(3); // once more after the flood
    await take(
      (await stage.app.sql('SELECT id FROM review WHERE desk_id = $1 ORDER BY due_at, id LIMIT 1', [deskId]))[0].id,
    );
    await rows(page).getByText(`held: ${noor.name}`).waitFor(SOON);
  }, 60_000);
});

describe('the log’s tail', () => {
  const newest = (page: Page) => page.locator('.entry-index').first().textContent();
  const sealed = async () => (await stage.app.sql('SELECT max(size)::int AS n FROM audit.checkpoint'))[0].n as number;

  it('comes in by itself at the top, waits where somebody is further down or has paused it; the stamp follows', async () => {
    const audrey = await stage.editor('Audrey', ['AUDITOR']);
    const deskId = await stage.app.desk('tail', { name: 'Tail' });
    await stage.app.reviews(deskId, 15);
    const { page } = await watch(audrey, '/audit');
    await page.getByText('New entries come in as they are sealed.').waitFor();
    const grow = async (): Promise<number> => {
      const before = await sealed();
      await stage.app.review(deskId);
      return stage.app.until('it to be sealed', async () => ((await sealed()) > before + 3 ? sealed() : null));
    };
    let size = await grow();
    await page.getByText(new RegExp(`^${size.toLocaleString('en')} entries sealed`)).waitFor({ timeout: 4000 });
    await page.waitForFunction((n) => document.querySelector('.entry-index')?.textContent === `#${n}`, size - 1, {
      timeout: 8000,
    });

    await page.getByRole('button', { name: 'Pause' }).click();
    const shown = await newest(page);
    const paused = await grow();
    const news = page.getByRole('button', { name: new RegExp(`${paused - size} new`) });
    await news.waitFor({ timeout: 8000 });
    await page.getByText(new RegExp(`^${paused.toLocaleString('en')} entries sealed`)).waitFor();
    expect(await newest(page)).toBe(shown);
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.waitForFunction((n) => document.querySelector('.entry-index')?.textContent === `#${n}`, paused - 1);

    await page.mouse.move(500, 500);
    await page.mouse.wheel(0, 900);
    await page.waitForTimeout(300);
    const top = () => page.evaluate(() => window.scrollY);
    const place = await top();
    expect(place).toBeGreaterThan(300);
    size = await grow();
    await page.getByRole('button', { name: /new/ }).waitFor({ timeout: 8000 });
    expect(await top()).toBe(place);
    await page.getByRole('button', { name: /new/ }).click();
    await page.waitForFunction((n) => document.querySelector('.entry-index')?.textContent === `#${n}`, size - 1);
    expect(await top()).toBe(0);
  }, 60_000);
});

describe('a session', () => {
  it('that ends while only the socket is open is told of at once, and goes on after the sign-in', async () => {
    const deskId = await stage.app.desk('ended', { name: 'Ended' });
    const { reviewId } = await stage.app.review(deskId);
    const pia = await stage.editor('Pia');
    const { page, traffic } = await watch(pia, '/inbox/ended');
    await rows(page).first().waitFor();
    traffic.requests = [];
    await stage.app.sql('DELETE FROM session WHERE user_id = $1', [pia.id]);
    const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
    await dialog.waitFor({ timeout: 20_000 });
    expect(traffic.requests).toEqual([]);
    await take(reviewId);
    await dialog.getByLabel('Password').fill(pia.password);
    await press(page, 'Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.getByText(`held: ${noor.name}`).waitFor({ timeout: 5000 });
    const again = traffic.sent.filter(({ type }) => type === 'subscribe').slice(2);
    expect(again.map(({ payload }) => typeof payload.variables.after)).toEqual(['string', 'string']);
    stage.forgive(/401/);
  }, 60_000);
});
