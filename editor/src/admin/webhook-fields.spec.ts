import { expect, it } from '@jest/globals';
import { changesOf, eventTypesOf, type Fields, NOTHING, toInput } from './webhook-fields.js';

const fields = (changes: Partial<Fields>): Fields => ({ ...NOTHING, ...changes });

it('types that are named by hand join those that were chosen, each once', () => {
  const further = 'log.key,  claim.created;log.adopt\nlog.key';
  expect(eventTypesOf(fields({ isAll: false, types: ['claim.created'], further }))).toEqual([
    'claim.created',
    'log.key',
    'log.adopt',
  ]);
  expect(eventTypesOf(fields({ isAll: true, types: ['claim.created'] }))).toEqual(['*']);
  expect(eventTypesOf(fields({ isAll: false }))).toEqual([]);
});

it('only what was changed is sent', () => {
  const before = toInput(fields({ url: 'https://a.example/', deskId: 'd' }));
  expect(changesOf(before, toInput(fields({ url: ' https://a.example/ ', deskId: 'd' })))).toEqual({});
  const after = toInput(fields({ url: 'https://b.example/', isAll: false, types: ['claim.created'] }));
  expect(changesOf(before, after)).toEqual({
    url: 'https://b.example/',
    eventTypes: ['claim.created'],
    deskId: null,
  });
});
