import { DomainError } from '../kernel/domain-error.js';
import { isPlainText } from '../kernel/plain-text.js';
import type { DeskEntity } from './desk.entity.js';

/** What people may set of a desk; the CHECKs of the table hold the same where they hold anything. */
export const LIMITS = {
  slug: 60,
  name: 100,
  description: 1000,
  /** As a claim's: longer ones no claim could have. */
  topic: 60,
  /** Each is compared with those of every claim that comes in. */
  topics: 100,
  /** The longest tag of BCP 47 that a claim may have. */
  language: 35,
  languages: 50,
  /** There must be so many others on the desk, day and night. */
  signOffsRequired: { min: 0, max: 5 },
  /** From an hour to a year. */
  reviewHours: { min: 1, max: 8760 },
  /** A minute is what the editor's page and a slow network need to renew a hold; who holds for more than a day has left. */
  leaseSeconds: { min: 60, max: 86_400 },
  basePriority: { min: 0, max: 100 },
  /** They are all listed on every page, and counted one by one for all who follow them. */
  desks: 100,
} as const;

/** What people may set. */
export type DeskFields = Omit<DeskEntity, 'id' | 'slug' | 'createdAt'>;

const NUMBERS = ['signOffsRequired', 'reviewHours', 'leaseSeconds', 'basePriority'] as const;
const CALLED: Record<(typeof NUMBERS)[number], string> = {
  signOffsRequired: 'The sign-offs required',
  reviewHours: 'The hours for a review',
  leaseSeconds: 'The seconds of a hold',
  basePriority: 'The base priority',
};
const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;

const invalid = (field: string, message: string): DomainError =>
  new DomainError('INVALID_INPUT', message, { path: ['input', field] });

const lengthOf = (text: string): number => Array.from(text).length;

/** @throws DomainError INVALID_INPUT */
export function checkSlug(slug: string): void {
  if (SLUG.test(slug) && slug.length <= LIMITS.slug) return;
  const rule = `1 to ${LIMITS.slug} small letters and digits, with single hyphens between, such as foreign-affairs`;
  throw invalid('slug', `The short name must be of ${rule}.`);
}

/**
 * @param fields what is left out is not looked at
 * @returns the fields as they are kept
 * @throws DomainError INVALID_INPUT, with the path of the first field that is not allowed
 */
export function validFields<Fields extends Partial<DeskFields>>(fields: Fields): Fields {
  for (const field of NUMBERS) checkNumber(field, fields[field]);
  const { name, description, topics, languages } = fields;
  return {
    ...fields,
    ...(name === undefined ? {} : { name: validText('name', name, 1) }),
    ...(description === undefined ? {} : { description: validText('description', description, 0) }),
    ...(topics === undefined ? {} : { topics: validTopics(topics) }),
    ...(languages === undefined ? {} : { languages: validLanguages(languages) }),
  };
}

function checkNumber(field: (typeof NUMBERS)[number], value: number | undefined): void {
  const { min, max } = LIMITS[field];
  if (value === undefined || (Number.isInteger(value) && value >= min && value <= max)) return;
  throw invalid(field, `${CALLED[field]} must be a whole number from ${min} to ${max}.`);
}

function validText(field: 'name' | 'description', value: string, min: number): string {
  const text = value.trim();
  if (lengthOf(text) >= min && lengthOf(text) <= LIMITS[field] && isPlainText(text)) return text;
  throw invalid(field, `The ${field} must be a text of ${min} to ${LIMITS[field]} characters.`);
}

/** Those that differ by case alone are one: routing does not look at it. */
function validTopics(topics: readonly string[]): string[] {
  const unique = new Map(topics.map((topic) => [topic.trim().toLowerCase(), topic.trim()]));
  const isValid = (topic: string): boolean => topic !== '' && lengthOf(topic) <= LIMITS.topic && isPlainText(topic);
  if (unique.size <= LIMITS.topics && [...unique.values()].every(isValid)) return [...unique.values()];
  throw invalid('topics', `There may be ${LIMITS.topics} topics of 1 to ${LIMITS.topic} characters each.`);
}

function validLanguages(languages: readonly string[]): string[] {
  try {
    const canonical = Intl.getCanonicalLocales(languages.map((tag) => tag.trim()));
    if (canonical.length <= LIMITS.languages && canonical.every((tag) => tag.length <= LIMITS.language)) {
      return canonical;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // is how it says that a tag is none
  }
  throw invalid(
    'languages',
    `There may be ${LIMITS.languages} languages, each as a tag of BCP 47 such as en or pt-BR, of ${LIMITS.language} characters at most.`,
  );
}
