import { describe, expect, it } from '@jest/globals';
import { triage } from './triage.js';

const now = new Date('2025-01-21T10:00:00Z');
const facts = { basePriority: 40, reviewHours: 24, appearances: 1, contradictions: 0 };

describe('triage', () => {
  it('starts from the desk: its priority, and due after the hours that it allows', () => {
    expect(triage(facts, now)).toEqual({ priority: 40, dueAt: new Date('2025-01-22T10:00:00Z') });
  });

  it.each([
    [2, 43],
    [5, 52],
    [11, 70],
    [500, 70],
  ])('raises the priority of a claim in %i articles to %i', (appearances, priority) => {
    expect(triage({ ...facts, appearances }, now).priority).toBe(priority);
  });

  it('raises the priority of a contradicted claim once', () => {
    expect(triage({ ...facts, contradictions: 1 }, now).priority).toBe(50);
    expect(triage({ ...facts, contradictions: 9 }, now).priority).toBe(50);
  });

  it('stays below the priority of what is overdue', () => {
    expect(triage({ ...facts, basePriority: 100, appearances: 9, contradictions: 3 }, now).priority).toBe(99);
  });
});
