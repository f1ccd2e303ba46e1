import { ACTOR_REF, EVENT_TYPE, type LogFilter, MAX_TYPES } from '../audit/log-filter.js';
import { type FieldProblem, InvalidFieldsError } from '../graphql/public-error.js';
import { parseInstant } from '../graphql/scalars.js';
import { isId } from '../kernel/ids.js';

/** What an export is asked for with, checked for itself. Whether there are such leaves is another question. */
export interface ExportQuery {
  readonly from: number | null;
  readonly size: number | null;
  readonly since: number | null;
  readonly isContinuation: boolean;
  readonly withPrivate: boolean;
  readonly filter: LogFilter;
}

const WHOLE_NUMBER = /^(?:0|[1-9]\d{0,14})$/;

/** @returns the value of a text; undefined where it is none that is allowed */
type Reader<Value> = (text: string) => Value | undefined;

interface Parameter<Value> {
  readonly read: Reader<Value>;
  /** What is allowed, to follow "must be". */
  readonly allowed: string;
}

const wholeNumber = (what: string): Parameter<number> => ({
  read: (text) => (WHOLE_NUMBER.test(text) ? Number(text) : undefined),
  allowed: `${what}: a whole number from 0`,
});
const id = (what: string): Parameter<string> => ({
  read: (text) => (isId(text) ? text : undefined),
  allowed: `the id of ${what} (a UUID in lower case)`,
});
const instant: Parameter<Date> = {
  read: (text) => parseInstant(text) ?? undefined,
  allowed: 'an instant with its zone, such as 2026-03-01T09:30:00Z',
};
const flag: Parameter<true> = { read: (text) => (text === '1' ? true : undefined), allowed: '1, or be left out' };
const matching = (pattern: RegExp, allowed: string): Parameter<string> => ({
  read: (text) => (pattern.test(text) ? text : undefined),
  allowed,
});

const PARAMETERS = {
  from: wholeNumber('the index of a leaf'),
  size: wholeNumber('the size of a checkpoint'),
  since: wholeNumber('the size of an earlier checkpoint'),
  continue: flag,
  private: flag,
  stream: id('a claim or another entity'),
  desk: id('a desk'),
  actor: matching(ACTOR_REF, '`user:` and an id, or `system:` and a name'),
  after: instant,
  before: instant,
  type: matching(EVENT_TYPE, 'a table and what happened, such as decision.created; it may be given several times'),
};
type Name = keyof typeof PARAMETERS;
const NAMES = Object.keys(PARAMETERS) as Name[];

/**
 * @param given parameters by name, as a query string or a command line has them
 * @throws InvalidFieldsError that names each parameter that is unknown or wrong, and what is allowed
 */
export function parseExportQuery(given: Readonly<Record<string, string | readonly string[] | undefined>>): ExportQuery {
  const problems: FieldProblem[] = [];
  const refuse = (name: string, message: string): void =>
    void problems.push({ path: [name], message: `${name} ${message}.` });
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(PARAMETERS, name)) refuse(name, `is not known here. What is: ${NAMES.join(', ')}`);
  }
  const all = <Value>(name: Name): Value[] => {
    const { read, allowed } = PARAMETERS[name] as Parameter<Value>;
    const values = [given[name] ?? []].flat().map(read);
    const right = values.filter((value) => value !== undefined);
    if (right.length < values.length) refuse(name, `must be ${allowed}`);
    return right;
  };
  const once = <Value>(name: Name, values: readonly Value[]): Value | undefined => {
    if (values.length > 1) refuse(name, 'must be given once');
    return values[0];
  };
  const types = [...new Set(all<string>('type'))];
  if (types.length > MAX_TYPES) refuse('type', `may be given ${MAX_TYPES} times at most`);
  const [from, size] = [once('from', all<number>('from')) ?? null, once('size', all<number>('size')) ?? null];
  const isContinuation = once('continue', all<true>('continue')) ?? false;
  if (isContinuation && (from === null || size === null)) refuse('continue', 'needs from and size');
  const filter = {
    stream: once('stream', all<string>('stream')),
    desk: once('desk', all<string>('desk')),
    actor: once('actor', all<string>('actor')),
    after: once('after', all<Date>('after')),
    before: once('before', all<Date>('before')),
    type: types.length === 0 ? undefined : types,
  };
  const query: ExportQuery = {
    from,
    size,
    isContinuation,
    since: once('since', all<number>('since')) ?? null,
    withPrivate: once('private', all<true>('private')) ?? false,
    filter: Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)),
  };
  if (problems.length > 0) throw new InvalidFieldsError(problems);
  return query;
}
