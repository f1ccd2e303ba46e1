import type { Tx } from '../database/unit-of-work.js';
import { DomainError } from '../kernel/domain-error.js';
import type { SavedViewEntity } from './saved-view.entity.js';
import type { InboxFilterInput } from './saved-view-inputs.js';

type Columns = Omit<SavedViewEntity, 'id' | 'userId' | 'name' | 'place'>;

/** @throws DomainError INVALID_INPUT for a desk that there is not */
export async function checkedFilter(tx: Tx, filter: InboxFilterInput): Promise<Columns> {
  const deskId = filter.deskId ?? null;
  if (deskId !== null && (await tx.rows('SELECT FROM desk WHERE id = $1', [deskId])).length === 0) {
    throw new DomainError('INVALID_INPUT', 'There is no such desk.', { path: ['input', 'filter', 'deskId'] });
  }
  const { tab, text = null, kind = null, claimant = null, whose = null, queuedFrom = null, queuedTo = null } = filter;
  return { deskId, tab, text, kind, claimant, whose, queuedFrom, queuedTo };
}

/**
 * The account's row is locked, so that no second view comes by the name meanwhile.
 *
 * @param id of the view that may have the name; of none where it is new
 * @throws DomainError INVALID_INPUT where another of the account's views has the name
 */
export async function checkName(tx: Tx, userId: string, name: string, id: string): Promise<void> {
  const others = await tx.rows('SELECT FROM saved_view WHERE user_id = $1 AND name = $2 AND id <> $3', [
    userId,
    name,
    id,
  ]);
  if (others.length === 0) return;
  throw new DomainError('INVALID_INPUT', 'You have a view of this name already.', { path: ['input', 'name'] });
}

/** Puts a view in its place among those of the account, the others in theirs, from 0 without gaps. */
export async function placeView(tx: Tx, userId: string, id: string, place: number): Promise<void> {
  await tx.rows(
    `WITH others AS (
       SELECT id, row_number() OVER (ORDER BY place, id) - 1 AS n FROM saved_view WHERE user_id = $1 AND id <> $2),
     placed AS (
       SELECT id, row_number() OVER (ORDER BY n) - 1 AS place
       FROM (SELECT id, n::float8 FROM others UNION ALL SELECT $2, $3::float8 - 0.5) s)
     UPDATE saved_view v SET place = p.place FROM placed p WHERE v.id = p.id AND v.place <> p.place`,
    [userId, id, place],
  );
}
