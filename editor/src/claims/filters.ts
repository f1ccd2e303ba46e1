import type { Enum, VariablesOf } from '../api/graphql.js';
import type { ClaimsQuery } from './claims-query.js';

type ClaimFilter = NonNullable<VariablesOf<typeof ClaimsQuery>['filter']>;

export const VERDICTS = ['VERIFIED', 'DISPUTED', 'UNCONFIRMED'] as const satisfies readonly Enum<'Verdict'>[];
/** `any`, or without one, or one of the three. */
export type VerdictFilter = 'any' | 'none' | Enum<'Verdict'>;

/** Which claims are shown; all of it stands in the address. */
export interface Filters {
  readonly text: string;
  readonly verdict: VerdictFilter;
  /** A desk's short name, or empty. */
  readonly desk: string;
  readonly claimant: string;
  readonly outlet: string;
  /** Days, or empty. */
  readonly from: string;
  readonly to: string;
}

const NAMES: Readonly<Record<keyof Filters, string>> = {
  text: 'q',
  verdict: 'verdict',
  desk: 'desk',
  claimant: 'by',
  outlet: 'outlet',
  from: 'from',
  to: 'to',
};
const DAY = /^\d{4}-\d\d-\d\d$/;

/** Reads the address's query; what it cannot mean is left out. */
export function readFilters(params: URLSearchParams): Filters {
  const read = (name: keyof Filters): string => params.get(NAMES[name]) ?? '';
  const day = (name: 'from' | 'to'): string => (DAY.test(read(name)) ? read(name) : '');
  const verdict = read('verdict');
  return {
    text: read('text'),
    verdict: verdict === 'none' ? 'none' : (VERDICTS.find((each) => each === verdict) ?? 'any'),
    desk: read('desk'),
    claimant: read('claimant'),
    outlet: read('outlet'),
    from: day('from'),
    to: day('to'),
  };
}

export function writeFilters(filters: Filters): URLSearchParams {
  const set = Object.entries(filters).filter(
    ([name, value]) => value !== '' && !(name === 'verdict' && value === 'any'),
  );
  return new URLSearchParams(set.map(([name, value]) => [NAMES[name as keyof Filters], String(value)]));
}

export function toClaimFilter({ text, verdict, desk, claimant, outlet, from, to }: Filters): ClaimFilter {
  return {
    ...(text.trim() === '' ? {} : { text: text.trim() }),
    ...(verdict === 'any' ? {} : verdict === 'none' ? { isDecided: false } : { verdicts: [verdict] }),
    ...(desk === '' ? {} : { deskSlug: desk }),
    ...(claimant.trim() === '' ? {} : { claimant: claimant.trim() }),
    ...(outlet.trim() === '' ? {} : { outlet: outlet.trim() }),
    ...(from === '' ? {} : { claimedFrom: from }),
    ...(to === '' ? {} : { claimedTo: to }),
  };
}
