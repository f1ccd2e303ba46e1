import { expect, it } from '@jest/globals';
import { readFilters, toClaimFilter, writeFilters } from './filters.js';

it('stands in the address as it was read from there, without what is usual', () => {
  for (const query of ['', 'q=call&verdict=none', 'verdict=DISPUTED&desk=diplomacy&by=CNN&outlet=RT&from=2025-01-01']) {
    expect(writeFilters(readFilters(new URLSearchParams(query))).toString()).toBe(query);
  }
  expect(writeFilters(readFilters(new URLSearchParams('verdict=any&from=soon'))).toString()).toBe('');
});

it('asks for what it says', () => {
  const asked = (query: string) => toClaimFilter(readFilters(new URLSearchParams(query)));
  expect(asked('')).toEqual({});
  expect(asked('verdict=none')).toEqual({ isDecided: false });
  expect(asked('verdict=VERIFIED&by=+CNN+&outlet=RT&to=2025-01-31')).toEqual({
    verdicts: ['VERIFIED'],
    claimant: 'CNN',
    outlet: 'RT',
    claimedTo: '2025-01-31',
  });
  expect(asked('desk=x')).toEqual({ deskSlug: 'x' });
});
