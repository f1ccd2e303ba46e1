import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { fuzz } from './fuzzing.js';
import { Guard, WITHOUT_PLACE } from './guard.js';
import { OPERATIONS, request } from './requests.js';
import { Stage } from './stage.js';

let stage: Stage;
let guard: Guard;
let count = 0;
const tally = { accepted: 0, refused: 0 };
beforeAll(async () => {
  stage = await Stage.start();
  guard = new Guard(stage.app, stage.chief);
}, 60_000);
afterAll(() => stage?.stop());

/** Every so many cases, all rows are compared and not just the watermark: a fingerprint takes 30 ms and more. */
const WHOLLY_EVERY = 20;

/** The fields that a refusal names, as `input.appearances.0.stance`. */
function placesOf(errors: any[], answers: any[]): string[] {
  const byRule = errors.flatMap(({ extensions }) => extensions.details ?? []).map(({ path }: any) => path.join('.'));
  const byType = errors.flatMap(
    ({ message }) => /" at "([^"]+)"/.exec(message)?.[1] ?? /"\$(\w+)"/.exec(message)?.[1] ?? [],
  );
  const byUnion = answers.flatMap(({ path }) => (path?.length > 0 ? [path.join('.')] : []));
  return [...byRule, ...byType.map((path) => path.replaceAll(/\[(\d+)\]/g, '.$1')), ...byUnion];
}
const isRelated = (a: string, b: string): boolean => `${a}.`.startsWith(`${b}.`) || `${b}.`.startsWith(`${a}.`);

/** Refused for the value itself; what else is refused is so for the state of things. */
const FOR_THE_VALUE = new Set(['BAD_USER_INPUT', 'INVALID_INPUT']);

fuzz('inputs', { short: 900, share: 0.2 }, request, async ({ operation, variables, changed }) => {
  await stage.renew();
  count += 1;
  const filled = stage.fill(variables);
  const wholly = count % WHOLLY_EVERY === 0;
  const before = await (wholly ? stage.app.fingerprint() : guard.watermark());
  const { data, errors } = await guard.ask({ query: OPERATIONS[operation]![0], variables: filled });

  const answers = [data?.answer ?? []].flat();
  const failed = answers.filter(({ __typename }) => !__typename.endsWith('Success'));
  const refused = errors.length > 0 || failed.length === answers.length; // and every query, which changes nothing
  tally[refused ? 'refused' : 'accepted'] += 1;
  if (refused) expect(await (wholly ? stage.app.fingerprint() : guard.watermark())).toEqual(before);

  const refusals = [...errors.map(({ extensions }) => extensions.code), ...failed.map(({ code }) => code)];
  if (refusals.length > 0) {
    const places = placesOf(errors, failed);
    if (!refusals.every((code) => WITHOUT_PLACE.has(code))) expect(places).not.toEqual([]);
    // one that blames a value blames one that was changed
    if (refusals.some((code) => FOR_THE_VALUE.has(code))) {
      expect(places.some((place) => changed.some((path) => isRelated(place, path)))).toBe(true);
    }
  }
  for (const { claim } of answers) if (claim !== undefined) await guard.isWhole(claim.id);
  await keepsWhatCame(operation, filled, answers);
  if (wholly) await guard.isWell();
});

/** What was accepted is kept as it came, but for white space around it. */
async function keepsWhatCame(operation: string, variables: any, answers: any[]): Promise<void> {
  const { input, items } = variables;
  if (operation === 'submitClaim' || operation === 'submitClaims') {
    for (const [i, { __typename, outcome, claim }] of answers.entries()) {
      if (__typename !== 'SubmitClaimSuccess' || outcome !== 'CREATED') continue;
      const [row] = await stage.app.sql('SELECT statement, topics FROM claim WHERE id = $1', [claim.id]);
      const sent = operation === 'submitClaim' ? input : [items].flat()[i];
      expect(row).toEqual({ statement: sent.statement.trim(), topics: [sent.topics ?? []].flat() });
    }
  }
  if (operation === 'addEvidence' && answers[0]?.__typename === 'ClaimSuccess') {
    const [row] = await stage.app.sql(
      'SELECT publisher, excerpt FROM evidence WHERE claim_id = $1 ORDER BY added_at DESC, id DESC LIMIT 1',
      [input.claimId],
    );
    expect(row).toEqual({ publisher: input.publisher ?? null, excerpt: input.excerpt ?? null });
  }
}

it('has accepted some and refused more, and left everything whole', async () => {
  const { accepted, refused } = tally;
  expect(accepted + refused < 100 || (accepted > 20 && refused > accepted / 2)).toBe(true);
  await guard.isWhole();
});
