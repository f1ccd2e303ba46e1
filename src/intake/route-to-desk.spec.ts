import { describe, expect, it } from '@jest/globals';
import { routeToDesk } from './route-to-desk.js';

const desk = (id: string, topics: string[], languages: string[] = [], isDefault = false) => ({
  id,
  topics,
  languages,
  isDefault,
});
const desks = [
  desk('diplomacy', ['calls', 'summits'], ['en', 'fr']),
  desk('war', ['ceasefire', 'summits', 'front line'], ['en']),
  desk('general', [], [], true),
  desk('arabic', ['ceasefire'], ['ar']),
];
const route = (topics: string[], language = 'en') => routeToDesk(desks, { topics, language })?.id;

describe('routeToDesk', () => {
  it('takes the desk with the most common topics', () => {
    expect(route(['summits', 'ceasefire'])).toBe('war');
    expect(route(['Calls'])).toBe('diplomacy');
  });

  it('takes the first on a tie', () => expect(route(['summits'])).toBe('diplomacy'));

  it('leaves out desks that do not read the language', () => {
    expect(route(['ceasefire', 'summits'], 'ar-EG')).toBe('arabic');
    expect(route(['summits'], 'fr-CA')).toBe('diplomacy');
    expect(route(['front line'], 'fr')).toBe('general');
  });

  it('falls back to the default desk', () => expect(route(['sport'])).toBe('general'));

  it('gives up without a default desk', () => {
    expect(routeToDesk([desks[0]!], { topics: ['sport'], language: 'en' })).toBeNull();
  });
});
