import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MAX_VIEWS } from '../src/views/vocabulary.js';
import { DeskApp, type Person } from './desk-app.js';
import { DELETE, SAVE, UPDATE, VIEWS } from './saved-view-operations.js';

let app: DeskApp;
let mara: Person;
let deskId: string;
beforeAll(async () => {
  app = await DeskApp.start();
  deskId = await app.desk('views', { name: 'Views' });
  mara = await app.person('EDITOR');
});
afterAll(() => app.stop());

const save = async (who: Person, input: Record<string, unknown>) =>
  (await who.data(SAVE, { input: { filter: {}, ...input } })).answer;
const update = async (who: Person, input: Record<string, unknown>) => (await who.data(UPDATE, { input })).answer;
const namesOf = async (who: Person): Promise<string[]> =>
  (await who.data(VIEWS)).viewer.savedViews.map(({ name }: { name: string }) => name);

const UNKNOWN = '019abc00-0000-7000-8000-000000000000';
const EVERYTHING = {
  tab: 'OVERDUE',
  text: 'مكالمة',
  kind: 'RECHECK',
  claimant: 'A minister',
  whose: 'ASSIGNED_TO_ME',
  queuedFrom: '2026-01-01',
  queuedTo: '2026-01-31',
};

describe('a view of the inbox', () => {
  it('is kept as it was saved, for the account and nobody else, and leaves no event', async () => {
    const { savedView } = await save(mara, { name: ' Old calls ', filter: { deskId, ...EVERYTHING } });
    expect(savedView).toEqual({
      id: expect.any(String),
      name: 'Old calls',
      filter: { desk: { slug: 'views' }, ...EVERYTHING },
    });
    await save(mara, { name: 'Everything' });
    const { viewer } = await mara.data(VIEWS);
    expect(viewer.savedViews).toEqual([
      savedView,
      {
        id: expect.any(String),
        name: 'Everything',
        filter: {
          ...Object.fromEntries(['text', 'kind', 'claimant', 'whose', 'queuedFrom', 'queuedTo'].map((f) => [f, null])),
          desk: null,
          tab: 'OPEN',
        },
      },
    ]);
    expect(await namesOf(await app.person('EDITOR'))).toEqual([]);
    expect(await app.sql(`SELECT FROM audit.event WHERE leaf::jsonb ->> 'table' = 'saved_view'`)).toEqual([]);
  });

  it('is renamed, moved and has its filters changed, each without the others', async () => {
    const noor = await app.person('EDITOR');
    const ids: Record<string, string> = {};
    for (const name of ['a', 'b', 'c', 'd']) ids[name] = (await save(noor, { name })).savedView.id;
    await update(noor, { id: ids['d'], place: 0 });
    expect(await namesOf(noor)).toEqual(['d', 'a', 'b', 'c']);
    await update(noor, { id: ids['d'], place: 2 });
    expect(await namesOf(noor)).toEqual(['a', 'b', 'd', 'c']);
    await update(noor, { id: ids['a'], place: MAX_VIEWS - 1 });
    expect(await namesOf(noor)).toEqual(['b', 'd', 'c', 'a']);
    await update(noor, { id: ids['b'], filter: { tab: 'HELD' } });
    const { savedView } = await update(noor, { id: ids['b'], name: 'B' });
    expect(savedView).toMatchObject({ name: 'B', filter: { tab: 'HELD' } });
    await update(noor, { id: ids['b'], name: 'B' }); // its own name is none of another's
    expect(await namesOf(noor)).toEqual(['B', 'd', 'c', 'a']);
    // Removed and saved again in its place, as an undo does
    expect((await noor.data(DELETE, { id: ids['d'] })).answer).toEqual({
      __typename: 'DeleteSavedViewSuccess',
      id: ids['d'],
    });
    expect(await namesOf(noor)).toEqual(['B', 'c', 'a']);
    await save(noor, { name: 'd', place: 1 });
    expect(await namesOf(noor)).toEqual(['B', 'd', 'c', 'a']);
  });

  /** @returns the field at fault, whether the input itself is refused or what it asks for */
  const refusedPath = async (input: Record<string, unknown>): Promise<string> => {
    const { data, errors } = await mara.ask(SAVE, { input: { filter: {}, ...input } });
    const path = errors === undefined ? data.answer.path : errors[0].extensions.details[0].path;
    return path.join('.');
  };

  it.each([
    ['a name that another view has', { name: 'Old calls' }, 'name'],
    ['it with spaces around it', { name: ' Old calls ' }, 'name'],
    ['a blank name', { name: ' \u200b ' }, 'name'],
    ['a name of 61 characters', { name: '🖐'.repeat(61) }, 'name'],
    ['a text of 201', { name: 'x', filter: { text: 'x'.repeat(201) } }, 'filter.text'],
    ['a claimant of 201', { name: 'x', filter: { claimant: 'x'.repeat(201) } }, 'filter.claimant'],
    ['a desk that there is not', { name: 'x', filter: { deskId: UNKNOWN } }, 'filter.deskId'],
    ['an address in place of a desk', { name: 'x', filter: { deskId: '//elsewhere.example' } }, 'filter.deskId'],
    ['a place below the first', { name: 'x', place: -1 }, 'place'],
    ['a place beyond the last', { name: 'x', place: MAX_VIEWS }, 'place'],
  ])('is not saved with %s', async (_, input, path) => {
    const before = await app.fingerprint();
    expect(await refusedPath(input)).toBe(`input.${path}`);
    expect(await app.fingerprint()).toEqual(before);
  });

  it('is nobody else’s to change or take away', async () => {
    const noor = await app.person('CHIEF_EDITOR');
    const { savedView } = await save(mara, { name: 'Mine alone' });
    const before = await app.fingerprint();
    for (const { id } of [savedView, { id: UNKNOWN }]) {
      expect(await update(noor, { id, name: 'Taken', place: 0 })).toMatchObject({
        code: 'NOT_FOUND',
        path: ['input', 'id'],
      });
      expect((await noor.data(DELETE, { id })).answer).toMatchObject({ code: 'NOT_FOUND', path: ['id'] });
    }
    expect(await app.fingerprint()).toEqual(before);
  });

  it(`is one of ${MAX_VIEWS} at most, and one of its name, however many are saved at once`, async () => {
    const crowd = await app.person('EDITOR');
    const many = await Promise.all(
      Array.from({ length: MAX_VIEWS + 5 }, (_, i) => save(crowd, { name: i < 3 ? 'same' : `view ${i}` })),
    );
    const refused = many.filter(({ __typename }) => __typename === 'InvalidInputError');
    expect(refused.map(({ path }): string => path.join('.')).toSorted()).toEqual([
      ...Array.from({ length: 3 }, () => 'input'),
      'input.name',
      'input.name',
    ]);
    const names = await namesOf(crowd);
    expect([names.length, new Set(names).size]).toEqual([MAX_VIEWS, MAX_VIEWS]);
  });
});
