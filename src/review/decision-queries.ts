import { Injectable } from '@nestjs/common';
import type { Evidence } from '../claims/claim.type.js';
import { Database } from '../database/database.js';
import { groupBy } from '../graphql/context.js';
import type { Decision, SignOff } from './review.type.js';

// A decision is final if its review ended with it; a rejected proposal is not what its review ended with.
const DECISION = `d.id, d.claim_id AS "claimId", d.review_id AS "reviewId", d.verdict, d.rationale,
  d.decided_at AS "decidedAt", d.recheck_at AS "recheckAt", d.supersedes_id AS "supersedesId",
  d.decided_by AS "decidedById", coalesce(r.state = 'DECIDED' AND r.decision_id = d.id, false) AS "isFinal"`;

/** Reads of decisions; each function is a batch load for `loaderFor`. */
@Injectable()
export class DecisionQueries {
  constructor(private readonly database: Database) {}

  readonly byIds = async (ids: readonly string[]): Promise<Decision[]> => {
    const rows = await this.database.rows<Decision>(
      `SELECT ${DECISION} FROM decision d JOIN review r ON r.id = d.review_id WHERE d.id = ANY($1)`,
      [ids],
    );
    const byId = new Map(rows.map((decision) => [decision.id, decision]));
    return ids.map((id) => byId.get(id)!);
  };

  /** All decisions on each claim, the latest first. */
  readonly byClaim = async (claimIds: readonly string[]): Promise<Decision[][]> => {
    const rows = await this.database.rows<Decision>(
      `SELECT ${DECISION} FROM decision d JOIN review r ON r.id = d.review_id
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
    const rows = await this.database.rows<Evidence & { decisionId: string }>(
      `SELECT c.decision_id AS "decisionId", e.id, e.url, e.publisher, e.excerpt, e.stance,
              e.archived_url AS "archivedUrl", e.content_hash AS "contentHash", e.added_at AS "addedAt",
              e.added_by AS "addedById"
       FROM decision_evidence c JOIN evidence e ON e.id = c.evidence_id
       WHERE c.decision_id = ANY($1) ORDER BY e.id`,
      [decisionIds],
    );
    return groupBy(decisionIds, rows, (evidence) => evidence.decisionId);
  };
}
