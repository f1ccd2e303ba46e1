import type pg from 'pg';
import { hashSecret, newApiTokenSecret } from '../src/auth/secrets.js';
import { TOKEN_SCOPES } from '../src/kernel/actor.js';
import { newId } from '../src/kernel/ids.js';

export interface Editor {
  readonly id: string;
  /** Their API token's secret. */
  readonly token: string;
}

/** Adds accounts that may do everything on every desk, by SQL: hashing a password takes as long as 100 decisions. */
export async function addEditors(client: pg.Client, count: number): Promise<Editor[]> {
  const editors = Array.from({ length: count }, () => ({ id: newId(), token: newApiTokenSecret() }));
  for (const [i, { id, token }] of editors.entries()) {
    await client.query(`INSERT INTO app_user (id, email, name, password_hash) VALUES ($1, $2, $3, 'none')`, [
      id,
      `editor-${id}@bench.example`,
      `Editor ${i + 1}`,
    ]);
    await client.query(`INSERT INTO role_grant (id, user_id, role) VALUES ($1, $2, 'CHIEF_EDITOR')`, [newId(), id]);
    await client.query(
      `INSERT INTO api_token (id, user_id, name, token_hash, scopes, expires_at)
       VALUES ($1, $2, 'bench', $3, $4, now() + interval '7 days')`,
      [newId(), id, hashSecret(token), TOKEN_SCOPES],
    );
  }
  return editors;
}

export interface Desks {
  /** On which most of the work is. */
  readonly main: string;
  readonly others: readonly string[];
}

/** Adds five desks without sign-offs. */
export async function addDesks(client: pg.Client): Promise<Desks> {
  const ids: string[] = [];
  for (const slug of ['main', 'science', 'economy', 'regions', 'sport']) {
    const id = newId();
    await client.query(
      `INSERT INTO desk (id, slug, name, review_hours, lease_seconds, base_priority, is_default)
       VALUES ($1, $2, $3, 48, 3600, 40, $4)`,
      [id, slug, `Desk ${slug}`, slug === 'main'],
    );
    ids.push(id);
  }
  return { main: ids[0]!, others: ids.slice(1) };
}
