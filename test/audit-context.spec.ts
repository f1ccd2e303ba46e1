import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { Database } from '../src/database/database.js';
import { UnitOfWork } from '../src/database/unit-of-work.js';
import { DeskApp, type Person, SYSTEM } from './desk-app.js';
import { ADD_EVIDENCE, TAKE } from './operations.js';

let app: DeskApp;
let editor: Person;
beforeAll(async () => {
  app = await DeskApp.start();
  editor = await app.person('EDITOR');
});
afterAll(() => app.stop());

const INSERT = `INSERT INTO evidence (id, claim_id, url, stance, added_by)
  VALUES ($1, $2, 'https://a.example/', 'CONTEXT', $3)`;
const evidenceOf = async (claimIds: string[]): Promise<string[]> =>
  (await app.sql('SELECT id FROM evidence WHERE claim_id = ANY($1)', [claimIds]))
    .map(({ id }) => String(id))
    .toSorted();
const insertsIn = (claimIds: string[]) =>
  app.sql<{ stream: string; seq: number; row: string }>(
    `SELECT stream, seq::int, leaf::jsonb -> 'row' ->> 'id' AS row FROM audit.event
     WHERE stream = ANY($1) AND leaf::jsonb ->> 'table' = 'evidence' ORDER BY seq`,
    [claimIds],
  );

describe('the numbers of a stream', () => {
  it('have no gap under 30 writers at once, of whom some roll back, also to savepoints', async () => {
    const desk = await app.desk('writers');
    const claimIds = [await app.claim(desk), await app.claim(desk), await app.claim(desk)];
    const pool = new pg.Pool({ connectionString: app.appUrl, max: 30 });
    const kept: string[] = [];

    const transaction = async (writer: number, round: number): Promise<void> => {
      const client = await pool.connect();
      const claimId = claimIds[(writer + round) % 3]!;
      const insert = async (): Promise<string> => {
        const id = randomUUID();
        await client.query(INSERT, [id, claimId, editor.id]);
        return id;
      };
      try {
        await client.query(`BEGIN; SELECT set_config('audit.actor', 'system:writer', true)`);
        const ids = [await insert()];
        await client.query('SAVEPOINT s');
        const second = await insert();
        if ((writer + round) % 3 === 0) await client.query('ROLLBACK TO SAVEPOINT s');
        else ids.push(second);
        ids.push(await insert());
        if ((writer + round) % 4 === 0) return void (await client.query('ROLLBACK'));
        await client.query('COMMIT');
        kept.push(...ids);
      } finally {
        client.release();
      }
    };
    await Promise.all(
      Array.from({ length: 30 }, async (_, writer) => {
        for (let round = 0; round < 5; round += 1) await transaction(writer, round);
      }),
    );
    await pool.end();

    // What was committed is in the log, each once, and nothing else is
    expect(kept.length).toBeGreaterThan(250);
    expect(await evidenceOf(claimIds)).toEqual(kept.toSorted());
    expect((await insertsIn(claimIds)).map(({ row }) => row).toSorted()).toEqual(kept.toSorted());
    for (const claimId of claimIds) {
      const seqs = (await app.sql('SELECT seq::int FROM audit.event WHERE stream = $1 ORDER BY seq', [claimId])).map(
        ({ seq }) => seq,
      );
      expect(seqs.length).toBeGreaterThan(50);
      expect(seqs).toEqual(Array.from(seqs, (_, i) => i + 1));
      expect(await app.sql('SELECT seq::int FROM audit.head WHERE stream = $1', [claimId])).toEqual([
        { seq: seqs.length },
      ]);
    }
  }, 60_000);
});

describe('who did it', () => {
  it('is who made that very request, with many at once on the same connections', async () => {
    const people = await Promise.all(['CHECKER', 'EDITOR', 'CHIEF_EDITOR'].map((role) => app.person(role as 'EDITOR')));
    const desk = await app.desk('people');
    const claims = await Promise.all(Array.from({ length: 10 }, () => app.claim(desk)));
    const requests = claims.flatMap((claimId, i) =>
      people.map((person, j) => ({ claimId, person, requestId: `request-${i}-by-${j}` })),
    );
    await Promise.all(
      requests.map(({ claimId, person, requestId }) =>
        person.ask(
          ADD_EVIDENCE,
          { input: { claimId, url: 'https://a.example/', stance: 'CONTEXT' } },
          { 'x-request-id': requestId },
        ),
      ),
    );
    const tokens = new Map(
      (await app.sql('SELECT user_id, id FROM api_token')).map((row) => [row.user_id as string, `token:${row.id}`]),
    );
    const found = await app.sql(
      `SELECT DISTINCT stream, leaf::jsonb ->> 'actor' AS actor, leaf::jsonb ->> 'action' AS action,
         leaf::jsonb ->> 'request' AS request, leaf::jsonb ->> 'client' AS client
       FROM audit.event WHERE leaf::jsonb ->> 'request' LIKE 'request-%' ORDER BY request`,
    );
    expect(found).toEqual(
      requests
        .map(({ claimId, person, requestId }) => ({
          stream: claimId,
          actor: `user:${person.id}`,
          action: 'addEvidence',
          request: requestId,
          client: tokens.get(person.id),
        }))
        .toSorted((a, b) => (a.request < b.request ? -1 : 1)),
    );
    expect(found).toHaveLength(30);
  });

  it('is a server’s own id where the client’s is not fit to be written down', async () => {
    const claimId = await app.claim(await app.desk('unfit'));
    const input = { claimId, url: 'https://a.example/', stance: 'CONTEXT' };
    await editor.ask(ADD_EVIDENCE, { input }, { 'x-request-id': `'); DROP TABLE claim; --` });
    const [{ request }] = await app.sql(
      `SELECT leaf::jsonb ->> 'request' AS request FROM audit.event WHERE stream = $1 ORDER BY seq DESC LIMIT 1`,
      [claimId],
    );
    expect(request).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('is forgotten with the transaction, whether that commits or fails', async () => {
    const { reviewId } = await app.review(await app.desk('forgotten'));
    await editor.data(TAKE, { id: reviewId });
    await editor.data(TAKE, { id: reviewId }); // refused, so rolled back
    const { pool } = app.app.get(Database);
    const clients = await Promise.all(Array.from({ length: pool.totalCount }, () => pool.connect()));
    try {
      expect(clients.length).toBeGreaterThan(0);
      for (const client of clients) {
        const { rows } = await client.query(
          `SELECT coalesce(current_setting('audit.' || name, true), '') AS value
           FROM unnest(ARRAY['actor', 'action', 'request', 'client']) AS name`,
        );
        expect(rows.map(({ value }) => value)).toEqual(['', '', '', '']);
        const write = client.query('UPDATE review SET priority = 1 WHERE id = $1', [reviewId]);
        await expect(write).rejects.toMatchObject({
          code: '42501',
          message: expect.stringContaining('audit.actor is not set'),
        });
      }
    } finally {
      for (const client of clients) client.release();
    }
  });

  it('cannot be broken by quotes in an action or a name', async () => {
    const claimId = await app.claim(await app.desk('quotes'));
    const caller = { ...SYSTEM, requestId: `a'b\\c` };
    await app.app
      .get(UnitOfWork)
      .run(caller, `it's \\ "quoted"`, (tx) => tx.rows(INSERT, [randomUUID(), claimId, editor.id]));
    const [{ action, request }] = await app.sql(
      `SELECT leaf::jsonb ->> 'action' AS action, leaf::jsonb ->> 'request' AS request
       FROM audit.event WHERE stream = $1 ORDER BY seq DESC LIMIT 1`,
      [claimId],
    );
    expect({ action, request }).toEqual({ action: `it's \\ "quoted"`, request: `a'b\\c` });
  });
});
