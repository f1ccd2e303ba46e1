import { describe, expect, it } from '@jest/globals';
import { assertOneHandlerEach } from './job-handler.js';

describe('assertOneHandlerEach', () => {
  it('accepts one handler for each job', () => {
    expect(() =>
      assertOneHandlerEach(
        ['open-review', 'expire-leases'],
        [
          ['expire-leases', 'ExpireLeases'],
          ['open-review', 'OpenReview'],
        ],
      ),
    ).not.toThrow();
  });

  it('names jobs without a handler and jobs with several', () => {
    expect(() =>
      assertOneHandlerEach(
        ['open-review', 'expire-leases'],
        [
          ['open-review', 'A'],
          ['open-review', 'B'],
        ],
      ),
    ).toThrow('Every job needs exactly one handler. open-review: several handlers (A, B); expire-leases: no handler.');
  });
});
