import type { Filter } from './log-query.js';

/** Which entries are shown; all of it stands in the address. */
export interface Filters {
  /** Such as `decision.created`, or empty. */
  readonly type: string;
  /** `user:` and an id, or `system:` and a name, or empty. */
  readonly actor: string;
  /** Id of a claim, or of another entity that has a stream of its own, or empty. */
  readonly stream: string;
  /** Days of the viewer's zone, or empty. */
  readonly from: string;
  readonly to: string;
  /** The newest entry shown, with its proof; null for the newest of the log. */
  readonly at: number | null;
}

const DAY = /^\d{4}-\d\d-\d\d$/;
const ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;
const ACTOR = new RegExp(`^(?:user:${ID.source}|system:[\\w.-]{1,100})$`);
const TYPE = /^[a-z_]{1,63}\.[a-z_]{1,63}$/;
const INDEX = /^(?:0|[1-9]\d{0,8})$/;

/** @returns the id in a text or a link; undefined where there is none */
export const idIn = (text: string): string | undefined => ID.exec(text.toLowerCase())?.[0];

/** Reads the address's query; what it cannot mean is left out. */
export function readFilters(params: URLSearchParams): Filters {
  const read = (name: string, pattern: RegExp): string => {
    const value = params.get(name) ?? '';
    return pattern.test(value) ? value : '';
  };
  const at = read('at', INDEX);
  return {
    type: read('type', TYPE),
    actor: read('by', ACTOR),
    stream: idIn(params.get('claim') ?? '') ?? '',
    from: read('from', DAY),
    to: read('to', DAY),
    at: at === '' ? null : Number(at),
  };
}

export function writeFilters({ type, actor, stream, from, to, at }: Filters): URLSearchParams {
  const values = { type, by: actor, claim: stream, from, to, at: at === null ? '' : String(at) };
  return new URLSearchParams(Object.entries(values).filter(([, value]) => value !== ''));
}

/** Whether something is filtered out; a place in the log is no filter. */
export const isFiltered = ({ type, actor, stream, from, to }: Filters): boolean =>
  [type, actor, stream, from, to].some((value) => value !== '');

/** A day begins and ends by the viewer's clock. */
function spanOf({ from, to }: Filters): { from: Date | null; before: Date | null } {
  const start = (day: string): Date => new Date(`${day}T00:00:00`);
  const before = to === '' ? null : start(to);
  before?.setDate(before.getDate() + 1);
  return { from: from === '' ? null : start(from), before };
}

/** @returns the filter as the API takes it */
export function toLogFilter(filters: Filters): Filter {
  const { from, before } = spanOf(filters);
  return {
    ...(filters.type !== '' && { types: [filters.type] }),
    ...(filters.actor !== '' && { actor: filters.actor }),
    ...(filters.stream !== '' && { stream: filters.stream }),
    ...(from !== null && { writtenFrom: from.toISOString() }),
    ...(before !== null && { writtenBefore: before.toISOString() }),
  };
}

/** @returns the filter as GET /audit/log takes it */
export function toExportQuery(filters: Filters, withPrivate: boolean): string {
  const { from, before } = spanOf(filters);
  const values = {
    type: filters.type,
    actor: filters.actor,
    stream: filters.stream,
    after: from?.toISOString() ?? '',
    before: before?.toISOString() ?? '',
    private: withPrivate ? '1' : '',
  };
  return new URLSearchParams(Object.entries(values).filter(([, value]) => value !== '')).toString();
}
