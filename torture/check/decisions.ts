import { about, type Check, each, grouped, type Problem } from './problem.js';

interface Decision {
  id: string;
  author: string;
  key: string;
  review: string;
  verdict: string;
  rationale: string;
  evidence: string[];
}

/** What was acknowledged is there, once and as acknowledged; and there is nothing that nobody asked for. */
export const decisions: Check = async ({ db, history }) => {
  const rows = await db.rows<Decision>(
    `SELECT id, decided_by AS author, idempotency_key AS key, review_id AS review, verdict, rationale,
            ARRAY(SELECT evidence_id::text FROM public.decision_evidence WHERE decision_id = d.id ORDER BY 1) AS evidence
     FROM public.decision d`,
  );
  const byKey = grouped(rows, ({ author, key }) => `${author} ${key}`);
  const calls = grouped(history.of('decideReview'), (call) => `${call.who} ${call.variables['input'].idempotencyKey}`);
  const problems: Problem[] = [];
  for (const [key, same] of calls) {
    const found = byKey.get(key) ?? [];
    const done = same.filter(({ outcome }) => outcome === 'done');
    const { input } = same[0]!.variables as { input: any };
    for (const call of done) {
      const { id, verdict, decidedBy } = call.answer.decision;
      const kept = found.filter((row) => row.id === id && row.verdict === verdict && row.author === decidedBy.id);
      if (kept.length === 1) continue;
      problems.push({
        rule: 'Every acknowledged decision is in the database once, with its verdict and author.',
        found: JSON.stringify(about(call, { acknowledged: { id, verdict }, found })),
      });
    }
    if (found.length > 0 && done.length === 0 && same.every(({ outcome }) => outcome === 'refused')) {
      problems.push({
        rule: 'A decision that was refused is not in the database.',
        found: JSON.stringify(about(same[0]!, { found })),
      });
    }
    for (const row of found) {
      const asked =
        row.review === input.reviewId &&
        row.verdict === input.verdict &&
        row.rationale === input.rationale &&
        row.evidence.join() === input.evidenceIds.toSorted().join() &&
        row.author === same[0]!.who;
      if (!asked)
        problems.push({ rule: 'A decision says what its author sent.', found: JSON.stringify({ input, row }) });
    }
  }
  const strangers = rows.filter(({ author, key }) => !calls.has(`${author} ${key}`));
  return [...problems, ...each('Every decision was asked for by its author.', strangers)];
};

/** The tables agree on what a review ended with, and what the claim's verdict is. */
export const verdicts: Check = async ({ db }) => [
  ...each(
    'A review has one decision, and one more for each that was rejected.',
    await db.rows(
      `SELECT r.id, r.state, count(DISTINCT d.id)::int AS decisions, count(DISTINCT s.decision_id)::int AS rejected
       FROM public.review r JOIN public.decision d ON d.review_id = r.id
       LEFT JOIN public.sign_off s ON s.decision_id = d.id AND s.outcome = 'REJECT'
       GROUP BY r.id
       HAVING count(DISTINCT d.id) <> count(DISTINCT s.decision_id) + (r.state IN ('DECIDED', 'AWAITING_SIGN_OFF'))::int`,
    ),
  ),
  ...each(
    'A review that is decided has as many approvals as its desk wants.',
    await db.rows(
      `SELECT r.id, d.sign_offs_required AS wanted,
              (SELECT count(*)::int FROM public.sign_off s WHERE s.decision_id = r.decision_id AND s.outcome = 'APPROVE') AS found
       FROM public.review r JOIN public.desk d ON d.id = r.desk_id
       WHERE (SELECT count(*) FROM public.sign_off s WHERE s.decision_id = r.decision_id AND s.outcome = 'APPROVE')
         NOT BETWEEN d.sign_offs_required * (r.state = 'DECIDED')::int
             AND d.sign_offs_required - (r.state = 'AWAITING_SIGN_OFF')::int`,
    ),
  ),
  ...each(
    "A claim's verdict is that of its last final decision.",
    await db.rows(
      `SELECT c.id, c.verdict, c.decision_id, last.decision_id AS last
       FROM public.claim c
       LEFT JOIN LATERAL (SELECT r.decision_id FROM public.review r WHERE r.claim_id = c.id AND r.state = 'DECIDED'
                          ORDER BY r.round DESC LIMIT 1) last ON true
       LEFT JOIN public.decision d ON d.id = last.decision_id
       WHERE (c.decision_id, c.verdict) IS DISTINCT FROM (last.decision_id, d.verdict)`,
    ),
  ),
];

/** Sign-offs and evidence have no idempotency key: what was acknowledged is there, and at most the lost tries besides. */
export const signOffs: Check = async ({ db, history }) => {
  const rows = await db.rows<{ decision: string; by: string; outcome: string; own: boolean }>(
    `SELECT s.decision_id AS decision, s.signed_by AS by, s.outcome, d.decided_by = s.signed_by AS own
     FROM public.sign_off s JOIN public.decision d ON d.id = s.decision_id`,
  );
  const byKey = grouped(rows, ({ decision, by }) => `${by} ${decision}`);
  const calls = grouped(history.of('signOffDecision'), (call) => `${call.who} ${call.variables['input'].decisionId}`);
  const missing = history
    .done('signOffDecision')
    .filter((call) => {
      const { decisionId, outcome } = call.variables['input'];
      const found = byKey.get(`${call.who} ${decisionId}`) ?? [];
      return found.length !== 1 || found[0]!.outcome !== outcome;
    })
    .map((call) => about(call));
  const strangers = rows.filter(
    ({ decision, by, outcome }) =>
      !(calls.get(`${by} ${decision}`) ?? []).some(
        (call) => call.variables['input'].outcome === outcome && (call.outcome === 'done' || call.lost > 0),
      ),
  );
  return [
    ...each('Every acknowledged sign-off is in the database once.', missing),
    ...each('Every sign-off was asked for.', strangers),
    ...each(
      'Nobody signs off a decision of their own.',
      rows.filter(({ own }) => own),
    ),
  ];
};

export const evidence: Check = async ({ db, history }) => {
  const rows = await db.rows<{ key: string; n: number }>(
    `SELECT added_by || ' ' || claim_id || ' ' || url AS key, count(*)::int AS n FROM public.evidence GROUP BY 1`,
  );
  const counts = new Map(rows.map(({ key, n }) => [key, n]));
  const calls = history.of('addEvidence');
  const keyOf = ({ who, variables }: (typeof calls)[number]): string =>
    `${who} ${variables['input'].claimId} ${variables['input'].url}`;
  const asked = new Map(calls.map((call) => [keyOf(call), call]));
  const wrong = calls.filter((call) => {
    const n = counts.get(keyOf(call)) ?? 0;
    const acknowledged = call.outcome === 'done' ? 1 : 0;
    return n < acknowledged || n > acknowledged + call.lost;
  });
  return [
    ...each(
      'Acknowledged evidence is in the database once.',
      wrong.map((call) => about(call, { rows: counts.get(keyOf(call)) ?? 0 })),
    ),
    ...each(
      'All evidence was asked for.',
      rows.filter(({ key }) => !asked.has(key)),
    ),
  ];
};
