import { fingerprint } from '../../src/claims/fingerprint.js';
import type { Bench, Measurement } from '../bench.js';
import type { BenchDatabase } from '../database.js';
import { decision } from '../deciders.js';
import { ADD_EVIDENCE, CLAIM_PAGE, DECIDE, RELATE, SUBMIT, TAKE_NEXT } from '../documents.js';
import { GraphQLClient } from '../graphql-client.js';
import { submissions } from '../submissions.js';
import { type Sized, timed } from '../sizes.js';
import { percentile, short } from '../stats.js';

const EVERYTHING = { appearances: 20, evidence: 10, relations: 5 };

/** A claim page with everything on it, on the largest database: one request, one editor. */
export async function measureClaimPage(bench: Bench, sizes: readonly Sized[]): Promise<Measurement> {
  const { client, database, queued } = sizes.at(-1)!;
  const id = await claimWithEverything(client, database);
  const { claim, auditEvents } = await client.ask(CLAIM_PAGE, { id });
  const times: number[] = [];
  for (let i = 0; i < bench.either(100, 300); i += 1) times.push(await timed(() => client.ask(CLAIM_PAGE, { id })));
  const parts = [
    `${claim.appearances.length} appearances`,
    `${claim.evidence.length} evidence`,
    `${claim.relations.length} relations`,
    `${claim.reviews.length} review`,
    `${claim.decisions.length} decision`,
    `${auditEvents.edges.length} events`,
  ];
  return {
    figures: [
      {
        what: `claim page (${parts.join(', ')}), p50 / p99`,
        value: `${short(percentile(times, 0.5))} / ${short(percentile(times, 0.99))} ms`,
      },
    ],
    data: { queued, parts, times },
  };
}

/** Takes the next review and gives its claim everything that a page can show. @returns the claim's id */
async function claimWithEverything(client: GraphQLClient, database: BenchDatabase): Promise<string> {
  const deskId = database.desks.main;
  const { review } = (await client.ask(TAKE_NEXT, { deskId })).taken;
  const { id, statement, claimant } = review.claim;
  // What filled the database gave it a number for a fingerprint
  const print = fingerprint(statement, claimant);
  await database.client.query('UPDATE claim SET fingerprint = $2 WHERE id = $1', [id, print]);
  const [first] = submissions(1, deskId);
  const appearances = submissions(EVERYTHING.appearances - 1, deskId).flatMap((submission) => submission.appearances);
  const { submitted } = await client.ask(SUBMIT, { input: { ...first, statement, claimant, appearances } });
  if (submitted.claim.id !== id) throw new Error('The appearances went to another claim.');
  for (let i = 0; i < EVERYTHING.evidence; i += 1) {
    const excerpt = 'The words that matter, as they stand in the source. '.repeat(4);
    const input = {
      claimId: id,
      url: `https://source.example/${i}`,
      stance: 'SUPPORTS',
      publisher: 'A publisher',
      excerpt,
    };
    await client.ask(ADD_EVIDENCE, { input });
  }
  for (const submission of submissions(EVERYTHING.relations, deskId)) {
    const { submitted: other } = await client.ask(SUBMIT, { input: submission });
    const input = { fromClaimId: id, toClaimId: other.claim.id, kind: 'SIMILAR_TO' };
    await client.ask(RELATE, { input });
  }
  const { claim } = await client.ask(CLAIM_PAGE, { id });
  const evidenceIds = claim.evidence.map((evidence: { id: string }) => evidence.id);
  const input = { ...decision({ ...review, claim }), evidenceIds };
  const { decided } = await client.ask(DECIDE, { input });
  if (decided.decision === undefined) throw new Error(decided.message);
  return id;
}
