import { locale, plural } from './words.js';

const number = (n: number): string => new Intl.NumberFormat(locale).format(n);

export const board = {
  title: (desk: string): string => `Board · ${desk}`,
  desk: 'Desk',
  span: 'Time',
  days: (days: number): string => plural(days, { one: '# day', other: '# days' }),
  asOf: (clock: string, zone: string): string => `As of ${clock}. Days are those of ${zone}.`,
  keptTitle: 'These are the last figures',
  kept: (clock: string): string => `They are of ${clock}, and could not be read again since.`,
  onHand: 'On hand now',
  states: {
    queued: 'waiting',
    inReview: 'held',
    awaitingSignOff: 'awaiting sign-off',
    deferred: 'put off',
    overdue: 'overdue',
  },
  ages: 'By how long they have waited',
  age: (from: string | null, to: string | null): string =>
    from === null ? `under ${to}` : to === null ? `over ${from}` : `${from} to ${to}`,
  hours: (hours: number): string =>
    hours < 48
      ? plural(hours / 24, { one: '# day', other: '# days' })
      : hours % 168 === 0
        ? plural(hours / 168, { one: '# week', other: '# weeks' })
        : plural(hours / 24, { one: '# day', other: '# days' }),
  since: (days: number): string => `In the last ${plural(days, { one: '# day', other: '# days' })}`,
  cameIn: (n: number): string => plural(n, { one: '# review came in', other: '# reviews came in' }),
  decided: (n: number): string => plural(n, { one: '# was decided', other: '# were decided' }),
  verdicts: (verified: number, disputed: number, unconfirmed: number): string =>
    `${number(verified)} verified, ${number(disputed)} disputed, ${number(unconfirmed)} unconfirmed`,
  late: (n: number): string => plural(n, { one: '# of them after it was due', other: '# of them after they were due' }),
  noneLate: 'none of them late',
  withdrawn: (n: number): string => plural(n, { one: '# was withdrawn', other: '# were withdrawn' }),
  times: (half: string, most: string): string => `Half were decided within ${half}, nine in ten within ${most}.`,
  timesHint: 'From the queue to the final decision, with all waiting in between.',
  nothingTitle: 'Nothing was decided in this time',
  nothing: 'Once editors decide, this shows how many came and went, and how long a decision takes.',
  charts: {
    throughput: 'Came in and decided',
    backlog: 'Backlog when the day ended',
    times: 'Time to decision',
    expiries: 'Holds that ran out',
  },
  series: {
    queued: 'Came in',
    verified: 'Verified',
    disputed: 'Disputed',
    unconfirmed: 'Unconfirmed',
    withdrawn: 'Withdrawn',
    late: 'Late',
    backlog: 'Open',
    p50: 'Half within',
    p90: 'Nine in ten within',
    expiries: 'Ran out',
  },
  day: 'Day',
  none: '–',
  chartHint: (chart: string): string => `${chart}, day by day`,
  asTable: 'As a table',
  asChart: 'As a chart',
  tableOf: (chart: string): string => `${chart}, as a table`,
  tooMany: 'There are too many to count.',
  people: 'Who does the work',
  peopleHint:
    'Held and assigned now; the rest in this time. A decision counts for who proposed it, once it is final; half of these took no longer than stated. Sign-offs are words on the decisions of others. Open a name to see and reassign their work.',
  person: 'Name',
  columns: {
    holding: 'Holds',
    assigned: 'Assigned',
    decided: 'Decided',
    median: 'Half within',
    signOffs: 'Sign-offs',
    expiries: 'Ran out',
  },
  mayNotTake: 'may not take reviews here',
  workOf: (name: string): string => `Work of ${name}`,
  noWork: 'Nothing is held or assigned.',
  moreAssigned: (shown: string): string => `More are assigned; these are the ${shown} most pressing ones.`,
  noPeople: 'Nobody may take reviews here yet.',
  refusedTitle: 'The board is for chief editors',
  refused: 'It shows how the work of a desk goes. A chief editor of the desk, or an auditor, can open it.',
  toInbox: 'To the inbox',
  noDeskTitle: 'There is no such desk',
  noDesk: 'It may have another name now. Choose one on the left.',
};

export const reassign = {
  button: 'Reassign',
  title: 'Who may take it',
  who: 'Assign to',
  anyone: 'Anyone of the desk',
  now: (name: string): string => `${name} (now)`,
  endsLease: (name: string): string =>
    `${name} holds it. Their hold ends at once; what they wrote stays on their computer.`,
  endsOwnLease: 'You hold it. Your hold ends at once; what you wrote stays on this computer.',
  submit: 'Assign',
  free: 'Free it for all',
  doneTo: (name: string): string => `Assigned to ${name}`,
  doneFree: 'Anyone of the desk may take it now',
};
