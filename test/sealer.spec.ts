import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CompactRange, leafHash, openNote, parseCheckpoint } from '../verifier/claimdesk-verify.mjs';
import { TEST_ORIGIN } from './audit-key.js';
import { DeskApp } from './desk-app.js';

let desk: DeskApp;
let deskId: string;
beforeAll(async () => {
  desk = await DeskApp.start();
  deskId = await desk.desk('sealer');
});
afterAll(() => desk.stop());

/** @returns the events in the order of the log */
const leaves = () =>
  desk.sql<{ idx: number; stream: string; seq: number; leaf: string; type: string; actor: string }>(
    `SELECT l.idx::int, e.stream, e.seq::int, e.leaf, l.type, l.actor
     FROM audit.leaf l JOIN audit.event e ON e.id = l.event_id ORDER BY l.idx`,
  );

it('everything that is committed is in the log, in order, under a signed checkpoint', async () => {
  await desk.claim(deskId);
  const { size, note, verifierKey } = await desk.seal();
  const [{ events }] = await desk.sql('SELECT count(*)::int AS events FROM audit.event');
  const log = await leaves();
  expect([log.length, size]).toEqual([events, events]);
  expect(log.map(({ idx }) => idx)).toEqual(log.map((_, i) => i));

  const tree = new CompactRange();
  for (const { leaf } of log) tree.append(leafHash(leaf));
  const { origin, size: signed, root } = parseCheckpoint(openNote(note, [verifierKey]));
  expect([origin, signed, Buffer.from(root)]).toEqual([TEST_ORIGIN, events, Buffer.from(tree.root())]);
  expect(log.map(({ type }) => type)).toEqual(expect.arrayContaining(['claim.created', 'desk.created', 'log.key']));
  expect(log.find(({ type }) => type === 'log.key')!.actor).toBe('system:sealer');

  expect(await desk.seal()).toEqual({ size, note, verifierKey });
  await desk.claim(deskId);
  expect((await desk.seal()).size).toBeGreaterThan(size);
});
