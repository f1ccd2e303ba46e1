import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import { parseRetryAfter } from './retry-schedule.js';
import { isPublicAddress } from './public-address.js';
import { LIMITS } from './webhook-vocabulary.js';
import { urlProblem } from './webhook-url.js';

/** For everything together: name, connection, TLS, request and answer. A receiver stores the message and answers. */
const TIMEOUT_MS = 10_000;
/** Read of an answer; the rest is not. Its beginning is all that is kept. */
const MAX_RESPONSE_BYTES = 64 * 1024;

export interface Address {
  readonly address: string;
  readonly family: number;
}
/** @returns all addresses of a name. */
export type Resolve = (hostname: string) => Promise<readonly Address[]>;

/** The system's own, with /etc/hosts and search domains, as receivers inside a network need. */
const systemResolve: Resolve = (hostname) => lookup(hostname, { all: true });

export interface SenderOptions {
  /** The setting WEBHOOK_ALLOW_PRIVATE. */
  readonly allowPrivate: boolean;
  readonly resolve?: Resolve;
  /** Milliseconds; 10 s where it is left out. */
  readonly timeoutMs?: number;
}

/** How an attempt ended. */
export interface Answer {
  /** HTTP status; null where there was no answer in time. */
  readonly status: number | null;
  /** Why there was none, as a sentence for people. */
  readonly error: string | null;
  /** The beginning of what was answered. */
  readonly response: string | null;
  readonly retryAfterMs: number | null;
  readonly durationMs: number;
}

export const isDelivered = ({ status }: Answer): boolean => status !== null && status >= 200 && status < 300;

/**
 * Sends to one receiver, over one connection as long as both sides keep it. Follows no redirects, and takes no proxy
 * from the environment: what is connected to is the address that was checked.
 */
export class WebhookSender {
  private readonly agent: http.Agent;
  private readonly target: URL;

  constructor(
    private readonly url: string,
    private readonly options: SenderOptions,
  ) {
    this.target = new URL(url);
    // Agents of our own: node's global ones can be told by the environment to use a proxy
    this.agent = new (this.target.protocol === 'https:' ? https : http).Agent({
      keepAlive: true,
      maxSockets: 1,
      lookup: checkedLookup(options),
      autoSelectFamily: true, // also where node was told otherwise: then it wants all addresses from the look-up
      rejectUnauthorized: true, // also where NODE_TLS_REJECT_UNAUTHORIZED says otherwise
    });
  }

  /** @returns how it ended; never throws for what the receiver or the network does */
  async post(body: string, headers: Readonly<Record<string, string>>): Promise<Answer> {
    const started = performance.now();
    const failure = (error: string) => ({ status: null, error, response: null, retryAfterMs: null });
    // Looked at again with each message: the setting may be another one than when the address was given
    const problem = urlProblem(this.url, this.options.allowPrivate);
    const answer =
      problem === null
        ? await this.exchange(body, headers).catch((error: unknown) => failure(sentence(error)))
        : failure(problem);
    return { ...answer, durationMs: Math.round(performance.now() - started) };
  }

  /** Ends the connection. */
  close(): void {
    this.agent.destroy();
  }

  private async exchange(body: string, headers: Readonly<Record<string, string>>): Promise<Omit<Answer, 'durationMs'>> {
    const timeoutMs = this.options.timeoutMs ?? TIMEOUT_MS;
    const signal = AbortSignal.timeout(timeoutMs);
    const request = (this.target.protocol === 'https:' ? https : http).request(this.target, {
      method: 'POST',
      agent: this.agent,
      signal,
      headers: {
        ...headers,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'Claimdesk',
      },
    });
    request.on('error', () => undefined); // one that comes after the answer is none of ours
    try {
      const answered = once(request, 'response', { signal });
      request.end(body);
      const [response] = (await answered) as [http.IncomingMessage];
      // An answer that breaks off is none: the receiver may have broken off its work as well
      const text = await readStart(response);
      const retryAfterMs = parseRetryAfter(response.headers['retry-after'], Date.now());
      return { status: response.statusCode ?? null, error: null, response: text, retryAfterMs };
    } catch (error) {
      throw signal.aborted ? new Error(`There was no answer within ${timeoutMs / 1000} seconds.`) : error;
    }
  }
}

/** Reads an answer to its end, or to MAX_RESPONSE_BYTES and then drops it with its connection. */
async function readStart(response: http.IncomingMessage): Promise<string> {
  let kept = Buffer.alloc(0);
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    if (kept.length < LIMITS.response) kept = Buffer.concat([kept, chunk]).subarray(0, LIMITS.response);
    size += chunk.length;
    if (size > MAX_RESPONSE_BYTES) break; // which destroys the response
  }
  return storable(kept.toString('utf8'));
}

/** Makes a text of somebody else's one that Postgres can keep. Invalid UTF-8 was replaced when it was decoded. */
const storable = (text: string): string => text.replaceAll('\0', '\uFFFD');

/** @returns what went wrong, without a stack and no longer than is kept */
function sentence(error: unknown): string {
  const { message, code, errors } = error as { message: string; code?: string; errors?: { message: string }[] };
  // Where a name has several addresses, node names only the sum of what went wrong
  const text = message || errors?.map((each) => each.message).join('; ') || (code ?? 'The connection failed.');
  return storable(Array.from(text).slice(0, LIMITS.error).join(''));
}

/**
 * A look-up for node's sockets that answers only addresses that were checked, so that a name which is answered
 * differently a second time (DNS rebinding) gains nothing. Literal addresses are not looked up; urlProblem checks them.
 */
const checkedLookup = ({ allowPrivate, resolve = systemResolve }: SenderOptions): LookupFunction =>
  callbackify(async (hostname: string) => {
    const addresses = (await resolve(hostname)).filter(({ address }) => isIP(address) !== 0);
    if (addresses.length === 0) throw new Error(`${hostname} has no address.`);
    // One private address among public ones is no accident either
    if (!allowPrivate && addresses.some(({ address }) => !isPublicAddress(address)))
      throw new Error(`${hostname} does not lead to the public internet.`);
    return [...addresses];
  }) as unknown as LookupFunction;
