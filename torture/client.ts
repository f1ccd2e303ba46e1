import { setTimeout as sleep } from 'node:timers/promises';
import { MUTATIONS, REVIEWS } from './documents.js';
import type { Call, History, Operation } from './history.js';
import type { Random } from './random.js';

/** Somebody with an account, known by an API token. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly token: string;
}

/** Where the API can be reached; asked anew for every request, since processes come and go. */
export type Addresses = () => readonly string[];

/** A client that waited this long asks again, while the first request may still be under way: that is intended. */
const PATIENCE_MS = 4000;
const PAUSE_MS = 150;
/** Longer than any fault lasts, with the start that follows it. */
const MAX_TRIES = 200;

type Reply =
  | { kind: 'answer'; answer: any }
  /** Known not to have been carried out. */
  | { kind: 'busy'; waitMs: number }
  | { kind: 'refused'; code: string; body: unknown }
  | { kind: 'lost'; why: string };

/** Calls the API as one person, and records what came of it. */
export class Client {
  constructor(
    readonly person: Person,
    private readonly addresses: Addresses,
    private readonly history: History,
    private readonly random: Random,
  ) {}

  /**
   * Asks until there is an answer. Only for what may be asked again: reads, and calls with an idempotency key.
   *
   * @returns the call, `unknown` only where the API did not come back at all
   */
  async insist(operation: Operation, variables: Record<string, any>): Promise<Call> {
    const call = this.history.call(this.person.id, operation, variables);
    for (let attempt = 0; attempt < MAX_TRIES && call.endedAt === null; attempt += 1) {
      if (attempt > 0) await sleep(PAUSE_MS);
      await this.attempt(call);
    }
    return call;
  }

  /** Asks once; where that gets lost, nobody knows whether it was done. */
  async once(operation: Operation, variables: Record<string, any>): Promise<Call> {
    const call = this.history.call(this.person.id, operation, variables);
    for (let busy = true; busy;) busy = (await this.attempt(call)) === 'busy';
    return call;
  }

  /** @returns the reviews that fit the filter, at most 30; none where the API does not answer now */
  async reviews(filter: Record<string, unknown>): Promise<any[]> {
    const reply = await this.post(REVIEWS, { filter });
    return reply.kind === 'answer' ? reply.answer.edges.map((edge: any) => edge.node) : [];
  }

  private async attempt(call: Call): Promise<Reply['kind']> {
    const reply = await this.post(MUTATIONS[call.operation], call.variables);
    if (reply.kind === 'busy') await sleep(reply.waitMs);
    if (reply.kind === 'lost') this.history.lose(call, reply.why);
    if (reply.kind === 'refused') this.history.refused(call, reply.code, reply.body);
    if (reply.kind === 'answer') {
      const { code } = reply.answer as { code?: string };
      if (code === undefined) this.history.answered(call, reply.answer);
      else this.history.refused(call, code, reply.answer);
    }
    return reply.kind;
  }

  private async post(query: string, variables: Record<string, unknown>): Promise<Reply> {
    const addresses = this.addresses();
    if (addresses.length === 0) return { kind: 'busy', waitMs: PAUSE_MS };
    try {
      const response = await fetch(`${this.random.pick(addresses)}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${this.person.token}` },
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      return understood(response, await response.text());
    } catch (error) {
      const { message, cause } = error as Error & { cause?: { code?: string } };
      // Nobody listened, so nobody heard it
      if (cause?.code === 'ECONNREFUSED') return { kind: 'busy', waitMs: PAUSE_MS };
      return { kind: 'lost', why: cause?.code ?? message };
    }
  }
}

function understood(response: Response, text: string): Reply {
  if (response.status === 429) {
    return { kind: 'busy', waitMs: Math.min(2000, 1000 * Number(response.headers.get('retry-after') ?? 1)) };
  }
  let body: { data?: { answer?: unknown } | null; errors?: { extensions?: { code?: string } }[] };
  try {
    body = JSON.parse(text);
  } catch {
    return { kind: 'lost', why: `status ${response.status}, and no JSON` };
  }
  const code = body.errors?.[0]?.extensions?.code;
  // Overload and bugs say nothing about whether the change was committed before they came about
  if (response.status >= 500 || code === 'INTERNAL_SERVER_ERROR' || code === 'OVERLOADED') {
    return { kind: 'lost', why: code ?? `status ${response.status}` };
  }
  if (body.errors !== undefined || body.data?.answer == null) {
    return { kind: 'refused', code: code ?? `status ${response.status}`, body };
  }
  return { kind: 'answer', answer: body.data.answer };
}
