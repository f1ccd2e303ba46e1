import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Page, Request } from 'playwright-core';
import { type BrowserContextOptions } from 'playwright-core';
import { DESKTOP, type Editor, PHONE, Stage } from './stage.js';

let stage: Stage;
let mara: Editor;
let pages: readonly [path: string, text: string][];
beforeAll(async () => {
  stage = await Stage.start();
  mara = await stage.editor('Mara', ['CHIEF_EDITOR']);
  const deskId = await stage.app.desk('diplomacy', { name: 'Diplomacy' });
  const { claimId, reviewId } = await stage.app.review(deskId, { statement: 'The harbour is closed.' });
  await stage.app.seal();
  pages = [
    ['/inbox/diplomacy', 'The harbour is closed.'],
    ['/inbox/_all?q=harbour', 'The harbour is closed.'],
    ['/mine', 'You hold no review'],
    [`/reviews/${reviewId}`, 'The harbour is closed.'],
    ['/claims', 'The harbour is closed.'],
    [`/claims/${claimId}`, 'The harbour is closed.'],
    ['/audit', 'entries sealed'],
    ['/desks/diplomacy/board', 'Nothing was decided in this time'],
    ['/admin/people', mara.email],
    ['/admin/tokens', 'You have no token in use'],
    ['/admin/webhooks', 'Nobody is told anything yet'],
  ];
});
afterEach(() => stage.end());
afterAll(() => stage?.stop());

/** How long every answer is held back, so that what begins after an answer can be told from what does not. */
const LATENCY_MS = 150;

interface Span {
  /** Path, and the name of the operation where it is a GraphQL request. */
  readonly what: string;
  readonly from: number;
  readonly to: number;
}

/** @returns the longest chain of requests of which each began only when the one before it had ended */
function longestChain(spans: readonly Span[]): string[] {
  const chains: Span[][] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const before = chains.filter((chain) => chain.at(-1)!.to <= span.from).toSorted((a, b) => b.length - a.length)[0];
    chains.push([...(before ?? []), span]);
  }
  return (chains.toSorted((a, b) => b.length - a.length)[0] ?? []).map(({ what }) => what);
}

/** @returns what the page asked for and had before its content was there, without what only decorates it */
async function spansOf(page: Page, path: string, text: string): Promise<Span[]> {
  const requests: Request[] = [];
  page.on('request', (request) => requests.push(request));
  await page.addInitScript((wanted) => {
    const look = (): void => {
      const { document } = globalThis as any;
      if (document?.body?.textContent.includes(wanted)) Object.assign(globalThis, { shownAt: Date.now() });
      else setTimeout(look, 5);
    };
    look();
  }, text);
  await page.goto(path);
  const shownAt = await page.waitForFunction(() => (globalThis as any).shownAt as number | undefined);
  const until = (await shownAt.jsonValue())!;
  const needed = requests.filter((request) => !['image', 'font'].includes(request.resourceType()));
  const spans = await Promise.all(
    needed.map(async (request) => {
      await (await request.response())?.finished();
      const { startTime, responseEnd } = request.timing();
      const operation = /(?:query|subscription) (\w+)/.exec(request.postData() ?? '')?.[1];
      const what = [new URL(request.url()).pathname, operation].filter(Boolean).join(' ');
      return { what, from: startTime, to: startTime + responseEnd };
    }),
  );
  return spans.filter(({ to }) => to <= until);
}

/** Opens a browser that waits a while for every answer. */
async function openSlowly(options: BrowserContextOptions): Promise<Page> {
  const page = await stage.open(mara, 'about:blank', options);
  const cdp = await page.context().newCDPSession(page);
  const conditions = { offline: false, latency: LATENCY_MS, downloadThroughput: -1, uploadThroughput: -1 };
  await cdp.send('Network.emulateNetworkConditions', conditions);
  return page;
}

it('no page asks for more than two things one after the other, once it is there itself', async () => {
  for (const [path, text] of pages) {
    const page = await openSlowly(DESKTOP);
    const chain = longestChain(await spansOf(page, path, text));
    // The page, then the program and the session, then the data
    expect([path, chain.slice(3)]).toEqual([path, []]);
    await page.context().close();
  }
}, 60_000);

it.each([
  ['wide', DESKTOP],
  ['narrow', PHONE],
])(
  'nothing moves on a %s screen once a page has begun to show',
  async (_width, options) => {
    for (const [path, text] of pages) {
      const page = await openSlowly(options);
      await page.addInitScript(() => {
        const shifts: string[] = [];
        Object.assign(globalThis, { shifts });
        new PerformanceObserver((list) => {
          for (const { value, sources } of list.getEntries() as any[]) {
            const moved = sources.map(
              ({ node, previousRect: { x, y } }: any) => `${node?.className ?? '?'} from ${x},${y}`,
            );
            shifts.push(`${value}: ${moved.join('; ')}`);
          }
        }).observe({ type: 'layout-shift', buffered: true });
      });
      await page.goto(path);
      await page.getByText(text).first().waitFor();
      await page.waitForTimeout(2 * LATENCY_MS); // for what comes after the content
      expect([path, await page.evaluate(() => (globalThis as any).shifts)]).toEqual([path, []]);
      await page.context().close();
    }
  },
  60_000,
);

const MANY = 100_000;

/** Adds reviews whose statements say their place in the queue. Their events would take most of the time, and no list reads them. */
async function fill(deskId: string, count: number): Promise<void> {
  const audit = (state: string): string =>
    ['claim', 'review'].map((table) => `ALTER TABLE ${table} ${state} TRIGGER audit_capture;`).join(' ');
  await stage.app.sql(audit('DISABLE'));
  await stage.app.sql(
    `WITH made AS (
       INSERT INTO claim (id, statement, claimant, claimed_at, language, desk_id, fingerprint)
       SELECT gen_random_uuid(), 'Number ' || i || '.', 'A minister', date '2025-01-01', 'en', $1::uuid,
              sha256(convert_to($1::uuid::text || i, 'UTF8'))
       FROM generate_series(1, $2::int) i RETURNING id, statement)
     INSERT INTO review (id, claim_id, desk_id, round, kind, state, priority, queued_at, due_at)
     SELECT gen_random_uuid(), id, $1::uuid, 1, 'INITIAL', 'QUEUED', 50, now(),
            now() + make_interval(days => 1, secs => substring(statement, '[0-9]+')::int)
     FROM made`,
    [deskId, count],
  );
  await stage.app.sql(audit('ENABLE ALWAYS'));
  await stage.app.sql('VACUUM (ANALYZE) claim, review');
}

/**
 * Scrolls as fast as the rows come until the row of this number is drawn.
 *
 * @returns how many rows were drawn at most, how often the screen had none, and which were not in their place
 */
const scrollTo = (page: Page, last: number): Promise<{ most: number; blank: number; misplaced: number[] }> =>
  page.evaluate(async (end) => {
    const { document, innerHeight, requestAnimationFrame, scrollTo: scroll } = globalThis as any;
    const seen = { most: 0, blank: 0, misplaced: [] as number[] };
    for (let at = 0; at < end;) {
      scroll(0, document.documentElement.scrollHeight);
      await new Promise(requestAnimationFrame);
      const rows = [...document.querySelectorAll('.rows > li')].map((row) => ({
        place: Number(row.getAttribute('aria-posinset')),
        number: Number(/Number (\d+)\./.exec(row.textContent)?.[1]),
        box: row.getBoundingClientRect(),
      }));
      seen.most = Math.max(seen.most, rows.length);
      if (!rows.some(({ box }) => box.bottom > 0 && box.top < innerHeight)) seen.blank += 1;
      for (const { place, number } of rows) if (number !== place) seen.misplaced.push(place);
      at = Math.max(at, ...rows.map(({ place }) => place));
    }
    return seen;
  }, last);

it('100,000 reviews are scrolled from end to end, with few rows drawn at a time and each in its place', async () => {
  await fill(await stage.app.desk('many', { name: 'Many' }), MANY);
  const page = await stage.open(mara, '/inbox/many');
  await page.getByText('Number 1.').waitFor();
  const { most, ...seen } = await scrollTo(page, MANY);
  expect(seen).toEqual({ blank: 0, misplaced: [] });
  expect(most).toBeLessThan(60);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('HeapProfiler.collectGarbage');
  expect((await cdp.send('Runtime.getHeapUsage')).usedSize).toBeLessThan(50_000_000); // rows far away are let go
}, 420_000); // 80 s on a quiet machine
