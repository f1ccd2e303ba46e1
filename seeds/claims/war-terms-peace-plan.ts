import type { SeedClaim } from '../types.js';

/** The peace plan ascribed to Trump's team in January 2025, and Moscow's objections to it. */
export const peacePlanClaims: readonly SeedClaim[] = [
  {
    key: 'plan-ceasefire-on-front-line',
    desk: 'war-terms',
    statement:
      "In January 2025 Donald Trump's team was considering a plan for Ukraine under which fighting would stop on the existing front line.",
    claimant: 'US media outlets',
    language: 'en',
    topics: ['peace-plan', 'ceasefire'],
    appearances: [
      { article: 'troib-call-not-requested', stance: 'REPORTS', attribution: ['US media outlets'] },
      {
        article: 'unnamed-call-in-preparation',
        stance: 'REPORTS',
        attribution: ['US media outlets'],
      },
      {
        article: 'rt-no-preconditions',
        stance: 'REPORTS',
        attribution: ['media reports'],
        claimantAsWritten: 'some media reports',
      },
    ],
  },
  {
    key: 'plan-demilitarised-zone',
    desk: 'war-terms',
    statement:
      "The plan for Ukraine that Donald Trump's team was considering in January 2025 could include a demilitarised zone about 1,300 km (800 miles) long.",
    claimant: 'US media outlets',
    language: 'en',
    topics: ['peace-plan', 'territory'],
    appearances: [
      { article: 'troib-call-not-requested', stance: 'REPORTS', attribution: ['US media outlets'] },
      {
        article: 'unnamed-call-in-preparation',
        stance: 'REPORTS',
        attribution: ['US media outlets'],
      },
    ],
  },
  {
    key: 'plan-european-troops',
    desk: 'war-terms',
    statement:
      "Under the plan for Ukraine that Donald Trump's team was considering in January 2025, troops from Europe would watch over a demilitarised zone.",
    claimant: 'US media outlets',
    language: 'en',
    topics: ['peace-plan', 'peacekeepers'],
    appearances: [
      { article: 'troib-call-not-requested', stance: 'REPORTS', attribution: ['US media outlets'] },
      {
        article: 'unnamed-call-in-preparation',
        stance: 'REPORTS',
        attribution: ['US media outlets'],
      },
    ],
  },
  {
    key: 'plan-nato-delay',
    desk: 'war-terms',
    statement:
      "Under the plan for Ukraine that Donald Trump's team was considering in January 2025, Kyiv would put off joining NATO for two decades or more.",
    claimant: 'US media outlets',
    language: 'en',
    topics: ['peace-plan', 'nato'],
    appearances: [
      {
        article: 'unnamed-call-in-preparation',
        stance: 'REPORTS',
        attribution: ['US media outlets'],
      },
    ],
  },
  {
    key: 'lavrov-rejects-nato-delay',
    desk: 'war-terms',
    statement: "Moscow is dissatisfied with a plan that would only put off Ukraine's accession to NATO.",
    claimant: 'Sergey Lavrov',
    language: 'en',
    topics: ['peace-plan', 'nato'],
    appearances: [{ article: 'unnamed-call-in-preparation', stance: 'REPORTS', attribution: ['Sergey Lavrov'] }],
  },
  {
    key: 'lavrov-rejects-western-peacekeepers',
    desk: 'war-terms',
    statement: 'Moscow is dissatisfied with a plan that would station Western peacekeepers in Ukraine.',
    claimant: 'Sergey Lavrov',
    language: 'en',
    topics: ['peace-plan', 'peacekeepers'],
    appearances: [{ article: 'unnamed-call-in-preparation', stance: 'REPORTS', attribution: ['Sergey Lavrov'] }],
  },
  {
    key: 'moscow-rejects-freeze',
    desk: 'war-terms',
    statement: 'Russia rejects any freezing of the war in Ukraine and wants it ended for good.',
    claimant: 'Russian government',
    language: 'en',
    topics: ['ceasefire'],
    appearances: [
      {
        article: 'rt-no-preconditions',
        stance: 'REPORTS',
        attribution: ['Moscow'],
        claimantAsWritten: 'Moscow',
      },
      {
        article: 'unnamed-call-in-preparation',
        stance: 'REPORTS',
        attribution: ['Moscow'],
        claimantAsWritten: 'Moscow',
      },
    ],
  },
  {
    key: 'pause-would-let-kyiv-rearm',
    desk: 'war-terms',
    statement: 'Ukraine could use a pause in the fighting to recover and to arm for another war.',
    claimant: 'Russian government',
    language: 'en',
    topics: ['ceasefire'],
    appearances: [
      {
        article: 'rt-no-preconditions',
        stance: 'REPORTS',
        attribution: ['Moscow'],
        claimantAsWritten: 'Moscow',
      },
    ],
  },
  {
    key: 'russia-insists-on-all-goals',
    desk: 'war-terms',
    statement:
      'Russia insists on reaching every goal of its military campaign in Ukraine, among them lasting Ukrainian neutrality.',
    claimant: 'Russian government',
    language: 'en',
    topics: ['ukraine-war'],
    appearances: [
      {
        article: 'unnamed-call-in-preparation',
        stance: 'REPORTS',
        attribution: ['Moscow'],
        claimantAsWritten: 'Moscow',
      },
    ],
  },
];
