import { type ArgumentMetadata, ValidationPipe } from '@nestjs/common';
import { ValidateBy, type ValidationArguments, type ValidationError, type ValidationOptions } from 'class-validator';
import { isId } from '../kernel/ids.js';
import { isPlainText } from '../kernel/plain-text.js';
import { isTimeZone } from '../kernel/time-zone.js';
import { type FieldProblem, InvalidFieldsError } from './public-error.js';
import { isDay, parseInstant } from './scalars.js';

/** Nothing but white space, control characters and invisible ones (zero-width space and joiners, BOM). */
const BLANK = /^[\p{White_Space}\p{Cc}\p{Cf}]*$/u;

/** @returns the length in code points, as Postgres' length() counts; JavaScript's counts an emoji as two */
const codePoints = (text: string): number => Array.from(text).length;

export interface TextRule {
  /** Characters at least; 1 where left out, and then the text may not be blank either. 0 allows the empty text. */
  readonly min?: number;
  /** Characters at most. */
  readonly max: number;
}

function textProblem(value: unknown, { min = 1, max }: TextRule): string | null {
  if (typeof value !== 'string') return 'must be a text';
  if (!isPlainText(value)) return 'must not hold NUL characters or halves of surrogate pairs';
  // code points are never more than UTF-16 units, so a text of megabytes need not be counted
  const length = value.length > 2 * max ? Infinity : codePoints(value);
  if (length > max || length < min) return `must be ${min} to ${max} characters long`;
  return min > 0 && BLANK.test(value) ? 'must not be blank' : null;
}

/** Makes a decorator of a rule. @param problem what is wrong, to follow the field's name; null if nothing is */
function rule(
  name: string,
  problem: (value: unknown) => string | null,
  options?: ValidationOptions,
): PropertyDecorator {
  const describe = ({ value, property }: ValidationArguments): string => {
    const each = options?.each === true;
    const found = each && Array.isArray(value) ? value.map(problem).find((text) => text !== null) : problem(value);
    return `${each ? `each of ${property}` : property} ${found ?? 'is not valid'}.`;
  };
  return ValidateBy(
    { name, validator: { validate: (value) => problem(value) === null, defaultMessage: (args) => describe(args!) } },
    options,
  );
}

/** A text that the database can keep exactly as it came. It is not trimmed or altered. */
export const Text = (limits: TextRule, options?: ValidationOptions): PropertyDecorator =>
  rule('text', (value) => textProblem(value, limits), options);

/** The id of a row. Whether there is such a row is another question. */
export const IsRowId = (options?: ValidationOptions): PropertyDecorator =>
  rule('isRowId', (value) => (typeof value === 'string' && isId(value) ? null : 'must be an id (a UUID)'), options);

/** A calendar day that exists, as YYYY-MM-DD. */
export const IsDay = (options?: ValidationOptions): PropertyDecorator =>
  rule(
    'isDay',
    (value) => (typeof value === 'string' && isDay(value) ? null : 'must be a day that exists, as YYYY-MM-DD'),
    options,
  );

/** The name of a time zone in the IANA database. */
export const IsTimeZone = (options?: ValidationOptions): PropertyDecorator =>
  rule(
    'isTimeZone',
    (value) =>
      typeof value === 'string' && isTimeZone(value)
        ? null
        : 'must be a time zone of the IANA database, such as Europe/Vienna',
    options,
  );

/** An instant: the Date that a DateTime argument has become, or its RFC 3339 text in a JSON body. */
export const IsInstant = (options?: ValidationOptions): PropertyDecorator =>
  rule(
    'isInstant',
    (value) =>
      (value instanceof Date && !Number.isNaN(value.getTime())) ||
      (typeof value === 'string' && parseInstant(value) !== null)
        ? null
        : 'must be an instant with its zone, such as 2026-03-01T09:30:00Z',
    options,
  );

/**
 * Validates every argument of resolvers and controllers.
 *
 * Each field of an input class needs a rule: one without is refused when it is sent, and so noticed, rather than
 * dropped and so ignored.
 */
export class InputValidationPipe extends ValidationPipe {
  constructor() {
    super({
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      transform: true,
      stopAtFirstError: true,
      exceptionFactory: (errors) => new InvalidFieldsError(problems(errors, [])),
    });
  }

  /** @throws InvalidFieldsError whose paths begin at the argument, as those of UserError do */
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    try {
      return (await super.transform(value, metadata)) as unknown;
    } catch (error) {
      if (!(error instanceof InvalidFieldsError) || metadata.data === undefined) throw error;
      const argument = metadata.data;
      throw new InvalidFieldsError(error.fields.map(({ path, message }) => ({ path: [argument, ...path], message })));
    }
  }
}

/** class-validator's tree of errors as a list. */
function problems(errors: readonly ValidationError[], above: readonly string[]): FieldProblem[] {
  return errors.flatMap(({ property, constraints, children }) => {
    const path = [...above, property];
    const own = Object.values(constraints ?? {}).map((message) => ({ path, message: sentence(message) }));
    return [...own, ...problems(children ?? [], path)];
  });
}

/** class-validator's own messages end without a full stop. */
const sentence = (text: string): string => (text.endsWith('.') ? text : `${text}.`);
