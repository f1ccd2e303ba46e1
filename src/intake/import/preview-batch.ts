import { createHash } from 'node:crypto';
import type { Queryable } from '../../database/queryable.js';
import { DomainError } from '../../kernel/domain-error.js';
import { articleKey } from '../insert-articles.js';
import { type Item, prepare } from '../prepare.js';
import { SubmissionOutcome, type SubmissionResult } from '../submission.js';
import type { Counts } from './counts.js';
import { type RefusalReport, settle } from './import-batch.js';
import type { Batch } from './read-batches.js';

/**
 * Says what an import would do, and does nothing: claims and appearances are looked up, and those of earlier batches
 * remembered in a temporary table, which ends with the connection. So it needs one connection for the whole file.
 */
export class PreviewBatch {
  constructor(
    private readonly db: Queryable,
    private readonly report: RefusalReport,
    private readonly pathOf: (path: string) => string,
  ) {}

  async begin(): Promise<void> {
    await this.db.rows('CREATE TEMPORARY TABLE import_seen (key bytea PRIMARY KEY)');
    // from here on the database itself sees to it that nothing is written
    await this.db.rows('SET default_transaction_read_only = on');
  }

  async run(batch: Batch): Promise<Counts> {
    const prepared = await prepare(
      this.db,
      batch.entries.map(({ submission }) => submission),
    );
    const items = prepared.filter((item): item is Item => !(item instanceof DomainError));
    const newClaims = await this.newClaims(items);
    const newAppearances = await this.newAppearances(items);
    const results = prepared.map((item): SubmissionResult | DomainError => {
      if (item instanceof DomainError) return item;
      const brought = item.submission.appearances.filter((each) => newAppearances.delete(seenKey(item, each)));
      const outcome = newClaims.delete(item.fingerprint)
        ? SubmissionOutcome.CREATED
        : brought.length > 0
          ? SubmissionOutcome.APPEARANCE_ADDED
          : SubmissionOutcome.ALREADY_KNOWN;
      return { outcome, claimId: '' };
    });
    const { counts, refusals } = settle(batch, results, this.pathOf);
    await this.report.add(refusals);
    return counts;
  }

  private async newClaims(items: readonly Item[]): Promise<Set<string>> {
    const rows = await this.db.rows<{ key: string }>(
      `WITH fresh AS (
         INSERT INTO import_seen SELECT DISTINCT decode(f, 'hex') FROM unnest($1::text[]) AS f ON CONFLICT DO NOTHING RETURNING key)
       SELECT encode(key, 'hex') AS key FROM fresh WHERE NOT EXISTS (SELECT FROM claim WHERE fingerprint = key)`,
      [items.map(({ fingerprint }) => fingerprint)],
    );
    return new Set(rows.map(({ key }) => key));
  }

  private async newAppearances(items: readonly Item[]): Promise<Set<string>> {
    const given = items.flatMap((item) =>
      item.submission.appearances.map((appearance) => ({
        key: seenKey(item, appearance),
        fingerprint: item.fingerprint,
        stance: appearance.stance,
        url: appearance.article.url == null ? null : articleKey(appearance),
        outlet: appearance.article.outlet.trim(),
        citation: appearance.article.citation?.trim() ?? null,
      })),
    );
    const rows = await this.db.rows<{ key: string }>(
      `WITH given AS MATERIALIZED (SELECT * FROM jsonb_to_recordset($1::jsonb)
         AS s (key text, fingerprint text, stance text, url text, outlet text, citation text)),
       fresh AS (
         INSERT INTO import_seen SELECT DISTINCT decode(key, 'hex') FROM given ON CONFLICT DO NOTHING RETURNING encode(key, 'hex') AS key)
       SELECT key FROM fresh EXCEPT
       SELECT g.key FROM given g JOIN claim c ON c.fingerprint = decode(g.fingerprint, 'hex')
         JOIN appearance p ON p.claim_id = c.id AND p.stance = g.stance
         JOIN article a ON a.id = p.article_id
           AND (a.url = g.url OR (a.url IS NULL AND g.url IS NULL AND a.outlet = g.outlet AND a.citation = g.citation))`,
      [JSON.stringify(given)],
    );
    return new Set(rows.map(({ key }) => key));
  }
}

/** By what an appearance of a claim in an article is known, before either has an id. Hexadecimal. */
const seenKey = (item: Item, appearance: Item['submission']['appearances'][number]): string =>
  createHash('sha256')
    .update(`${item.fingerprint} ${articleKey(appearance)} ${appearance.stance}`)
    .digest('hex');
