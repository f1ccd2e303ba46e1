import { plural } from './words.js';

/** Filters of the inbox beyond its tabs. */
export const inboxFilters = {
  more: 'Filters',
  countSet: (count: number): string => plural(count, { one: '# set', other: '# set' }),
  title: 'Filters',
  claimant: 'Said by',
  whose: 'Whose',
  anybody: 'Anybody’s',
  whoseOptions: { assigned: 'Assigned to me', held: 'Held by me' },
  from: 'Queued from',
  to: 'Queued until',
  set: 'Filters that are set',
  remove: (what: string): string => `${what}: remove this filter`,
  saidBy: (name: string): string => `said by ${name}`,
  queuedFrom: (day: string): string => `queued from ${day}`,
  queuedTo: (day: string): string => `queued until ${day}`,
};

/** Views of the inbox that somebody keeps. */
export const views = {
  title: 'Views',
  save: 'Save view',
  saveTitle: 'Save this view',
  saveHint: 'Desk, tab, words and filters as they are now. It is yours, in every browser where you sign in.',
  name: 'Name',
  submit: 'Save',
  replace: (name: string): string => `Replace “${name}”`,
  replaceHint: 'You have a view of this name. It will show what you see now.',
  needName: 'Give it a name.',
  saved: (name: string): string => `Saved: ${name}`,
  menu: (name: string): string => `Change the view ${name}`,
  rename: 'Rename',
  renameTitle: 'Rename this view',
  up: 'Move up',
  down: 'Move down',
  remove: 'Remove',
  removed: (name: string): string => `View removed: ${name}`,
  open: (name: string): string => `View: ${name}`,
};

/** Several reviews at once. */
export const selection = {
  select: (statement: string): string => `Select: ${statement}`,
  bar: 'With the selected reviews',
  count: (count: number): string => plural(count, { one: '# selected', other: '# selected' }),
  clear: 'Clear',
  take: (count: number): string => plural(count, { one: 'Take #', other: 'Take #' }),
  release: (count: number): string => plural(count, { one: 'Release #', other: 'Release #' }),
  defer: (count: number): string => plural(count, { one: 'Put off #', other: 'Put off #' }),
  reassign: (count: number): string => plural(count, { one: 'Reassign #', other: 'Reassign #' }),
  reassignTitle: (count: number): string => plural(count, { one: 'Reassign # review', other: 'Reassign # reviews' }),
  nothing: 'Nothing can be done with these. Take what waits, or release what you hold.',
  progress: (done: number, total: number): string => `${done} of ${total}`,
  stop: 'Stop',
  stopped: 'It was stopped before its turn.',
  done: {
    take: (count: number): string => plural(count, { one: '# review taken', other: '# reviews taken' }),
    release: (count: number): string => plural(count, { one: '# review released', other: '# reviews released' }),
    defer: (count: number): string => plural(count, { one: '# review put off', other: '# reviews put off' }),
    reassign: (count: number): string => plural(count, { one: '# review reassigned', other: '# reviews reassigned' }),
  },
  refused: {
    take: (count: number): string => plural(count, { one: '# was not taken', other: '# were not taken' }),
    release: (count: number): string => plural(count, { one: '# was not released', other: '# were not released' }),
    defer: (count: number): string => plural(count, { one: '# was not put off', other: '# were not put off' }),
    reassign: (count: number): string => plural(count, { one: '# was not reassigned', other: '# were not reassigned' }),
  },
  undone: 'Undone',
  notUndone: (count: number): string => plural(count, { one: '# could not be undone', other: '# could not be undone' }),
};

/** What stands beside the list on a wide screen. */
export const preview = {
  title: 'Beside the list',
  show: 'Show the review beside the list',
  hide: 'Hide the review beside the list',
  none: 'Go to a review with J and K, or point at it: what is known of it stands here.',
  open: 'Open',
  evidence: (count: number): string => plural(count, { one: '# piece of evidence', other: '# pieces of evidence' }),
  noEvidence: 'No evidence yet',
  failed: 'It could not be loaded.',
};
