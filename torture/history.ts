import { appendFileSync } from 'node:fs';

/** What an editor can ask for. Names of GraphQL mutations, but for the two ways of submitting. */
export type Operation =
  | 'submitClaim'
  | 'submitClaims'
  | 'takeNextReview'
  | 'takeReview'
  | 'renewLease'
  | 'addEvidence'
  | 'decideReview'
  | 'deferReview'
  | 'releaseReview'
  | 'signOffDecision'
  | 'reassignReview';

/** One thing that somebody wanted, with all tries to get it done. */
export interface Call {
  /** Counts from 1. */
  readonly n: number;
  /** Id of the account. */
  readonly who: string;
  readonly operation: Operation;
  readonly variables: Record<string, any>;
  readonly calledAt: Date;
  /** Tries of which nobody knows whether they were carried out: the connection broke, or the answer said nothing. */
  lost: number;
  /** `done` and `refused` are answers; `unknown` stays where no try was answered. */
  outcome: 'done' | 'refused' | 'unknown';
  /** Code of the refusal. */
  code: string | null;
  /** What was answered: the payload, or the list of them. */
  answer: any;
  endedAt: Date | null;
}

/** Everything that the editors asked and were told, in memory and as NDJSON with wall times. */
export class History {
  readonly calls: Call[] = [];
  /** How often each kind of fault was injected. */
  readonly faults = new Map<string, number>();
  private buffer: string[] = [];

  /** @param file null keeps nothing on disk */
  constructor(private readonly file: string | null) {}

  note(kind: string, facts: object): void {
    this.buffer.push(JSON.stringify({ at: new Date().toISOString(), kind, ...facts }));
    // In portions: a write for each line would slow down the very clients that shall press
    if (this.buffer.length >= 100) this.flush();
  }

  flush(): void {
    const lines = this.buffer.splice(0);
    if (this.file !== null && lines.length > 0) appendFileSync(this.file, `${lines.join('\n')}\n`);
  }

  call(who: string, operation: Operation, variables: Record<string, any>): Call {
    const call: Call = {
      n: this.calls.length + 1,
      who,
      operation,
      variables,
      calledAt: new Date(),
      lost: 0,
      outcome: 'unknown',
      code: null,
      answer: null,
      endedAt: null,
    };
    this.calls.push(call);
    this.note('call', { n: call.n, who, operation, variables });
    return call;
  }

  lose(call: Call, why: string): void {
    call.lost += 1;
    this.note('lost', { n: call.n, why });
  }

  answered(call: Call, answer: any): void {
    Object.assign(call, { outcome: 'done', answer, endedAt: new Date() });
    this.note('done', { n: call.n, answer });
  }

  refused(call: Call, code: string, answer: any): void {
    Object.assign(call, { outcome: 'refused', code, answer, endedAt: new Date() });
    this.note('refused', { n: call.n, code, answer });
  }

  fault(name: string, facts: object): void {
    this.faults.set(name, (this.faults.get(name) ?? 0) + 1);
    this.note('fault', { name, ...facts });
  }

  get faultCount(): number {
    return [...this.faults.values()].reduce((sum, count) => sum + count, 0);
  }

  /** @returns the calls of an operation that were answered with success */
  done(operation: Operation): Call[] {
    return this.calls.filter((call) => call.operation === operation && call.outcome === 'done');
  }

  of(...operations: Operation[]): Call[] {
    return this.calls.filter((call) => operations.includes(call.operation));
  }
}
