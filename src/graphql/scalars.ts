import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';

/** RFC 3339, 5.6: date-time with a zone. The letters may be lower case there. */
const RFC_3339 =
  /^(\d{4}-\d{2}-\d{2})[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** @returns whether the text is a calendar day that exists, from year 1 on, as YYYY-MM-DD */
export function isDay(text: string): boolean {
  const [, year, month, day] = (DAY.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined || year === 0) return false;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day); // and not Date.UTC, which takes year 99 for 1999
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/**
 * @param text an instant with its zone (RFC 3339); digits beyond milliseconds are dropped
 * @returns the instant; null for anything else, also for days that do not exist, second 60 and years beyond 1 to 9999
 */
export function parseInstant(text: string): Date | null {
  const day = RFC_3339.exec(text)?.[1];
  if (day === undefined || !isDay(day)) return null;
  const instant = new Date(text.toUpperCase());
  // a zone can carry the first and the last day out of what ISO text and Postgres agree on
  const year = instant.getUTCFullYear();
  return year >= 1 && year <= 9999 ? instant : null;
}

const DATE_TIME_RULE = 'must be an instant with its zone (RFC 3339), such as 2026-03-01T09:30:00Z.';
const DAY_RULE = 'must be a calendar day that exists, as YYYY-MM-DD, such as 2026-03-01.';

const refuse = (name: string, rule: string, node?: ValueNode): GraphQLError =>
  new GraphQLError(`${name} ${rule}`, { nodes: node, extensions: { code: 'BAD_USER_INPUT' } });

function readDateTime(value: unknown, node?: ValueNode): Date {
  const instant = typeof value === 'string' ? parseInstant(value) : null;
  if (instant === null) throw refuse('DateTime', DATE_TIME_RULE, node);
  return instant;
}

function readDay(value: unknown, node?: ValueNode): string {
  if (typeof value === 'string' && isDay(value)) return value;
  throw refuse('Date', DAY_RULE, node);
}

const textOf = (node: ValueNode): unknown => (node.kind === Kind.STRING ? node.value : undefined);

/** An instant. A JavaScript Date inside; ISO 8601 in UTC with milliseconds outside. */
export const DateTimeScalar = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: `An instant. As input it ${DATE_TIME_RULE} As output it is in UTC with milliseconds.`,
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339#section-5.6',
  serialize(value) {
    if (value instanceof Date) return value.toISOString();
    throw new TypeError(`DateTime is made of a Date, not of ${typeof value}`);
  },
  parseValue: (value) => readDateTime(value),
  parseLiteral: (node) => readDateTime(textOf(node), node),
});

/** A calendar day, which has no zone and is no instant. A string inside and outside. */
export const DayScalar = new GraphQLScalarType<string, string>({
  name: 'Date',
  description: `A calendar day. It ${DAY_RULE}`,
  serialize(value) {
    if (typeof value === 'string' && isDay(value)) return value;
    throw new TypeError(`Date is made of a text YYYY-MM-DD, not of ${JSON.stringify(value)}`);
  },
  parseValue: (value) => readDay(value),
  parseLiteral: (node) => readDay(textOf(node), node),
});
