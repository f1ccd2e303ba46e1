import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ERASE_CLAIM } from './operations.js';
import { StateDesk } from './state-desk.js';

interface Event {
  id: number;
  seq: number;
  idx: number;
  /** Of the last event of its stream, the same as seq. */
  last: number;
}

let desk: StateDesk;
let on: Awaited<ReturnType<StateDesk['journey']>>;
/** The event of the decision, amid its stream and its log. */
let decision: Event;
let size: number;
let erased: string;

beforeAll(async () => {
  desk = await StateDesk.start();
  const { app, chief } = desk;
  on = await desk.journey('first');
  erased = await app.claim(desk.deskId);
  await app.sql('CREATE TABLE bodies AS SELECT id, salt, body FROM audit.event WHERE stream = $1', [erased]);
  await app.sql('ALTER TABLE bodies SET SCHEMA bullmq'); // out of the way of what is looked at
  await chief.data(ERASE_CLAIM, { input: { claimId: erased, basis: 'UNLAWFUL' } });
  await sealAll();
  decision = await eventOf(
    `e.leaf::jsonb ->> 'table' = 'decision' AND e.leaf::jsonb -> 'row' ->> 'id' = '${on.decisionId}'`,
  );
  expect(decision.seq).toBeLessThan(decision.last);
});
afterAll(() => desk.app.stop());

/** Until nobody who was at work when it began still is: only then is an event without a leaf one too few. */
async function sealAll(): Promise<void> {
  await desk.app.until('a checkpoint above all transactions', async () => {
    await desk.app.claim(desk.deskId);
    ({ size } = await desk.app.seal());
    const [{ low }] = await desk.app.sql(
      `SELECT (SELECT low_xid FROM audit.checkpoint ORDER BY size DESC LIMIT 1) > max(xid) AS low
       FROM audit.event WHERE stream = $1`,
      [on.claimId],
    );
    return low as boolean;
  });
}

async function eventOf(condition: string): Promise<Event> {
  const [event] = await desk.app.sql<Event>(
    `SELECT e.id::int, e.seq::int, l.idx::int, h.seq::int AS last FROM audit.event e JOIN audit.leaf l ON l.event_id = e.id
     JOIN audit.head h ON h.stream = e.stream WHERE ${condition} ORDER BY e.seq LIMIT 1`,
  );
  return event!;
}
const found = (problem: string, more: object = {}) => expect.objectContaining({ problem, ...more });
const ofDecision = () => ({ table: 'decision', stream: on.claimId, seq: decision.seq, index: decision.idx });
const edit = (column: string, value: string, id = decision.id) =>
  `UPDATE audit.event SET ${column} = ${value} WHERE id = ${id}`;

it('finds nothing before somebody lays hands on it', async () => {
  expect(await desk.check()).toEqual({ findings: [], report: expect.objectContaining({ findings: 0, leaves: size }) });
});

describe('names the event', () => {
  it.each([
    ['a field', `replace(leaf, '"UNCONFIRMED"', '"VERIFIED"')`],
    ['white space only', `replace(leaf, '": ', '":')`],
    ['so that it is no JSON any more', `'x'`],
    ['so that it is about nothing', `'{}'`],
  ])('whose text was edited: %s', async (_, value) => {
    const facts = { stream: on.claimId, seq: decision.seq, index: decision.idx };
    const findings = await desk.findingsOf(edit('leaf', value));
    expect(findings[0]).toEqual(found('event-altered', facts));
    // What it does not say any more cannot be compared with
    expect(findings).toHaveLength(value.startsWith('replace') ? 1 : 2);
  });

  it('whose text and row were edited alike', async () => {
    const sql = `${edit('leaf', `replace(leaf, '"UNCONFIRMED"', '"DISPUTED"')`)};
      UPDATE decision SET verdict = 'DISPUTED', recheck_at = NULL WHERE id = '${on.decisionId}'`;
    expect(await desk.findingsOf(sql)).toEqual([found('event-altered', ofDecision())]);
  });

  it('whose private text was edited, with the row or without', async () => {
    const sql = edit('body', `replace(body, 'Reasons', 'Excuses')`);
    expect(await desk.findingsOf(sql)).toEqual([found('text-altered', ofDecision())]);
    const both = `${sql}; UPDATE decision SET rationale = 'Excuses.' WHERE id = '${on.decisionId}'`;
    expect(await desk.findingsOf(both)).toEqual([found('text-altered', ofDecision())]);
    const salt = edit('salt', `sha256('x')`);
    expect(await desk.findingsOf(salt)).toEqual([found('text-altered', ofDecision())]);
  });

  it('whose private text was taken away without an erasure', async () => {
    const sql = `UPDATE audit.event SET salt = NULL, body = NULL WHERE id = ${decision.id}`;
    expect(await desk.findingsOf(sql)).toEqual([found('text-removed', ofDecision())]);
  });

  it('whose private text came back after its erasure, as from a backup', async () => {
    const sql = `UPDATE audit.event e SET salt = b.salt, body = b.body FROM bullmq.bodies b WHERE b.id = e.id AND b.body IS NOT NULL`;
    const texts = await desk.app.sql('SELECT FROM bullmq.bodies WHERE body IS NOT NULL');
    expect(texts.length).toBeGreaterThan(0);
    expect(await desk.findingsOf(sql)).toEqual(texts.map(() => found('text-restored', { stream: erased })));
  });

  it('that was deleted, by its leaf and by its number', async () => {
    const sql = `DELETE FROM audit.event WHERE id = ${decision.id}`;
    const number = { stream: on.claimId, seq: decision.seq, last: decision.seq };
    expect(await desk.findingsOf(sql)).toEqual([
      found('event-lost', { index: decision.idx, stream: on.claimId }),
      found('events-missing', number),
      found('row-inserted', { table: 'decision', key: { id: on.decisionId } }),
    ]);
  });

  it('that was the last of its stream, with its counter turned back or not', async () => {
    const last = await eventOf(`e.stream = '${on.claimId}' AND e.seq = ${decision.last}`);
    const gone = `DELETE FROM audit.event WHERE id = ${last.id}`;
    const lost = found('event-lost', { index: last.idx, stream: on.claimId });
    const findings = await desk.findingsOf(gone);
    expect(findings).toEqual(
      expect.arrayContaining([lost, found('events-missing', { stream: on.claimId, seq: last.seq, last: last.seq })]),
    );
    const turned = await desk.findingsOf(`${gone}; UPDATE audit.head SET seq = seq - 1 WHERE stream = '${on.claimId}'`);
    expect(turned[0]).toEqual(lost);
    expect(turned).not.toContainEqual(found('events-missing'));
  });

  it('that a whole stream was taken away with its rows', async () => {
    const sql = ['evidence', 'decision_evidence', 'sign_off', 'decision', 'review', 'appearance']
      .map((table) => `DELETE FROM ${table} WHERE claim_id = '${on.claimId}'`)
      .join(';');
    const log = `DELETE FROM audit.event WHERE stream = '${on.claimId}'; DELETE FROM audit.head WHERE stream = '${on.claimId}'`;
    const rest = `DELETE FROM claim_relation WHERE from_claim_id = '${on.claimId}'; DELETE FROM claim WHERE id = '${on.claimId}'`;
    const findings = await desk.findingsOf(`${sql}; ${rest}; ${log}`);
    expect(findings).toEqual(Array.from({ length: decision.last }, () => found('event-lost', { stream: on.claimId })));
  });

  it('whose leaf was removed, also where the log was closed up after it', async () => {
    const gone = `DELETE FROM audit.leaf WHERE event_id = ${decision.id}`;
    const unsealed = found('event-unsealed', { table: 'decision', stream: on.claimId, seq: decision.seq });
    expect(await desk.findingsOf(gone)).toEqual([
      found('leaves-missing', { index: decision.idx, last: decision.idx }),
      unsealed,
    ]);
    const closed = `${gone}; UPDATE audit.leaf SET idx = -idx WHERE idx > ${decision.idx}; UPDATE audit.leaf SET idx = -idx - 1 WHERE idx < 0`;
    const noChecks = 'ALTER TABLE audit.leaf DROP CONSTRAINT leaf_idx_check';
    const findings = await desk.findingsOf(
      `${noChecks}; ${closed}; ALTER TABLE audit.leaf ADD CONSTRAINT leaf_idx_check CHECK (idx >= 0)`,
    );
    expect(findings).toEqual(
      expect.arrayContaining([found('leaves-missing', { index: size - 1, last: size - 1 }), unsealed]),
    );
  });

  it('that was put in beside the sealed ones', async () => {
    const sql = `INSERT INTO audit.event (stream, seq, leaf, xid)
        SELECT stream, ${decision.last + 1}, replace(leaf, '"seq": ${decision.seq},', '"seq": ${decision.last + 1},'), xid
        FROM audit.event WHERE id = ${decision.id};
      UPDATE audit.head SET seq = seq + 1 WHERE stream = '${on.claimId}'`;
    const findings = await desk.findingsOf(sql);
    expect(findings).toContainEqual(found('event-unsealed', { table: 'decision', seq: decision.last + 1 }));
  });

  it('that is filed under another number or stream', async () => {
    const sql = `UPDATE audit.event SET stream = '${on.submitted}', seq = 900 WHERE id = ${decision.id}`;
    const findings = await desk.findingsOf(sql);
    expect(findings).toEqual(
      expect.arrayContaining([
        found('event-altered', { stream: on.submitted, seq: 900 }),
        found('events-missing', { stream: on.claimId, seq: decision.seq }),
        found('events-missing', { stream: on.submitted, last: 899 }),
        found('head-altered', { stream: on.submitted }),
      ]),
    );
  });
});

describe('names the log', () => {
  it.each([
    [
      'whose last leaves are gone',
      () => `DELETE FROM audit.leaf WHERE idx >= ${size - 3}`,
      () => found('leaves-missing', { index: size - 3, last: size - 1 }),
    ],
    [
      'whose leaf is indexed under another actor',
      () => `UPDATE audit.leaf SET actor = 'user:x' WHERE idx = 4`,
      () => found('leaf-misfiled', { index: 4 }),
    ],
    [
      'whose leaf is indexed under another time',
      () => `UPDATE audit.leaf SET at = at + interval '1 second' WHERE idx = 4`,
      () => found('leaf-misfiled', { index: 4 }),
    ],
    [
      'whose checkpoint has another root',
      () => `UPDATE audit.checkpoint SET root = sha256('x') WHERE size = ${size}`,
      () => found('root-differs', { index: size }),
    ],
    [
      'whose leaf and event were edited alike',
      () => `${edit('leaf', `replace(leaf, '"UNCONFIRMED"', '"VERIFIED"')`)}; UPDATE audit.leaf SET hash = sha256('\\x00'::bytea || convert_to(e.leaf, 'UTF8'))
        FROM audit.event e WHERE e.id = leaf.event_id AND e.id = ${decision.id}`,
      () => found('root-differs'),
    ],
    [
      'whose tree holds a node too many',
      () => `INSERT INTO audit.node VALUES (1, 9, sha256('x'))`,
      () => found('node-altered'),
    ],
  ])('%s', async (_, sql, expected) => {
    expect(await desk.findingsOf(sql())).toContainEqual(expected());
  });

  it('whose tree holds another node than its leaves make', async () => {
    // 256 leaves make the first one
    const [{ nodes }] = await desk.app.sql('SELECT count(*)::int AS nodes FROM audit.node');
    if (nodes === 0) {
      for (let i = 0; i < 90; i += 1) await desk.app.claim(desk.deskId);
      await sealAll();
    }
    expect((await desk.check()).findings).toEqual([]);
    const sql = `UPDATE audit.node SET hash = sha256('x') WHERE level = 1 AND idx = 0`;
    expect(await desk.findingsOf(sql)).toEqual([found('node-altered', { seq: 1, index: 0 })]);
  });
});
