import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { differences } from '../../src/audit/audit-queries.js';
import { fingerprint, normaliseText } from '../../src/claims/fingerprint.js';
import { normaliseUrl } from '../../src/claims/normalise-url.js';
import { LIMITS } from '../../src/claims/vocabulary.js';
import { decodeCursor, encodeCursor } from '../../src/graphql/connection.js';
import { isDay, parseInstant } from '../../src/graphql/scalars.js';
import { type DeskProfile, routeToDesk } from '../../src/intake/route-to-desk.js';
import { DomainError } from '../../src/kernel/domain-error.js';
import { OVERDUE_PRIORITY, triage } from '../../src/review/triage.js';
import { address, day, instant, longText, text, wellFormed } from './arbitraries.js';
import { fuzz } from './fuzzing.js';

const size = { short: 500, share: 0.05 };
const anyText = fc.oneof({ weight: 9, arbitrary: text }, { weight: 1, arbitrary: longText });

describe('the text by which claims are compared', () => {
  fuzz('normalise', size, anyText, (value) => {
    const normal = normaliseText(value);
    expect(normaliseText(normal)).toBe(normal);
    // an acute accent as an apostrophe is known before the compatibility form makes a space of it, and not after
    const forms = ['NFC', 'NFD', ...(/[´\u1ffd]/.test(value) ? [] : ['NFKC', 'NFKD'])];
    for (const form of forms) expect(normaliseText(value.normalize(form))).toBe(normal);
    // in the order of their normal form: the capital of an iota subscript is a letter, which no mark can pass
    expect(normaliseText(value.normalize('NFC').toUpperCase())).toBe(normal);
    expect(normaliseText(value.normalize('NFC').toLowerCase())).toBe(normal);
    expect(normaliseText(`\u200e ${value}\t\n`)).toBe(normal);
  });

  /** Numbers as they are written; no two of them say the same. */
  const amount = fc
    .tuple(
      fc.constantFrom('', '-', '+'),
      fc.constantFrom('', '$', '€'),
      fc.constantFrom('5', '.5', '0.5', '1.5', '1,5', '15', '1,500', '1.500', '1500', '5.1'),
      fc.constantFrom('', '%', '‰', '°'),
    )
    .map((parts) => parts.join(''));
  const sentence = (number: string) => normaliseText(`Exports fell by ${number}, the minister said.`);

  fuzz('amounts', size, fc.tuple(amount, amount), ([a, b]) => {
    expect(sentence(a) === sentence(b)).toBe(a === b);
    expect(sentence(a.replace('-', '\u2212'))).toBe(sentence(a));
  });

  fuzz('fingerprint', size, fc.tuple(anyText, anyText, anyText, anyText), ([a, b, c, d]) => {
    const same = normaliseText(a) === normaliseText(c) && normaliseText(b) === normaliseText(d);
    expect(fingerprint(a, b).equals(fingerprint(c, d))).toBe(same);
    expect(fingerprint(a, b)).toHaveLength(32);
  });
});

fuzz(
  'addresses',
  size,
  fc.tuple(address, fc.constantFrom('utm_source=x', 'fbclid', 'UTM_Medium=%20', 'gclid=a=b')),
  ([value, tracking]) => {
    const known = normaliseUrl(value);
    if (known === null) return;
    expect(normaliseUrl(known)).toBe(known);
    expect(known).toMatch(/^https?:\/\/[^/?#@]+\/[^#]*$/);
    expect(known.length).toBeLessThanOrEqual(LIMITS.url);
    const tracked = `${known}${known.includes('?') ? '&' : '?'}${tracking}`;
    // nothing that names the page is lost, and where the reader came from does not make another article
    expect(normaliseUrl(tracked)).toBe(known);
  },
);

const topic = fc.constantFrom('trade', 'Trade', 'war', 'WAR', 'elections', 'ελλάς', '', 'ı');
const language = fc.constantFrom('en', 'EN-us', 'de', 'zh-Hant', 'pt-BR', '');
const desk = fc.record({
  topics: fc.array(topic),
  languages: fc.array(language, { maxLength: 3 }),
  isDefault: fc.boolean(),
});
const routing = fc.tuple(fc.array(desk, { maxLength: 6 }), fc.array(topic), language);

fuzz('routing', size, routing, ([profiles, topics, spoken]) => {
  const desks: DeskProfile[] = profiles.map((profile, i) => ({ id: String(i), ...profile }));
  const found = routeToDesk(desks, { topics, language: spoken });
  if (found === null) expect(desks.some(({ isDefault }) => isDefault)).toBe(false);
  else expect(desks).toContain(found);
  const lower = topics.map((one) => one.toLowerCase());
  expect(routeToDesk(desks, { topics: [...lower, ...lower], language: spoken.toUpperCase() })).toBe(found);
  expect(routeToDesk(desks, { topics: [], language: spoken })).toBe(desks.find(({ isDefault }) => isDefault) ?? null);
});

const facts = fc.record({
  basePriority: fc.nat(100),
  reviewHours: fc.integer({ min: 1, max: 8784 }),
  appearances: fc.nat(1_000_000),
  contradictions: fc.nat(1_000_000),
});
fuzz('triage', size, fc.tuple(facts, fc.date({ noInvalidDate: true, max: new Date('9000-01-01') })), ([given, now]) => {
  const { priority, dueAt } = triage(given, now);
  expect(Number.isInteger(priority)).toBe(true);
  expect(priority).toBeGreaterThanOrEqual(Math.min(given.basePriority, OVERDUE_PRIORITY - 1));
  expect(priority).toBeLessThan(OVERDUE_PRIORITY);
  expect(dueAt.getTime() - now.getTime()).toBe(given.reviewHours * 3_600_000);
  const more = triage({ ...given, appearances: given.appearances + 1, contradictions: given.contradictions + 1 }, now);
  expect(more.priority).toBeGreaterThanOrEqual(priority);
});

fuzz('days', size, fc.oneof(day, instant, text), (value) => {
  if (isDay(value)) expect(new Date(`${value}T00:00:00Z`).toISOString().slice(0, 10)).toBe(value);
  const parsed = parseInstant(value);
  if (parsed === null) return;
  expect(parseInstant(parsed.toISOString())).toEqual(parsed);
  expect(Math.abs(parsed.getTime() - Date.parse(value.slice(0, 10)))).toBeLessThan(2 * 86_400_000);
});

const garbledCursor = fc.oneof(
  text,
  fc.base64String(),
  fc.json().map((source) => Buffer.from(source).toString('base64url')),
);
fuzz('positions', size, fc.tuple(fc.array(text, { maxLength: 4 }), garbledCursor), ([position, garbled]) => {
  const given = position.map(wellFormed);
  expect(
    decodeCursor(
      encodeCursor(given),
      given.map((expected) => (found: string) => found === expected),
    ),
  ).toEqual(given);
  try {
    const found = decodeCursor(garbled, [() => true]);
    expect(found).toEqual([expect.any(String)]);
  } catch (error) {
    expect(error).toBeInstanceOf(DomainError);
  }
});

const row = fc.dictionary(
  fc.constantFrom('state', 'version', 'topics', 'verdict', 'note'),
  fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null), fc.array(text, { maxLength: 3 })),
);
fuzz('differences', size, fc.tuple(row, row), ([before, after]) => {
  const changes = differences(before, after);
  const texts = (of: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(of).flatMap(([field, value]) =>
        value === null ? [] : [[field, typeof value === 'string' ? value : JSON.stringify(value)]],
      ),
    );
  // what is shown is enough to make the one of the other, and nothing is shown that did not change
  const replayed = { ...texts(before), ...Object.fromEntries(changes.map((change) => [change.field, change.after])) };
  expect(texts(replayed)).toEqual(texts(after));
  expect(changes.every((change) => change.before !== change.after)).toBe(true);
  expect(differences(after, before)).toEqual(
    changes.map((change) => ({ field: change.field, before: change.after, after: change.before })),
  );
  expect(differences(before, { ...before })).toEqual([]);
});

it('finds what it looks for', () => {
  const broken = fc.check(
    fc.property(text, (value) => !value.includes('\0')),
    { numRuns: 2000, seed: 1 },
  );
  expect(broken.counterexample).toEqual(['\0']);
});
