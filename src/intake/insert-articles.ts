import { normaliseUrl } from '../claims/normalise-url.js';
import type { Tx } from '../database/unit-of-work.js';
import { newId } from '../kernel/ids.js';
import type { Item } from './prepare.js';
import type { SubmittedAppearance } from './submission.js';

/** Kept, because a batch asks several times for each, and parsing an address takes 2 µs. */
const keys = new WeakMap<SubmittedAppearance['article'], string>();

/** By what an article is known: its address, or else outlet and citation. */
export function articleKey({ article }: SubmittedAppearance): string {
  const known = keys.get(article);
  if (known !== undefined) return known;
  const key =
    article.url == null
      ? JSON.stringify([article.outlet.trim(), article.citation!.trim()])
      : normaliseUrl(article.url)!;
  keys.set(article, key);
  return key;
}

/** @returns the article's id by its key, for all appearances of the items; articles that are new are added */
export async function insertArticles(tx: Tx, items: readonly Item[]): Promise<Map<string, string>> {
  const articles = new Map(
    items
      .flatMap(({ submission }) => submission.appearances)
      .map((appearance) => [articleKey(appearance), appearance.article]),
  );
  const rows = [...articles]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, article]) => ({
      id: newId(),
      key,
      outlet: article.outlet.trim(),
      url: article.url == null ? null : key,
      citation: article.citation?.trim() ?? null,
      published_at: article.publishedAt ?? null,
      language: article.language,
    }));
  const known = await tx.rows<{ key: string; id: string }>(
    `WITH given AS MATERIALIZED (
       SELECT * FROM jsonb_to_recordset($1::jsonb) AS s (id uuid, key text, outlet text, url text, citation text, published_at date, language text)),
     added AS (
       INSERT INTO article (id, outlet, url, citation, published_at, language)
       SELECT id, outlet, url, citation, published_at, language FROM given ON CONFLICT DO NOTHING RETURNING id)
     SELECT g.key, g.id FROM given g JOIN added USING (id)`,
    [JSON.stringify(rows)],
  );
  const ids = new Map(known.map((row) => [row.key, row.id]));
  const others = rows.filter((row) => !ids.has(row.key));
  if (others.length > 0) {
    // A statement of its own: the row that stood in the way may have been committed only just now.
    const found = await tx.rows<{ key: string; id: string }>(
      `WITH s AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS s (key text, outlet text, url text, citation text))
       SELECT s.key, a.id FROM s JOIN article a ON a.url = s.url
       UNION ALL
       SELECT s.key, a.id FROM s JOIN article a ON a.outlet = s.outlet AND a.citation = s.citation
       WHERE s.url IS NULL AND a.url IS NULL`,
      [JSON.stringify(others)],
    );
    for (const row of found) ids.set(row.key, row.id);
  }
  return ids;
}
