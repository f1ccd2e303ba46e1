import { locale, plural } from './words.js';

export const common = {
  close: 'Close',
  retry: 'Try again',
  loading: 'Loading',
  clear: 'Clear',
  cancel: 'Cancel',
  copied: 'Copied',
  notCopied: 'Not copied: select it and copy by hand',
  undo: 'Undo',
  toasts: 'What was done',
  any: 'Any',
  total: (count: number, isCapped: boolean): string =>
    isCapped ? '1,000+' : new Intl.NumberFormat(locale).format(count),
  by: (name: string): string => `by ${name}`,
  show: 'Show',
  added: (count: number, isMore: boolean): string =>
    isMore ? `${count}+ new` : plural(count, { one: '# new', other: '# new' }),
  gone: (count: number): string => plural(count, { one: '# no longer here', other: '# no longer here' }),
  moved: 'The order has changed',
  opensElsewhere: 'opens in a new tab',
};

export const failures = {
  offline: 'Claimdesk does not answer.',
  lost: (when: string): string => `The connection was lost ${when}.`,
  offlineMore: 'What you typed stays here. The page catches up by itself once the connection is back.',
  notLoaded: 'This could not be loaded.',
  notReached: 'Claimdesk could not be reached. Try again.',
  notFoundTitle: 'Nothing is here',
  notFound: 'There is no such page, or it was taken away.',
  broken: 'The page broke. What you typed in a review is kept on this computer; load the page again.',
  reload: 'Load again',
};

export const signIn = {
  title: 'Sign in',
  email: 'Email',
  password: 'Password',
  submit: 'Sign in',
  submitting: 'Signing in …',
  needBoth: 'Email and password are needed.',
  lead: 'Every claim, checked once, on the record.',
  lost: 'Password lost? A chief editor can reset it.',
  api: 'Send GraphQL to /graphql with an API token, which a chief editor makes.',
  expiredTitle: 'Your session has ended',
  expired: (name: string): string => `Sign in again as ${name} to go on where you were. What you typed is still here.`,
  expiredOther: 'Sign in as somebody else',
};

export const password = {
  title: 'Choose a password',
  lead: (name: string): string => `Welcome, ${name}. You came in with a one-time password; choose your own to go on.`,
  current: 'One-time password',
  next: 'New password',
  rule: 'At least 12 characters. A few words that only you would put together are best.',
  submit: 'Change password',
  other: 'Sign out',
};

export const time = {
  now: 'just now',
  due: (when: string): string => `due ${when}`,
  overdue: (since: string): string => `overdue, was due ${since}`,
  until: (when: string): string => `until ${when}`,
  unknownDay: 'day not known',
};
