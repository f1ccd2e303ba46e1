import { expect, it } from '@jest/globals';
import { idIn, isFiltered, readFilters, toExportQuery, toLogFilter, writeFilters } from './filters.js';

const ID = '01890000-0000-7000-8000-000000000001';
const read = (query: string) => readFilters(new URLSearchParams(query));

it('stands in the address as it was read from there, without what it cannot mean', () => {
  for (const query of ['', 'at=7', 'type=decision.created&by=system%3Aworker', `claim=${ID}&from=2026-01-01&at=0`]) {
    expect(writeFilters(read(query)).toString()).toBe(query);
  }
  expect(writeFilters(read('at=-1&type=x&by=me&claim=none&from=soon')).toString()).toBe('');
});

it('takes the claim’s id out of a link to it', () => {
  expect(idIn(` https://desk.example/claims/${ID.toUpperCase()}?x `)).toBe(ID);
  expect(idIn('claim')).toBeUndefined();
});

it('asks list and export for the same', () => {
  const filters = read(`type=decision.created&by=user:${ID}&claim=${ID}&from=2026-01-01&to=2026-01-31&at=9`);
  const from = new Date('2026-01-01T00:00:00').toISOString();
  const before = new Date('2026-02-01T00:00:00').toISOString();
  expect(toLogFilter(filters)).toEqual({
    types: ['decision.created'],
    actor: `user:${ID}`,
    stream: ID,
    writtenFrom: from,
    writtenBefore: before,
  });
  expect(Object.fromEntries(new URLSearchParams(toExportQuery(filters, true)))).toEqual({
    type: 'decision.created',
    actor: `user:${ID}`,
    stream: ID,
    after: from,
    before,
    private: '1',
  });
  expect([toLogFilter(read('at=9')), toExportQuery(read('at=9'), false), isFiltered(read('at=9'))]).toEqual([
    {},
    '',
    false,
  ]);
});
