import { registerEnumType } from '@nestjs/graphql';

/** Which reviews of an inbox are shown: the tabs of the editors' desk. */
export enum InboxTab {
  OPEN = 'OPEN',
  WAITING = 'WAITING',
  HELD = 'HELD',
  SIGN_OFF = 'SIGN_OFF',
  DEFERRED = 'DEFERRED',
  OVERDUE = 'OVERDUE',
  DECIDED = 'DECIDED',
}
registerEnumType(InboxTab, {
  name: 'InboxTab',
  description: 'Which reviews of an inbox are shown.',
  valuesMap: {
    OPEN: { description: 'Those on which work remains and that are not put off.' },
    WAITING: { description: 'Those that wait to be taken.' },
    HELD: { description: 'Those that somebody holds.' },
    SIGN_OFF: { description: 'Those whose decision waits for another editor.' },
    DEFERRED: { description: 'Those that are put off.' },
    OVERDUE: { description: 'Those that are past their due time, whenever one looks.' },
    DECIDED: { description: 'Those that ended with a decision.' },
  },
});

/** Whose reviews; told of whoever looks, so that it means the same to everybody. */
export enum InboxWhose {
  ASSIGNED_TO_ME = 'ASSIGNED_TO_ME',
  HELD_BY_ME = 'HELD_BY_ME',
}
registerEnumType(InboxWhose, {
  name: 'InboxWhose',
  description: 'Whose reviews are shown; “me” is whoever looks.',
  valuesMap: {
    ASSIGNED_TO_ME: { description: 'Those that I alone may take.' },
    HELD_BY_ME: { description: 'Those that I hold.' },
  },
});

/** Greatest lengths in code points; the CHECK constraints of the table hold the same numbers. */
export const LIMITS = { name: 60, text: 200 } as const;

/** Views that one account may keep: more than anybody finds their way in, and `viewer` lists them all. */
export const MAX_VIEWS = 50;
