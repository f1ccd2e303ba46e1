import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { LoadSeeds } from '../seeds/load.js';
import { seedClaims, seedRelations } from '../seeds/index.js';
import { EnsureDemoEditors } from '../src/auth/ensure-demo-editors.js';
import { Browser } from './auth-app.js';
import { DeskApp } from './desk-app.js';
import { ADD_EVIDENCE, DECIDE, TAKE_NEXT } from './operations.js';

const PASSWORD = 'a long demo password';

let desk: DeskApp;
let editor: Browser;
beforeAll(async () => {
  desk = await DeskApp.start({ worker: true });
  await desk.app.get(LoadSeeds).run();
  await desk.app.get(EnsureDemoEditors).run(() => PASSWORD);
  editor = new Browser(desk.app);
});
afterAll(() => desk.stop());

const ask = async (query: string, variables: Record<string, unknown> = {}) => {
  const { body } = await editor.graphql(query, variables);
  expect(body.errors).toBeUndefined();
  return body.data;
};

it('goes from a seed claim in the queue to its verdict and its history, over HTTP', async () => {
  await desk.until('reviews of all seed claims', async () => {
    const [row] = await desk.sql(`SELECT count(*)::int AS n FROM review WHERE state = 'QUEUED'`);
    return row.n === seedClaims.length;
  });
  expect((await editor.signIn('editor@demo.example', PASSWORD)).status).toBe(200);

  const { desks } = await ask('{ desks { id slug counts { queued { count isCapped } } } }');
  expect(desks.map(({ slug }: any) => slug)).toEqual(['diplomacy', 'us-politics', 'war-terms']);
  const { id: deskId, counts } = desks[0];
  const waiting = seedClaims.filter((claim) => claim.desk === 'diplomacy').length;
  expect(counts.queued).toEqual({ count: waiting, isCapped: false });

  const { review } = (await ask(TAKE_NEXT, { deskId })).answer;
  const source = {
    claimId: review.claim.id,
    url: 'https://transcript.example/briefing',
    stance: 'REFUTES',
    publisher: 'A transcript',
  };
  const { claim } = (await ask(ADD_EVIDENCE, { input: source })).answer;
  const { answer } = await ask(DECIDE, {
    input: {
      reviewId: review.id,
      leaseToken: review.lease.token,
      verdict: 'DISPUTED',
      rationale: 'The transcript says otherwise.',
      evidenceIds: [claim.evidence[0].id],
      expectedVersion: claim.version,
      idempotencyKey: 'journey',
    },
  });
  expect(answer).toMatchObject({
    __typename: 'DecideReviewSuccess',
    review: { state: 'DECIDED', claim: { verdict: 'DISPUTED' } },
  });

  const { auditEvents } = await ask(
    `query ($id: ID!) { auditEvents(claimId: $id, first: 100) {
       edges { node { seq action operation subject actor { name } } } pageInfo { hasNextPage } } }`,
    { id: review.claim.id },
  );
  const events = auditEvents.edges.map(({ node }: any) => node);
  expect(events.map(({ seq }: any) => seq)).toEqual(events.map((_: unknown, i: number) => i + 1));
  const summary = events.map(
    ({ action, operation, subject, actor }: any) => `${actor.name}: ${action} ${operation} ${subject}`,
  );
  expect(summary[0]).toBe('seeds: submitClaim INSERT claim');
  expect(summary).toContain('open-review: openReview INSERT review');
  expect(summary.slice(-4).toSorted()).toEqual([
    'Edda Lindqvist: decideReview INSERT decision',
    'Edda Lindqvist: decideReview INSERT decision_evidence',
    'Edda Lindqvist: decideReview UPDATE claim',
    'Edda Lindqvist: decideReview UPDATE review',
  ]);
});

it('loads the seeds undecided and as they are told; loading them again adds nothing', async () => {
  const before = await desk.sql(
    `SELECT (SELECT count(*)::int FROM claim) AS claims, (SELECT count(*)::int FROM appearance) AS appearances,
            (SELECT count(*)::int FROM claim_relation) AS relations, (SELECT count(*)::int FROM desk) AS desks,
            (SELECT count(*)::int FROM article) AS articles, (SELECT count(*)::int FROM claimant_alias) AS aliases,
            (SELECT count(*)::int FROM audit.event WHERE leaf::jsonb ->> 'actor' = 'system:seeds') AS events`,
  );
  expect(before[0]).toMatchObject({
    claims: seedClaims.length,
    appearances: seedClaims.flatMap(({ appearances }) => appearances).length,
    relations: seedRelations.length,
    desks: 3,
    articles: 5,
  });
  expect(await desk.app.get(LoadSeeds).run()).toEqual({ claims: seedClaims.length, newClaims: 0 });
  const after = await desk.sql(
    `SELECT (SELECT count(*)::int FROM claim) AS claims, (SELECT count(*)::int FROM appearance) AS appearances,
            (SELECT count(*)::int FROM claim_relation) AS relations, (SELECT count(*)::int FROM desk) AS desks,
            (SELECT count(*)::int FROM article) AS articles, (SELECT count(*)::int FROM claimant_alias) AS aliases,
            (SELECT count(*)::int FROM audit.event WHERE leaf::jsonb ->> 'actor' = 'system:seeds') AS events`,
  );
  expect(after).toEqual(before);
});

it('keeps spellings as written under one canonical claimant', async () => {
  const rows = await desk.sql(
    `SELECT DISTINCT c.claimant, a.claimant_as_written AS written FROM claim c JOIN appearance a ON a.claim_id = c.id
     WHERE a.claimant_as_written LIKE 'Yury%' OR (c.claimant LIKE 'Yuri%' AND a.claimant_as_written IS NULL)`,
  );
  expect(new Set(rows.map(({ claimant }) => claimant))).toEqual(new Set(['Yuri Ushakov']));
  expect(rows.map(({ written }) => written)).toContain('Yury Ushakov');
});

it('no machine confirms again what a person rejected', async () => {
  const [relation] = await desk.sql('SELECT id FROM claim_relation LIMIT 1');
  await desk.sql(`UPDATE claim_relation SET state = 'REJECTED' WHERE id = $1`, [relation.id]);
  await desk.app.get(LoadSeeds).run();
  expect((await desk.sql('SELECT state FROM claim_relation WHERE id = $1', [relation.id]))[0].state).toBe('REJECTED');
});
