import type { SeedRelation } from './types.js';

/** Where one claim runs against another, or comes after it: read `from` CONTRADICTS or UPDATES `to`. */
export const conflictingRelations: readonly SeedRelation[] = [
  {
    from: 'white-house-has-not-requested-call',
    to: 'trump-orders-putin-call',
    kind: 'CONTRADICTS',
    note: 'Ushakov answers reports that Trump had told his staff to contact Russia: two days later, he says, nobody has approached Moscow.',
  },
  {
    from: 'white-house-has-not-requested-call',
    to: 'trump-team-prepares-putin-call',
    kind: 'UPDATES',
    note: 'CNN speaks of preparations in Washington; two days later the Kremlin aide speaks of no request received. Both may hold.',
  },
  {
    from: 'white-house-has-not-requested-call',
    to: 'trump-side-opens-dialogue',
    kind: 'UPDATES',
    note: 'Ushakov first leaves the opening move to Trump, then says after the inauguration that it has not been made.',
  },
  {
    from: 'trump-spoke-with-putin',
    to: 'white-house-has-not-requested-call',
    kind: 'UPDATES',
    note: 'In January no call had been asked for, according to Moscow; in February Trump says that one has taken place.',
  },
  {
    from: 'trump-spoke-with-putin',
    to: 'trump-team-prepares-putin-call',
    kind: 'UPDATES',
    note: "The call that was in preparation in January has taken place by 9 February, on Trump's word.",
  },
  {
    from: 'trump-spoke-with-putin',
    to: 'call-date-not-fixed',
    kind: 'UPDATES',
    note: 'No date was known on 19 January; on 9 February Trump speaks of a call already held.',
  },
  {
    from: 'peskov-cannot-confirm-call',
    to: 'trump-spoke-with-putin',
    kind: 'UPDATES',
    note: "The Kremlin's answer to Trump's account: Peskov leaves it open.",
  },
  {
    from: 'trump-negotiates-with-putin',
    to: 'trump-intends-to-speak-with-putin',
    kind: 'UPDATES',
    note: 'What was an intention in January is described in February as under way.',
  },
  {
    from: 'trump-negotiates-with-putin',
    to: 'no-talks-yet-on-meeting',
    kind: 'CONTRADICTS',
    note: 'Negotiations under way according to Trump; no talks, at least on a meeting, according to the report itself.',
  },
  {
    from: 'agreement-within-100-days',
    to: 'war-ends-within-24-hours',
    kind: 'CONTRADICTS',
    note: '100 days against 24 hours for the same outcome.',
  },
  {
    from: 'peace-may-take-six-months',
    to: 'war-ends-within-24-hours',
    kind: 'UPDATES',
    note: "Trump's later and longer estimate for his own promise.",
  },
  {
    from: 'agreement-within-100-days',
    to: 'peace-may-take-six-months',
    kind: 'CONTRADICTS',
    note: "The envoy's 100 days are about half of the six months that Trump allows himself.",
  },
  {
    from: 'half-a-day-left-for-promise',
    to: 'war-ends-within-24-hours',
    kind: 'UPDATES',
    note: "Trump's remark on his promise once the 24 hours were running.",
  },
  {
    from: 'settlement-plan-in-first-months',
    to: 'war-ends-within-24-hours',
    kind: 'CONTRADICTS',
    note: 'Months for putting a plan into effect, against one day for the whole.',
  },
  {
    from: 'no-talks-yet-on-meeting',
    to: 'summit-preparations-advanced',
    kind: 'CONTRADICTS',
    note: 'Both stand in the same report: preparations far along, and talks not begun.',
  },
  {
    from: 'summit-preparations-advanced',
    to: 'no-substantial-preparations-for-talks',
    kind: 'UPDATES',
    note: "Hardly any preparation in January, by Peskov's account; well advanced in February, by Slutsky's.",
  },
  {
    from: 'summit-in-february-or-march',
    to: 'meeting-place-and-time-open',
    kind: 'UPDATES',
    note: 'Open on 10 January; a period of two months is named in early February.',
  },
  {
    from: 'russia-weighs-gulf-summit',
    to: 'meeting-place-and-time-open',
    kind: 'UPDATES',
    note: 'Open on 10 January; two possible hosts are named in early February.',
  },
  {
    from: 'no-substantial-preparations-for-talks',
    to: 'trump-putin-meeting-being-set-up',
    kind: 'CONTRADICTS',
    note: 'Trump says that arrangements are being made; Peskov sees none of substance.',
  },
  {
    from: 'meeting-place-and-time-open',
    to: 'trump-putin-meeting-being-set-up',
    kind: 'UPDATES',
    note: "Peskov, asked after Trump's announcement, has neither place nor time to give.",
  },
  {
    from: 'ceasefire-only-after-full-withdrawal',
    to: 'ceasefire-once-withdrawal-begins',
    kind: 'CONTRADICTS',
    note: 'One asks for a completed withdrawal before a ceasefire, the other for its beginning.',
  },
  {
    from: 'ceasefire-only-without-nato-bid',
    to: 'ceasefire-once-withdrawal-begins',
    kind: 'CONTRADICTS',
    note: 'One adds a condition on NATO, the other names withdrawal alone.',
  },
  {
    from: 'trump-has-plan-to-end-war',
    to: 'trump-no-peace-specifics-in-january',
    kind: 'UPDATES',
    note: 'No specifics in January; in February Trump says that he has a definite plan.',
  },
];
