import { expect, it } from '@jest/globals';
import { isFiltered, readFilters, toReviewFilter, writeFilters } from './filters.js';

const NOW = '2026-03-01T09:30:00Z';

it('stands in the address as it was read from there, without what is usual', () => {
  for (const query of [
    '',
    'show=held',
    'q=%D9%85%D9%83%D8%A7%D9%84%D9%85%D8%A9',
    'show=overdue&q=a+b&kind=RECHECK',
    'by=A+minister&whose=assigned&from=2026-01-01&to=2026-01-31',
  ]) {
    expect(writeFilters(readFilters(new URLSearchParams(query))).toString()).toBe(query);
  }
  const nonsense = 'show=open&kind=nonsense&page=3&whose=me&from=today&to=2026-99-99';
  expect(writeFilters(readFilters(new URLSearchParams(nonsense))).toString()).toBe('');
});

it('asks for what it says', () => {
  const asked = (query: string, slug: string | null = 'd1') =>
    toReviewFilter(readFilters(new URLSearchParams(query)), { slug, userId: 'u1', now: NOW });
  expect(asked('')).toEqual({ deskSlug: 'd1', isDeferred: false });
  expect(asked('show=overdue&q=+call+')).toEqual({ deskSlug: 'd1', dueBefore: NOW, text: 'call' });
  expect(asked('show=sign-off&kind=CORRECTION')).toEqual({
    deskSlug: 'd1',
    states: ['AWAITING_SIGN_OFF'],
    kinds: ['CORRECTION'],
  });
  expect(asked('show=deferred', null)).toEqual({ states: ['QUEUED'], isDeferred: true });
  expect(asked('show=held&whose=held&by=+A+minister', null)).toEqual({
    states: ['IN_REVIEW'],
    holderId: 'u1',
    claimant: 'A minister',
  });
  expect(asked('show=decided&whose=assigned', null)).toEqual({ states: ['DECIDED'], assigneeId: 'u1' });
});

it('takes whole days in the zone of who looks', () => {
  const { queuedFrom, queuedBefore } = toReviewFilter(
    readFilters(new URLSearchParams('from=2026-03-28&to=2026-03-29')),
    { slug: null, userId: 'u1', now: NOW },
  );
  expect(new Date(queuedFrom!).getTime()).toBe(new Date(2026, 2, 28).getTime());
  expect(new Date(queuedBefore!).getTime()).toBe(new Date(2026, 2, 30).getTime());
});

it('counts as filtered by more than its tab', () => {
  const filtered = (query: string) => isFiltered(readFilters(new URLSearchParams(query)));
  expect([filtered(''), filtered('show=held'), filtered('show=held&q=x'), filtered('to=2026-01-01')]).toEqual([
    false,
    false,
    true,
    true,
  ]);
});
