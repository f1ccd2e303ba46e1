import { describe, expect, it } from '@jest/globals';
import { duration, ProgressLine, progressText } from './progress-line.js';

const state = { records: 250_000, refused: 3, offset: 100, size: 400, seconds: 50, earlier: { records: 0, offset: 0 } };

describe('progressText', () => {
  it('has a bar, the rate and the time left where the size is known', () => {
    expect(progressText(state)).toBe(
      '[#####---------------]  25% · 250,000 records · 5,000 a second · 2 min 30 s left · 3 refused',
    );
  });

  it('counts only what it did itself where it goes on', () => {
    const earlier = { records: 200_000, offset: 75 };
    expect(progressText({ ...state, refused: 0, earlier })).toBe(
      '[#####---------------]  25% · 250,000 records · 1,000 a second · 10 min 0 s left',
    );
  });

  it('says no more than it knows', () => {
    expect(progressText({ ...state, size: null, refused: 0 })).toBe('250,000 records · 5,000 a second');
    expect(progressText({ ...state, offset: 0, seconds: 0, records: 0, refused: 0 })).toBe(
      '[--------------------]   0% · 0 records · 0 a second',
    );
  });
});

it.each([
  [0.4, '0 s'],
  [59.6, '1 min 0 s'],
  [3599, '59 min 59 s'],
  [3900, '1 h 5 min'],
])('duration of %d s is %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

it('a terminal’s line is drawn over, and no longer than the terminal is wide', async () => {
  const written: string[] = [];
  const line = new ProgressLine({ isTTY: true, columns: 30, write: (text) => written.push(text) });
  line.show(state);
  await new Promise((resolve) => setTimeout(resolve, 120));
  line.show(state);
  line.clear();
  expect(written).toEqual(['\r\u001b[2K[#####---------------]  25% ·', '\r\u001b[2K']);
});
