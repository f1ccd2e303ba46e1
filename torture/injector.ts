import { setTimeout as sleep } from 'node:timers/promises';
import { FAULTS, type Target } from './faults.js';
import type { History } from './history.js';

/** How often a fault does not wait until Postgres is back from the last one. */
const HIT_WHILE_DOWN = 0.2;

/** Breaks things, one after another and some at the same time, until it is told to stop. */
export class Injector {
  private readonly underway = new Set<Promise<void>>();
  private readonly busy = new Set<string>();
  private deck: string[] = [];

  constructor(
    private readonly target: Target,
    private readonly history: History,
    private readonly every: number,
  ) {}

  async run(isOver: () => boolean): Promise<void> {
    const { random } = this.target;
    while (!isOver()) {
      // Mostly what works is broken, so that there is work to break; sometimes what is broken already is hit again
      if (!random.chance(HIT_WHILE_DOWN)) await this.target.server.isUp(isOver);
      this.inject(this.next());
      const until = Date.now() + random.between(this.every / 2, this.every * 1.5);
      while (Date.now() < until && !isOver()) await sleep(50);
    }
    await Promise.all(this.underway);
  }

  /** Dealt like cards, so that every kind comes in its share however short the run. */
  private next(): string {
    if (this.deck.length === 0) {
      const cards = Object.entries(FAULTS).flatMap(([name, { share }]) => Array.from({ length: share }, () => name));
      this.deck = this.target.random.shuffle(cards);
    }
    return this.deck.pop()!;
  }

  private inject(name: string): void {
    if (this.busy.has(name)) return; // the same is under way; another card comes soon
    this.busy.add(name);
    const done = this.injectNow(name).finally(() => {
      this.busy.delete(name);
      this.underway.delete(done);
    });
    this.underway.add(done);
  }

  private async injectNow(name: string): Promise<void> {
    this.history.note('fault begins', { name });
    try {
      const facts = await FAULTS[name]!.run(this.target);
      if (facts !== null) return this.history.fault(name, facts);
      this.history.note('fault had no victim', { name });
    } catch (error) {
      // Another fault was quicker, and the server is down
      this.history.note('fault was prevented', { name, reason: (error as Error).message });
    }
    this.deck.unshift(name);
  }
}
