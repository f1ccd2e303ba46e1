import { fingerprint } from '../../src/claims/fingerprint.js';
import type { Call } from '../history.js';
import { about, type Check, each, grouped } from './problem.js';

interface Submitted {
  readonly call: Call;
  readonly input: any;
  /** The answer to this one; null where there was none. */
  readonly answer: { readonly outcome: string; readonly claim: { readonly id: string } } | null;
}

const submitted = (calls: readonly Call[]): Submitted[] =>
  calls.flatMap((call): Submitted[] => {
    const items: any[] = call.operation === 'submitClaim' ? [call.variables['input']] : call.variables['items'];
    const answers: any[] = call.operation === 'submitClaim' ? [call.answer] : (call.answer ?? []);
    return items.map((input, i) => ({ call, input, answer: call.outcome === 'done' ? answers[i] : null }));
  });

const printOf = ({ input }: Submitted): string => fingerprint(input.statement, input.claimant).toString('hex');
const appearanceOf = ({ input }: Submitted): string => {
  const [{ article, stance }] = input.appearances;
  return `${article.outlet} | ${article.citation} | ${stance}`;
};

/** Every acknowledged submission has its claim and its appearance, and nothing is there twice or for no reason. */
export const intake: Check = async ({ db, history }) => {
  const claims = await db.rows<{ id: string; print: string }>(
    `SELECT id, encode(fingerprint, 'hex') AS print FROM public.claim`,
  );
  const appearances = await db.rows<{ key: string; n: number }>(
    `SELECT a.claim_id || ' ' || concat_ws(' | ', r.outlet, r.citation, a.stance) AS key, count(*)::int AS n
     FROM public.appearance a JOIN public.article r ON r.id = a.article_id GROUP BY 1`,
  );
  const byPrint = grouped(claims, ({ print }) => print);
  const counts = new Map(appearances.map(({ key, n }) => [key, n]));
  const all = submitted(history.of('submitClaim', 'submitClaims'));
  const answered = all.filter(({ answer }) => answer?.claim !== undefined);

  const lost = answered.filter((one) => {
    const found = byPrint.get(printOf(one)) ?? [];
    const id = one.answer!.claim.id;
    return found.length !== 1 || found[0]!.id !== id || counts.get(`${id} ${appearanceOf(one)}`) !== 1;
  });
  const asked = new Set(all.map(printOf));
  const keyOf = (id: string, one: Submitted): string => `${id} ${appearanceOf(one)}`;
  const askedAppearances = new Set(
    all.flatMap((one) => (byPrint.get(printOf(one)) ?? []).map(({ id }) => keyOf(id, one))),
  );
  const unlike = [...grouped(answered, ({ call, input }) => `${call.who} ${input.idempotencyKey}`).values()].filter(
    (same) => new Set(same.map(({ answer }) => `${answer!.outcome} ${answer!.claim.id}`)).size > 1,
  );
  const created = grouped(
    answered.filter(({ answer }) => answer!.outcome === 'CREATED'),
    ({ answer }) => answer!.claim.id,
  );
  const twice = [...created].filter(
    ([, same]) => new Set(same.map(({ call, input }) => `${call.who} ${input.idempotencyKey}`)).size > 1,
  );
  return [
    ...each(
      'Every acknowledged submission has one claim and one appearance.',
      lost.map(({ call, answer }) => about(call, { answer })),
    ),
    ...each(
      'Every claim was submitted.',
      claims.filter(({ print }) => !asked.has(print)),
    ),
    ...each(
      'Every appearance was submitted.',
      appearances.filter(({ key }) => !askedAppearances.has(key)),
    ),
    ...each(
      'The same submission again is answered as the first time.',
      unlike.map((same) => ({ answers: same.map(({ call, answer }) => about(call, { answer })) })),
    ),
    ...each(
      'A claim is created once.',
      twice.map(([claimId, same]) => ({ claimId, calls: same.map(({ call }) => about(call)) })),
    ),
  ];
};

/** Refusals that the editors' ways of working bring about. Any other one is a wrong answer. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  submitClaim: [],
  submitClaims: [],
  takeNextReview: ['NOTHING_TO_TAKE', 'LEASE_LIMIT_REACHED'],
  takeReview: ['REVIEW_CONFLICT', 'LEASE_LIMIT_REACHED'],
  renewLease: ['LEASE_LOST'],
  releaseReview: ['LEASE_LOST'],
  deferReview: ['LEASE_LOST'],
  addEvidence: [],
  decideReview: ['LEASE_LOST', 'VERSION_CONFLICT'],
  signOffDecision: ['REVIEW_CONFLICT', 'INVALID_INPUT'],
  reassignReview: ['REVIEW_CONFLICT'],
};

/** Whether a time that had to be ahead was past when the call was answered: what is put off for two seconds, and delayed for three. */
const cameLate = ({ variables, endedAt }: Call): boolean =>
  [variables['until'], variables['input']?.recheckAt].some(
    (time) => time !== undefined && endedAt !== null && new Date(time) <= endedAt,
  );

/** Faults may delay and lose answers; they do not make them wrong. */
export const answers: Check = async ({ history }) => [
  ...each(
    'A refusal has a reason in what was asked.',
    history.calls
      .filter(({ operation, code }) => code !== null && !EXPECTED[operation]!.includes(code))
      .filter((call) => !(call.code === 'INVALID_INPUT' && cameLate(call)))
      .map((call) => about(call, { answer: call.answer })),
  ),
  ...each(
    'Whoever insists is answered.',
    history
      .of('submitClaim', 'submitClaims', 'decideReview')
      .filter(({ outcome }) => outcome === 'unknown')
      .map((call) => about(call)),
  ),
];
