import type { Tx } from '../database/unit-of-work.js';

/** Spells DESK. */
const DESKS_LOCK = 0x4445534b;

/**
 * Lets changes of desks come one after another until the transaction ends: which is the default one is a matter of all
 * of them. Work on reviews does not wait for it.
 */
export const lockDesks = (tx: Tx): Promise<object[]> => tx.rows('SELECT pg_advisory_xact_lock($1)', [DESKS_LOCK]);

/** Makes room for another default desk: there is one at any time. */
export const clearDefault = (tx: Tx): Promise<object[]> =>
  tx.rows('UPDATE public.desk SET is_default = false WHERE is_default');
