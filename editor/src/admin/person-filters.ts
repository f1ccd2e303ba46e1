import type { Enum } from '../api/graphql.js';
import type { AccountFilter } from './accounts-query.js';

const ROLES = ['CHIEF_EDITOR', 'EDITOR', 'CHECKER', 'AUDITOR', 'SERVICE'] as const satisfies readonly Enum<'Role'>[];
const STATES = ['in-use', 'disabled'] as const;

/** Which accounts are shown; all of it stands in the address. Empty restricts nothing. */
export interface Filters {
  readonly text: string;
  readonly role: Enum<'Role'> | '';
  /** A desk's short name. */
  readonly desk: string;
  readonly state: (typeof STATES)[number] | '';
}

export const ROLE_OPTIONS: readonly (Enum<'Role'> | '')[] = ['', ...ROLES];
export const STATE_OPTIONS: readonly Filters['state'][] = ['', ...STATES];

/** Reads the address's query; what it cannot mean is left out. */
export function readFilters(params: URLSearchParams): Filters {
  return {
    text: params.get('q') ?? '',
    role: ROLES.find((role) => role === params.get('role')) ?? '',
    desk: params.get('desk') ?? '',
    state: STATES.find((state) => state === params.get('state')) ?? '',
  };
}

/** @param open id of the account that is open beside the list, or `new`; null for none */
export function writeFilters({ text, role, desk, state }: Filters, open: string | null): URLSearchParams {
  const values = { q: text, role, desk, state, person: open ?? '' };
  return new URLSearchParams(Object.entries(values).filter(([, value]) => value !== ''));
}

export const isFiltered = (filters: Filters): boolean => Object.values(filters).some((value) => value !== '');

export const toAccountFilter = ({ text, role, desk, state }: Filters): AccountFilter => ({
  ...(text.trim() !== '' && { text: text.trim() }),
  ...(role !== '' && { roles: [role] }),
  ...(desk !== '' && { deskSlug: desk }),
  ...(state !== '' && { isDisabled: state === 'disabled' }),
});
