import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from './client.js';
import type { Random } from './random.js';
import { type Desk, LEASE_SECONDS } from './team.js';

const SECOND_MS = 1000;

/** A review that the editor was told to hold. */
interface Held {
  readonly id: string;
  readonly leaseToken: string;
  readonly claimId: string;
  version: number;
}

/** When an UNCONFIRMED claim is to be looked at again; null where runs are too short for it. */
export type Recheck = ((random: Random) => Date) | null;

/** Takes reviews and ends them in all the ways there are, also in wrong ones. */
export class Editor {
  private decisions = 0;

  constructor(
    private readonly client: Client,
    private readonly desks: readonly Desk[],
    private readonly random: Random,
    private readonly recheck: Recheck,
  ) {}

  async work(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      await sleep(this.random.between(20, 150));
      if (this.random.chance(0.3)) await this.signOff();
      const held = this.random.chance(0.85) ? await this.takeNext() : await this.takeCertain();
      if (held !== null) await this.review(held);
    }
  }

  private async takeNext(): Promise<Held | null> {
    const call = await this.client.once('takeNextReview', { deskId: this.random.pick(this.desks).id });
    if (call.outcome === 'done') return heldFrom(call.answer.review);
    if (call.outcome === 'refused') return null;
    // Nobody knows whether it was taken: look what is ours, as a person would by loading the page again
    return this.whatIsOurs();
  }

  private async takeCertain(): Promise<Held | null> {
    const found = await this.client.reviews({ deskId: this.random.pick(this.desks).id });
    if (found.length === 0) return null;
    const call = await this.client.once('takeReview', { id: this.random.pick(found).id });
    return call.outcome === 'done' ? heldFrom(call.answer.review) : null;
  }

  private async whatIsOurs(): Promise<Held | null> {
    const ours = await this.client.reviews({ holderId: this.client.person.id, states: ['IN_REVIEW'] });
    return ours[0]?.lease?.token == null ? null : heldFrom(ours[0]);
  }

  private async review(held: Held): Promise<void> {
    const { random, client } = this;
    const evidenceIds = random.chance(0.5) ? await this.addEvidence(held) : [];
    const lease = { id: held.id, leaseToken: held.leaseToken };
    if (random.chance(0.2)) await client.once('renewLease', lease);
    if (random.chance(0.3)) await sleep(random.between(50, 600));
    const way = random.next();
    if (way < 0.6) return this.decide(held, evidenceIds);
    if (way < 0.7) return void (await client.once('releaseReview', lease));
    if (way < 0.8) {
      const until = new Date(Date.now() + random.between(2, 8) * SECOND_MS).toISOString();
      return void (await client.once('deferReview', { ...lease, until, reason: 'The archive is closed.' }));
    }
    if (way < 0.85) return; // forgotten: the lease runs out
    // Around the end of the lease, where a decision must either count or not
    await sleep(LEASE_SECONDS * SECOND_MS + random.between(-900, 300));
    return this.decide(held, evidenceIds);
  }

  private async addEvidence(held: Held): Promise<string[]> {
    const url = `https://source.example/${this.random.between(0, 2 ** 31)}`;
    const input = { claimId: held.claimId, url, stance: this.random.pick(['SUPPORTS', 'REFUTES', 'CONTEXT']) };
    const call = await this.client.once('addEvidence', { input });
    if (call.outcome !== 'done') return [];
    held.version = call.answer.claim.version;
    return call.answer.claim.evidence.filter((each: any) => each.url === url).map((each: any) => each.id);
  }

  private async decide(held: Held, evidenceIds: string[]): Promise<void> {
    const { random, client } = this;
    const input = this.decision(held, evidenceIds);
    const way = random.next();
    if (way < 0.1) {
      // Twice at once, with one key: one decision
      await Promise.all([client.insist('decideReview', { input }), client.insist('decideReview', { input })]);
    } else if (way < 0.2) {
      // Twice at once, with two keys: one of them is too late
      const other = this.decision(held, evidenceIds);
      await Promise.all([client.insist('decideReview', { input }), client.insist('decideReview', { input: other })]);
    } else {
      const call = await client.insist('decideReview', { input });
      if (call.code === 'VERSION_CONFLICT') await this.decideAgain(held, evidenceIds, call.answer);
      else if (way < 0.35) await client.insist('decideReview', { input });
    }
  }

  /** Somebody added to the claim meanwhile; a person looks, and then decides on what there is now. */
  private async decideAgain(held: Held, evidenceIds: string[], conflict: { message: string }): Promise<void> {
    const version = Number(/at version (\d+)/.exec(conflict.message)?.[1] ?? held.version);
    await this.client.insist('decideReview', { input: this.decision({ ...held, version }, evidenceIds) });
  }

  private decision(held: Held, evidenceIds: string[]): Record<string, unknown> {
    const verdict = this.random.pick(['VERIFIED', 'DISPUTED', 'UNCONFIRMED']);
    const again = verdict === 'UNCONFIRMED' && this.recheck !== null && this.random.chance(0.3);
    this.decisions += 1;
    return {
      reviewId: held.id,
      leaseToken: held.leaseToken,
      verdict,
      rationale: `Reason ${this.random.between(0, 2 ** 31)}.`,
      evidenceIds,
      expectedVersion: held.version,
      idempotencyKey: `decide-${this.decisions}`,
      ...(again ? { recheckAt: this.recheck(this.random).toISOString() } : {}),
    };
  }

  private async signOff(): Promise<void> {
    const desk = this.desks.find(({ signOffs }) => signOffs > 0)!;
    const waiting = await this.client.reviews({ deskId: desk.id, states: ['AWAITING_SIGN_OFF'] });
    const others = waiting.filter(({ decision }) => decision.decidedBy.id !== this.client.person.id);
    for (const { id, decision } of this.random.shuffle(others).slice(0, 3)) {
      const reject = this.random.chance(0.2) ? { outcome: 'REJECT', comment: 'Look again.' } : { outcome: 'APPROVE' };
      await this.client.once('signOffDecision', { input: { reviewId: id, decisionId: decision.id, ...reject } });
    }
  }
}

const heldFrom = ({ id, lease, claim }: any): Held => ({
  id,
  leaseToken: lease.token,
  claimId: claim.id,
  version: claim.version,
});

/** Hands reviews to others now and then, also such as somebody holds. */
export async function reassign(
  client: Client,
  desks: readonly Desk[],
  assignees: readonly string[],
  random: Random,
  isOver: () => boolean,
): Promise<void> {
  while (!isOver()) {
    await sleep(random.between(500, 2000));
    const found = await client.reviews({ deskId: random.pick(desks).id, states: ['QUEUED', 'IN_REVIEW'] });
    if (found.length === 0) continue;
    const assigneeId = random.chance(0.5) ? random.pick(assignees) : null;
    await client.once('reassignReview', { id: random.pick(found).id, assigneeId });
  }
}
