import { Injectable } from '@nestjs/common';
import { type Columns, select } from '../database/columns.js';
import { Database } from '../database/database.js';
import type { Prepared } from '../database/queryable.js';
import { containing, Where } from '../database/where.js';
import { COUNT_LIMIT, decodeCursor, type PageArgs, toConnection } from '../graphql/connection.js';
import { groupBy } from '../graphql/context.js';
import { isId } from '../kernel/ids.js';
import type { ClaimFilter } from './claim-filter.js';
import type { Appearance, Claim, ClaimConnection, ClaimRelation, Evidence } from './claim.type.js';
import { spellingsOf } from './claimants.js';

/** Of the table as `c`. */
export const CLAIM: Columns<Claim> = {
  id: 'c.id',
  statement: 'c.statement',
  claimant: 'c.claimant',
  claimedAt: 'c.claimed_at',
  language: 'c.language',
  topics: 'c.topics',
  verdict: 'c.verdict',
  decidedAt: 'c.decided_at',
  recheckAt: 'c.recheck_at',
  erasedAt: 'c.erased_at',
  version: 'c.version',
  createdAt: 'c.created_at',
  deskId: 'c.desk_id',
  submittedById: 'c.submitted_by',
};

const BY_IDS: Prepared = {
  name: 'claims-by-ids',
  text: `SELECT ${select(CLAIM)} FROM claim c WHERE c.id = ANY($1)`,
};

type AppearanceRow = Appearance & { claimId: string };
type EvidenceRow = Evidence & { claimId: string };

/** Reads of claims and what hangs on them. The functions with `By` are batch loads for `loaderFor`. */
@Injectable()
export class ClaimQueries {
  constructor(private readonly database: Database) {}

  /** @returns the claims that the filter finds, the newest first; one statement, and one more if `count` is asked for */
  async page(filter: ClaimFilter, args: PageArgs): Promise<ClaimConnection> {
    const where = await this.where(filter);
    const { sql: found, values } = where.copy();
    const count = async (): Promise<number> => {
      const sql = `SELECT count(*)::int AS n FROM (SELECT FROM claim c WHERE ${found} LIMIT ${COUNT_LIMIT + 1}) s`;
      return (await this.database.rows<{ n: number }>(sql, values))[0]!.n;
    };
    if (typeof args.after === 'string') {
      where.and(decodeCursor(args.after, [isId])[0], (p) => `c.id < ${p}::uuid`);
    }
    const rows = await this.database.rows<Claim>(
      `SELECT ${select(CLAIM)} FROM claim c WHERE ${where.sql} ORDER BY c.id DESC LIMIT ${where.parameter(args.first + 1)}`,
      where.values,
    );
    return { ...toConnection(rows, args, ({ id }) => [id]), count };
  }

  private async where(filter: ClaimFilter): Promise<Where> {
    const where = new Where()
      .and(filter.deskId, (p) => `c.desk_id = ${p}`)
      .and(filter.deskSlug, (p) => `c.desk_id = (SELECT id FROM desk WHERE slug = ${p})`)
      .and(filter.verdicts, (p) => `c.verdict = ANY(${p})`)
      .and(filter.text && containing(filter.text), (p) => `c.statement ILIKE ${p}`)
      .and(filter.claimedFrom, (p) => `c.claimed_at >= ${p}::date`)
      .and(filter.claimedTo, (p) => `c.claimed_at <= ${p}::date`)
      .and(filter.submittedFrom, (p) => `c.created_at >= ${p}`)
      .and(filter.submittedBefore, (p) => `c.created_at < ${p}`)
      .and(
        filter.outlet,
        (p) =>
          `EXISTS (SELECT FROM appearance a JOIN article r ON r.id = a.article_id WHERE a.claim_id = c.id AND r.outlet = ${p})`,
      );
    if (typeof filter.isDecided === 'boolean') where.always(`c.verdict IS ${filter.isDecided ? 'NOT ' : ''}NULL`);
    if (typeof filter.claimant === 'string') {
      where.and(await spellingsOf(this.database, filter.claimant), (p) => `c.claimant = ANY(${p})`);
    }
    return where;
  }

  readonly byIds = async (ids: readonly string[]): Promise<(Claim | null)[]> => {
    const rows = await this.database.rows<Claim>(BY_IDS, [ids]);
    const byId = new Map(rows.map((claim) => [claim.id, claim]));
    return ids.map((id) => byId.get(id) ?? null);
  };

  /** Earliest first; articles without a date come last. */
  readonly appearancesByClaim = async (claimIds: readonly string[]): Promise<Appearance[][]> => {
    const rows = await this.database.rows<AppearanceRow>(
      `SELECT a.id, a.claim_id AS "claimId", a.stance, a.attribution, a.claimant_as_written AS "claimantAsWritten",
              a.created_at AS "createdAt",
              row_number() OVER (PARTITION BY a.claim_id ORDER BY r.published_at NULLS LAST, a.id) = 1 AS "isFirst",
              json_build_object('id', r.id, 'outlet', r.outlet, 'url', r.url, 'citation', r.citation,
                'publishedAt', r.published_at, 'language', r.language) AS article
       FROM appearance a JOIN article r ON r.id = a.article_id
       WHERE a.claim_id = ANY($1) ORDER BY r.published_at NULLS LAST, a.id`,
      [claimIds],
    );
    return groupBy(claimIds, rows, (row) => row.claimId);
  };

  /** Relations from and to each claim. */
  readonly relationsByClaim = async (claimIds: readonly string[]): Promise<ClaimRelation[][]> => {
    const rows = await this.database.rows<ClaimRelation>(
      `SELECT id, kind, state, note, created_at AS "createdAt", from_claim_id AS "fromClaimId", to_claim_id AS "toClaimId"
       FROM claim_relation WHERE from_claim_id = ANY($1) OR to_claim_id = ANY($1) ORDER BY id`,
      [claimIds],
    );
    return claimIds.map((id) => rows.filter((row) => row.fromClaimId === id || row.toClaimId === id));
  };

  /** In the order in which it was added. */
  readonly evidenceByClaim = async (claimIds: readonly string[]): Promise<Evidence[][]> => {
    const rows = await this.database.rows<EvidenceRow>(
      `SELECT id, claim_id AS "claimId", url, publisher, excerpt, stance, archived_url AS "archivedUrl",
              content_hash AS "contentHash", added_at AS "addedAt", added_by AS "addedById"
       FROM evidence WHERE claim_id = ANY($1) ORDER BY id`,
      [claimIds],
    );
    return groupBy(claimIds, rows, (row) => row.claimId);
  };
}
