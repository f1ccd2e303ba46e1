import { expect, it } from '@jest/globals';
import { countTicks, durationTicks } from './duration.js';

it.each([
  [0, [0, 1]],
  [1, [0, 1]],
  [4, [0, 1, 2, 3, 4]],
  [5, [0, 2, 4, 6]],
  [19, [0, 5, 10, 15, 20]],
  [41, [0, 20, 40, 60]],
  [1000, [0, 500, 1000]],
  [1001, [0, 500, 1000, 1500]],
])('numbers up to %i have round ticks', (most, ticks) => {
  expect(countTicks(most)).toEqual(ticks);
});

it.each([
  [0, [0, 60]],
  [59, [0, 60]],
  [3600, [0, 900, 1800, 2700, 3600]],
  [3601, [0, 1800, 3600, 5400].slice(0, 4)],
  [86_400, [0, 21_600, 43_200, 64_800, 86_400]],
  [4 * 366 * 86_400, [0, 366, 732, 1098, 1464].map((days) => days * 86_400)],
])('durations up to %i seconds have ticks at times that people use', (most, ticks) => {
  expect(durationTicks(most)).toEqual(ticks);
});
