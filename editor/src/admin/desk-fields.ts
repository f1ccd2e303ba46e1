import { t } from '../text/admin.js';
import { DESK_LIMITS, type DeskNumber } from './desk-limits.js';
import type { AdminDesk } from './desks-query.js';

/** A desk as it stands in a form. */
export interface DeskFields {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  /** One a line. */
  readonly topics: string;
  /** With commas between. */
  readonly languages: string;
  readonly signOffsRequired: string;
  readonly reviewHours: string;
  readonly leaseMinutes: string;
  readonly basePriority: string;
  readonly isDefault: boolean;
}

export const NUMBERS = Object.keys(DESK_LIMITS) as DeskNumber[];
const SECONDS_PER_MINUTE = 60;

/** What a new desk starts from; the numbers are those that the API takes where they are left out. */
export const NEW_DESK: DeskFields = {
  slug: '',
  name: '',
  description: '',
  topics: '',
  languages: '',
  signOffsRequired: '0',
  reviewHours: '24',
  leaseMinutes: '15',
  basePriority: '50',
  isDefault: false,
};

export const fieldsOf = (desk: AdminDesk): DeskFields => ({
  slug: desk.slug,
  name: desk.name,
  description: desk.description,
  topics: desk.topics.join('\n'),
  languages: desk.languages.join(', '),
  signOffsRequired: String(desk.signOffsRequired),
  reviewHours: String(desk.reviewHours),
  leaseMinutes: String(desk.leaseSeconds / SECONDS_PER_MINUTE),
  basePriority: String(desk.basePriority),
  isDefault: desk.isDefault,
});

/** The API's name of a field of the form. */
export const apiName = (field: keyof DeskFields): string => (field === 'leaseMinutes' ? 'leaseSeconds' : field);

const listOf = (text: string): string[] =>
  text
    .split(/[\n,،、]/)
    .map((each) => each.trim())
    .filter((each) => each !== '');

/** @returns the number; null where it is none, or more or less than it may be */
export function numberOf(field: DeskNumber, text: string): number | null {
  const number = Number(text);
  const { min, max } = DESK_LIMITS[field];
  return text.trim() !== '' && Number.isInteger(number) && number >= min && number <= max ? number : null;
}

/** @returns what is wrong with a number that was typed; undefined where nothing is */
export const numberProblem = (field: DeskNumber, text: string): string | undefined =>
  numberOf(field, text) === null ? t.desks.mustBe(DESK_LIMITS[field].min, DESK_LIMITS[field].max) : undefined;

/**
 * @param fields those that were changed; their numbers are none that `numberProblem` complains of
 * @returns the same as the API takes it
 */
export function toInput(fields: Partial<DeskFields>) {
  const { slug: _, topics, languages, signOffsRequired, reviewHours, leaseMinutes, basePriority, ...rest } = fields;
  return {
    ...rest,
    ...(topics !== undefined && { topics: listOf(topics) }),
    ...(languages !== undefined && { languages: listOf(languages) }),
    ...(signOffsRequired !== undefined && { signOffsRequired: Number(signOffsRequired) }),
    ...(reviewHours !== undefined && { reviewHours: Number(reviewHours) }),
    ...(leaseMinutes !== undefined && {
      leaseSeconds: Number(leaseMinutes) * SECONDS_PER_MINUTE,
    }),
    ...(basePriority !== undefined && { basePriority: Number(basePriority) }),
  };
}
