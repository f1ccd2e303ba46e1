import { expect, it } from '@jest/globals';
import { readFilters, toReviewFilter, writeFilters } from './filters.js';

const NOW = '2026-03-01T09:30:00Z';

it('stands in the address as it was read from there, without what is usual', () => {
  for (const query of ['', 'show=held', 'q=%D9%85%D9%83%D8%A7%D9%84%D9%85%D8%A9', 'show=overdue&q=a+b&kind=RECHECK']) {
    expect(writeFilters(readFilters(new URLSearchParams(query))).toString()).toBe(query);
  }
  expect(writeFilters(readFilters(new URLSearchParams('show=open&kind=nonsense&page=3'))).toString()).toBe('');
});

it('asks for what it says', () => {
  const asked = (query: string) => toReviewFilter(readFilters(new URLSearchParams(query)), 'd1', NOW);
  expect(asked('')).toEqual({ deskSlug: 'd1', isDeferred: false });
  expect(asked('show=overdue&q=+call+')).toEqual({ deskSlug: 'd1', dueBefore: NOW, text: 'call' });
  expect(asked('show=sign-off&kind=CORRECTION')).toEqual({
    deskSlug: 'd1',
    states: ['AWAITING_SIGN_OFF'],
    kinds: ['CORRECTION'],
  });
  expect(toReviewFilter(readFilters(new URLSearchParams('show=deferred')), null, NOW)).toEqual({
    states: ['QUEUED'],
    isDeferred: true,
  });
});
