import { Injectable } from '@nestjs/common';
import { CLAIM } from '../claims/claim-queries.js';
import type { Evidence } from '../claims/claim.type.js';
import { type Columns, select } from '../database/columns.js';
import { Database } from '../database/database.js';
import type { Prepared } from '../database/queryable.js';
import { groupBy } from '../graphql/context.js';
import { REVIEW } from './review-queries.js';
import type { Decision, SignOff } from './review.type.js';

/** Of the table as `d`, with its review as `r`. */
export const DECISION: Columns<Decision> = {
  id: 'd.id',
  claimId: 'd.claim_id',
  reviewId: 'd.review_id',
  verdict: 'd.verdict',
  rationale: 'd.rationale',
  decidedAt: 'd.decided_at',
  recheckAt: 'd.recheck_at',
  supersedesId: 'd.supersedes_id',
  decidedById: 'd.decided_by',
  // It is final if its review ended with it; a rejected proposal is not what its review ended with.
  isFinal: `coalesce(r.state = 'DECIDED' AND r.decision_id = d.id, false)`,
};

const EVIDENCE_BY_DECISION: Prepared = {
  name: 'evidence-by-decision',
  text: `SELECT c.decision_id AS "decisionId", e.id, e.url, e.publisher, e.excerpt, e.stance,
          e.archived_url AS "archivedUrl", e.content_hash AS "contentHash", e.added_at AS "addedAt",
          e.added_by AS "addedById"
   FROM decision_evidence c JOIN evidence e ON e.id = c.evidence_id
   WHERE c.decision_id = ANY($1) ORDER BY e.id`,
};

/** What a decision answers, from tables or CTEs `d`, `r` and `c`: itself, its review and its claim, each with its prefix. */
export const ANSWER = `${select(DECISION, 'decision.')}, ${select(REVIEW, 'review.')}, ${select(CLAIM, 'claim.')}`;

/** Reads of decisions; each function is a batch load for `loaderFor`. */
@Injectable()
export class DecisionQueries {
  constructor(private readonly database: Database) {}

  readonly byIds = async (ids: readonly string[]): Promise<Decision[]> => {
    const rows = await this.database.rows<Decision>(
      `SELECT ${select(DECISION)} FROM decision d JOIN review r ON r.id = d.review_id WHERE d.id = ANY($1)`,
      [ids],
    );
    const byId = new Map(rows.map((decision) => [decision.id, decision]));
    return ids.map((id) => byId.get(id)!);
  };

  /** All decisions on each claim, the latest first. */
  readonly byClaim = async (claimIds: readonly string[]): Promise<Decision[][]> => {
    const rows = await this.database.rows<Decision>(
      `SELECT ${select(DECISION)} FROM decision d JOIN review r ON r.id = d.review_id
       WHERE d.claim_id = ANY($1) ORDER BY d.id DESC`,
      [claimIds],
    );
    return groupBy(claimIds, rows, (decision) => decision.claimId);
  };

  readonly signOffsByDecision = async (decisionIds: readonly string[]): Promise<SignOff[][]> => {
    const rows = await this.database.rows<SignOff & { decisionId: string }>(
      `SELECT id, decision_id AS "decisionId", outcome, comment, signed_at AS "signedAt", signed_by AS "signedById"
       FROM sign_off WHERE decision_id = ANY($1) ORDER BY id`,
      [decisionIds],
    );
    return groupBy(decisionIds, rows, (signOff) => signOff.decisionId);
  };

  readonly evidenceByDecision = async (decisionIds: readonly string[]): Promise<Evidence[][]> => {
    const rows = await this.database.rows<Evidence & { decisionId: string }>(EVIDENCE_BY_DECISION, [decisionIds]);
    return groupBy(decisionIds, rows, (evidence) => evidence.decisionId);
  };
}
