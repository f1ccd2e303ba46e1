import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { MAX_DOCUMENT_LENGTH } from '../../src/graphql/limits.js';
import { type DocumentRequest, documents, mutatedDocuments } from './documents.js';
import { fuzz } from './fuzzing.js';
import { Guard } from './guard.js';
import { Stage } from './stage.js';

let stage: Stage;
let guard: Guard;
let count = 0;
const tally = { answered: 0, changed: 0, refused: 0 };
beforeAll(async () => {
  stage = await Stage.start();
  guard = new Guard(stage.app, stage.chief);
}, 60_000);
afterAll(() => stage?.stop());

const isSuccess = (value: unknown): boolean => JSON.stringify(value ?? null).includes('Success"');

async function check(request: DocumentRequest): Promise<void> {
  count += 1;
  if (count % 10 === 0) await stage.renew();
  const before = await guard.watermark();
  const filled = stage.fill(request);
  const { answer, data, errors } = await guard.ask(filled);
  const { length } = filled.query;
  expect(answer.status).toBe(length > 0 && length <= MAX_DOCUMENT_LENGTH ? 200 : 400);
  if (errors.length === 0) expect(data).toEqual(expect.any(Object));
  const changes = isSuccess(data);
  tally[changes ? 'changed' : errors.length > 0 ? 'refused' : 'answered'] += 1;
  if (!changes) expect(await guard.watermark()).toBe(before);
  if (count % 50 === 0) await guard.isWell();
}

fuzz('documents', { short: 600, share: 0.16 }, documents, check);
fuzz('mutated', { short: 400, share: 0.1 }, mutatedDocuments, check);

it('has answered some of each kind, and left everything whole', async () => {
  expect(count < 500 || Object.values(tally).every((cases) => cases >= 5)).toBe(true);
  await guard.isWhole();
});
