import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from './client.js';
import type { History } from './history.js';
import type { Random } from './random.js';
import type { Desk } from './team.js';

/** More open claims than this are no harder to keep, and take the editors' time at the end. */
const MAX_BACKLOG = 150;
const MAX_BULK = 12;

/** What the submitters share: the same statements come from all of them, as they do from ten outlets. */
export class Newsroom {
  private count = 0;

  constructor(
    readonly history: History,
    private readonly desks: readonly Desk[],
  ) {}

  /** A submission, of a claim that is new or, one time in four, of one that came before in another outlet. */
  submission(random: Random): Record<string, unknown> {
    const known = this.count > 0 && random.chance(0.25);
    if (!known) this.count += 1;
    const number = known ? random.between(1, this.count) : this.count;
    return {
      // The same words, differently written: one fingerprint
      statement: known ? `Statement  NUMBER ${number}!` : `Statement number ${number}.`,
      claimant: `Claimant ${number % 7}`,
      language: 'en',
      deskId: this.desks[number % this.desks.length]!.id,
      appearances: [
        {
          article: { outlet: `Outlet ${random.between(1, 5)}`, citation: `Report on ${number}`, language: 'en' },
          stance: random.pick(['ASSERTS', 'REPORTS']),
        },
      ],
      idempotencyKey: `submit-${random.between(0, 2 ** 31)}-${random.between(0, 2 ** 31)}`,
    };
  }

  get isBusy(): boolean {
    return this.count - this.history.done('decideReview').length > MAX_BACKLOG;
  }
}

/** Submits claims, one or many at a time, and repeats some calls as a client that lost its answer would. */
export async function submit(client: Client, room: Newsroom, random: Random, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await sleep(random.between(50, 400));
    if (room.isBusy) continue;
    if (random.chance(0.3)) {
      const items = Array.from({ length: random.between(2, MAX_BULK) }, () => room.submission(random));
      await client.insist('submitClaims', { items });
      if (random.chance(0.2)) await client.insist('submitClaims', { items });
      continue;
    }
    const input = room.submission(random);
    if (random.chance(0.1)) {
      // Both at once: one of them must wait for the other and answer the same
      await Promise.all([client.insist('submitClaim', { input }), client.insist('submitClaim', { input })]);
      continue;
    }
    await client.insist('submitClaim', { input });
    if (random.chance(0.2)) await client.insist('submitClaim', { input });
  }
}
