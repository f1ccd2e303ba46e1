import { describe, expect, it } from '@jest/globals';
import { asText } from './log-text.js';
import { StructuredLogger } from './logger.js';

const lines: string[] = [];
const logger = new StructuredLogger('log', true, { role: 'api' }, { write: (line) => void lines.push(line) });
const last = (): any => JSON.parse(lines.at(-1)!);

describe('StructuredLogger', () => {
  it('writes one JSON object a line, with the values as fields', () => {
    logger.log('Done.', { jobId: 'x', ms: 3 }, 'Jobs');
    expect(last()).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      pid: process.pid,
      role: 'api',
      jobId: 'x',
      ms: 3,
      context: 'Jobs',
      msg: 'Done.',
    });
  });

  it('writes errors with their stacks and codes, and with nothing else of them', () => {
    const error = Object.assign(new Error('no', { cause: new Error('deeper') }), {
      code: '23505',
      detail: 'Key (email)=(x)',
    });
    logger.error('Request r failed: no', error, { requestId: 'r' }, 'Request');
    expect(last()).toMatchObject({ level: 'error', requestId: 'r', context: 'Request', err: { code: '23505' } });
    expect(last().err.stack).toMatch(/^Error: no\n {4}at [^]*\nCaused by: Error: deeper\n {4}at /);
    expect(lines.at(-1)).not.toContain('Key (email)');
    logger.error(error, error.stack, 'Nest'); // as Nest itself does
    expect(last()).toMatchObject({ msg: 'no', context: 'Nest', err: { code: '23505' } });
    logger.error('no', 'Error: no\n    at x.js:1', 'Nest');
    expect(last()).toMatchObject({ msg: 'no', context: 'Nest', err: { stack: 'Error: no\n    at x.js:1' } });
  });

  it('leaves out what is less important, and takes out secrets', () => {
    const before = lines.length;
    logger.debug('little');
    expect(lines).toHaveLength(before);
    logger.warn('connect to postgres://a:b@c/d', { token: 't' });
    expect(last()).toMatchObject({ msg: 'connect to postgres://a:[redacted]@c/d', token: '[redacted]' });
  });

  it('reads well as text', () => {
    logger.warn('Job failed.', new Error('why'), { jobId: 'x', ms: 3 }, 'Jobs');
    expect(asText(lines.at(-1)!)).toMatch(
      /^\d\d:\d\d:\d\d\.\d{3} WARN {2}\[Jobs\] Job failed\. jobId=x ms=3\nError: why\n {4}at /,
    );
  });
});
