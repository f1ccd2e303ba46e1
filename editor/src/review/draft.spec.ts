import { expect, it } from '@jest/globals';
import { type Draft, Drafts, EMPTY_DRAFT } from './draft.js';

/** A browser's storage that has room for so many entries. */
function storage(room = Infinity) {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    key: (index: number) => [...kept.keys()][index] ?? null,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem(key: string, value: string) {
      if (kept.size >= room) throw new Error('QuotaExceededError');
      kept.set(key, value);
    },
    removeItem: (key: string) => void kept.delete(key),
  };
}

const draft = (rationale: string, savedAt = 1): Draft => ({ ...EMPTY_DRAFT, rationale, savedAt });

it('keeps a draft by person and review', () => {
  const browser = storage();
  const mara = new Drafts(browser, 'mara');
  expect(mara.read('r1')).toBeNull();
  expect(mara.write('r1', draft('Because.'))).toBe(true);
  expect(mara.read('r1')).toEqual(draft('Because.'));
  expect(mara.read('r2')).toBeNull();
  expect(new Drafts(browser, 'noor').read('r1')).toBeNull();
  mara.remove('r1');
  expect(mara.read('r1')).toBeNull();
});

it('says where nothing is kept, and survives what is no draft', () => {
  expect(new Drafts(storage(0), 'mara').write('r1', draft('x'))).toBe(false);
  const browser = storage();
  const mara = new Drafts(browser, 'mara');
  mara.write('r1', draft('x'));
  browser.setItem(browser.key(0)!, '{"rationale"');
  expect(mara.read('r1')).toBeNull();
  // an older version of the desk knew fewer fields
  browser.setItem(browser.key(0)!, '{"rationale":"y"}');
  expect(mara.read('r1')).toEqual({ ...EMPTY_DRAFT, rationale: 'y' });
});

it('forgets after a month, and nothing of others', () => {
  const browser = storage();
  const mara = new Drafts(browser, 'mara');
  const now = Date.UTC(2026, 0, 31);
  mara.write('old', draft('x', Date.UTC(2026, 0, 2)));
  mara.write('older', draft('x', Date.UTC(2025, 11, 31)));
  mara.write('new', draft('x', now));
  browser.setItem('claimdesk.theme', 'dark');
  mara.purge(now + 1);
  expect(['old', 'older', 'new'].map((id) => mara.read(id) !== null)).toEqual([true, false, true]);
  expect(browser.getItem('claimdesk.theme')).toBe('dark');
});
