import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { KEPT_DOCUMENTS } from '../../src/graphql/limits.js';
import { casesOf, isLong } from './fuzzing.js';
import { Guard } from './guard.js';
import { Stage } from './stage.js';

let stage: Stage;
let guard: Guard;
beforeAll(async () => {
  stage = await Stage.start();
  guard = new Guard(stage.app, stage.chief);
}, 60_000);
afterAll(() => stage?.stop());

/** What is in use once everything that can be thrown away is thrown away. */
function heapMegabytes(): number {
  setFlagsFromString('--expose_gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  return process.memoryUsage().heapUsed / 1e6;
}

/** Each longer than what is otherwise used for a request, so that 100 which are kept are 4 MB. */
const COMMENT = 'x'.repeat(40_000);
const BATCH = isLong ? casesOf({ short: 0, share: 0.01 }) : 400;
let sent = 0;

/** Documents that nobody sent before: good ones, bad ones, and such as are compiled. */
async function sendNew(count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    sent += 1;
    const query = `{ desks { ${i % 2 === 0 ? 'id' : 'none'} } } # ${sent} ${COMMENT}`;
    for (let times = i % 40 === 0 ? 5 : 1; times > 0; times -= 1)
      await guard.ask({ query, variables: { x: `${sent}` } });
  }
}

it('keeps no more of new documents than it is meant to', async () => {
  await sendNew(5 * KEPT_DOCUMENTS);
  const before = heapMegabytes();
  await sendNew(BATCH);
  const grown = heapMegabytes() - before;
  // all of them would be 16 MB and more
  expect(grown).toBeLessThan(6);
}, 600_000);
