import { describe, expect, it } from '@jest/globals';
import { normaliseUrl } from './normalise-url.js';

describe('normaliseUrl', () => {
  it.each([
    ['HTTPS://Example.ORG/News/1', 'https://example.org/News/1'],
    ['https://example.org/a?utm_source=x&id=7&fbclid=y#top', 'https://example.org/a?id=7'],
    ['https://user:secret@example.org/a', 'https://example.org/a'],
    [' https://例え.jp/記事 ', 'https://xn--r8jz45g.jp/%E8%A8%98%E4%BA%8B'],
    ['http://example.org:80', 'http://example.org/'],
  ])('brings %s to %s', (given, expected) => {
    expect(normaliseUrl(given)).toBe(expected);
  });

  it.each(['', 'example.org', 'ftp://example.org/', 'javascript:alert(1)', 'https://', '//example.org'])(
    'refuses "%s"',
    (given) => {
      expect(normaliseUrl(given)).toBeNull();
    },
  );
});
