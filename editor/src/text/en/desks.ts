import type { DeskNumber } from '../../admin/desk-limits.js';
import { locale, plural } from './words.js';

const number = new Intl.NumberFormat(locale);
const range = (min: number, max: number): string => `${number.format(min)} to ${number.format(max)}`;

export const desks = {
  title: 'Desks',
  desk: 'Desk',
  add: 'Add a desk',
  addSubmit: 'Add the desk',
  added: (name: string): string => `${name} is there. Give people roles on it next.`,
  save: 'Save',
  saved: (name: string): string => `${name} is changed.`,
  emptyTitle: 'There is no desk yet',
  empty: 'A desk is a team with an inbox of its own. The first one takes every claim.',
  none: 'The link may be cut off. Choose one from the list.',
  isDefault: 'default desk',
  signOffs: (count: number): string =>
    count === 0 ? 'no sign-off' : plural(count, { one: '# sign-off', other: '# sign-offs' }),
  dueIn: (hours: number): string => plural(hours, { one: 'due in # hour', other: 'due in # hours' }),
  heldFor: (minutes: number): string => plural(minutes, { one: 'held for # minute', other: 'held for # minutes' }),
  priority: (priority: number): string => `priority ${priority}`,
  anyLanguage: 'any language',
  topicCount: (count: number): string =>
    count === 0 ? 'no topics' : plural(count, { one: '# topic', other: '# topics' }),
  open: (count: string): string => `${count} open`,
  toInbox: 'Inbox',
  toPeople: 'Its people',
  toRecord: 'What was changed',

  name: 'Name',
  slug: 'Short name',
  slugHint: 'For addresses and commands: small letters, digits and hyphens, such as foreign-affairs. It never changes.',
  slugStays: 'Stays as it is, so that links do not break.',
  description: 'What it looks after (may be empty)',
  topics: 'Topics, one a line',
  topicsHint: 'New claims with the most of these topics come here. Claims that are in already stay where they are.',
  languages: 'Languages',
  languagesHint: 'Tags with commas between, such as en, pt-BR. Empty: any. Only new claims are sorted by it.',
  rules: 'How it works',
  mustBe: (min: number, max: number): string => `It must be a whole number from ${range(min, max)}.`,
  numbers: {
    signOffsRequired: {
      label: 'Sign-offs',
      hint: (min, max) =>
        `${range(min, max)}. How many others must approve a decision before it counts. Asked for at the decision and at each approval, so it also holds for those that wait.`,
    },
    reviewHours: {
      label: 'Time for a review, in hours',
      hint: (min, max) =>
        `${range(min, max)}. Then it is overdue, and moves to the front. Set when a review is opened; open ones keep theirs.`,
    },
    leaseMinutes: {
      label: 'Length of a hold, in minutes',
      hint: (min, max) =>
        `${range(min, max)}. An editor who works renews it by working; after it, an idle review goes back. Holds that run keep their end until they are renewed.`,
    },
    basePriority: {
      label: 'Base priority',
      hint: (min, max) =>
        `${range(min, max)}. What a new review starts from; claims that travel or are contradicted rise above it. Open ones keep theirs.`,
    },
  } satisfies Record<DeskNumber, { label: string; hint: (min: number, max: number) => string }>,
  default: 'The default desk',
  defaultHint: 'Claims that fit no desk come here, and no longer to the one that is it now.',
  defaultStays: 'Claims that fit no desk come here. To change that, make another desk the default one.',
  effects: {
    more: (waiting: string, required: number): string =>
      `Waiting for sign-off now: ${waiting}. They will need ${plural(required, { one: '# approval', other: '# approvals' })} in all.`,
    fewer: (waiting: string): string =>
      `Waiting for sign-off now: ${waiting}. None of them counts by this alone; each is finished by its next approval.`,
    holds: (held: string): string => `Held now: ${held}. They keep their end until they are renewed.`,
    keep: (open: string): string => `Open now: ${open}. They keep what they have.`,
    tooFew: (people: number, required: number): string =>
      `${plural(people, { one: 'Only # person', other: 'Only # people' })} may decide here, and whoever decides does not sign off: with ${plural(required, { one: '# sign-off', other: '# sign-offs' })}, no decision would ever count.`,
  },
};
