import type { Client, ExecutionResult } from 'graphql-ws/client';
import { connection } from './connection.js';
import { isLive } from './is-live.js';
import { loadSession, sessionState, waitForSignIn } from './session.js';

/** The first attempt after a line was lost waits for half of this to all of it, each next one twice as long. */
const FIRST_WAIT_MS = 1000;
/** The longest wait. Where a proxy refuses sockets, this is what is asked of it in vain. */
const LONGEST_WAIT_MS = 60_000;
/** A tab that nobody has looked at for so long gives its socket back. */
const HIDDEN_MS = 60_000;
/** After so long away it costs less to read what is shown than to be told of all that happened. */
const FORGET_MS = 10 * 60_000;

/** A subscription as it is sent; `after` is filled in from the messages. */
interface Wanted {
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

interface Sink {
  readonly next: (result: ExecutionResult) => void;
  /** It cannot be, such as where rights are missing; nothing more comes. */
  readonly error: (problem: unknown) => void;
}

interface Following {
  readonly begin: () => void;
  readonly pause: () => void;
  readonly forget: () => void;
}

const followings = new Set<Following>();
let isAsleep = false;
let hiddenAt = 0;
let refusals = 0;
let opened: Promise<Client> | undefined;

/** Waits a while, by chance, so that a newsroom does not come back in the same second; less where the network is back. */
function wait(retries: number): Promise<void> {
  const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(retries, 10));
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, longest * (0.5 + Math.random() / 2));
    window.addEventListener('online', done);
  });
}

/** The library comes after the first paint, and once. */
function open(): Promise<Client> {
  opened ??= import('./socket.js')
    .then(({ createSocket }) =>
      createSocket({
        onOpen: () => {
          refusals = 0;
          isLive.set(true);
        },
        onClose: (event) => {
          isLive.set(false);
          if ((event as { code?: number }).code === RIGHTS_CHANGED) void loadSession();
        },
        wait,
      }),
    )
    .catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
  return opened;
}

const RIGHTS_CHANGED = 4403;
const NOT_SIGNED_IN = 4401;

/** What a client cannot mend by waiting. */
const HOPELESS: readonly unknown[] = [
  'FORBIDDEN',
  'NOT_FOUND',
  'BAD_USER_INPUT',
  'GRAPHQL_VALIDATION_FAILED',
  'GRAPHQL_PARSE_FAILED',
  'QUERY_TOO_COMPLEX',
];

/**
 * Follows a subscription until the returned function is called. After a lost connection it goes on from the cursor of
 * the last message, so that nothing is missed and nothing comes twice.
 */
export function follow({ query, variables }: Wanted, sink: Sink): () => void {
  const payload = { query, variables: { ...variables } };
  let stop = (): void => undefined;
  let turn = 0;

  const begin = async (): Promise<void> => {
    turn += 1;
    const mine = turn;
    const isOver = (): boolean => mine !== turn || isAsleep;
    const again = (): unknown => isOver() || begin();
    const client = await open().catch(() => null);
    if (isOver()) return;
    if (client === null) return void wait(0).then(again);
    stop = client.subscribe(payload, {
      next: (result) => {
        const [message] = Object.values(result.data ?? {}) as ({ cursor?: string } | null)[];
        if (message?.cursor !== undefined) payload.variables['after'] = message.cursor;
        sink.next(result as ExecutionResult);
      },
      error: (problem) => {
        if (isOver()) return;
        const code = codeOf(problem);
        if (HOPELESS.includes(code)) {
          followings.delete(following);
          return sink.error(problem);
        }
        if (code === 'INVALID_INPUT') delete payload.variables['after']; // of another database
        void mend(code).then(again);
      },
      complete: () => {
        if (!isOver()) void wait(0).then(again); // the server ended it, and not this page
      },
    });
  };
  const pause = (): void => {
    turn += 1;
    stop();
    stop = () => undefined;
  };
  const following = { begin: () => void begin(), pause, forget: () => delete payload.variables['after'] };
  followings.add(following);
  if (!isAsleep) void begin();
  return () => {
    followings.delete(following);
    pause();
  };
}

/** @returns the code with which the socket was closed, or that of the answer's first error */
function codeOf(problem: unknown): unknown {
  if (!Array.isArray(problem)) return (problem as { code?: unknown }).code;
  return (problem as { extensions?: { code?: unknown } }[])[0]?.extensions?.code;
}

let entering: Promise<void> | undefined;

/** Waits for what is missing: a sign-in, or a server that is less busy. */
async function mend(code: unknown): Promise<void> {
  if (code === NOT_SIGNED_IN) {
    entering ??= (async () => {
      await loadSession();
      if (sessionState.get().is !== 'in') return waitForSignIn();
      refusals += 1; // signed in, and yet refused: the socket's request is not taken for one of this page
      await wait(refusals);
    })().finally(() => (entering = undefined));
    await entering;
  } else {
    refusals += 1;
    await wait(refusals);
  }
}

let hiding: ReturnType<typeof setTimeout> | undefined;

/** A hidden tab costs nothing after a while, and comes back with what it knows. */
function onVisibility(): void {
  clearTimeout(hiding);
  if (document.visibilityState === 'hidden') {
    hiddenAt = Date.now();
    hiding = setTimeout(() => {
      isAsleep = true;
      for (const { pause } of followings) pause();
    }, HIDDEN_MS);
  } else if (isAsleep) {
    isAsleep = false;
    const isLongAgo = Date.now() - hiddenAt > FORGET_MS;
    for (const { begin, forget } of followings) {
      if (isLongAgo) forget();
      begin();
    }
  }
}

document.addEventListener('visibilitychange', onVisibility);
// The browser may not notice for minutes that a socket leads nowhere
window.addEventListener('offline', () => {
  connection.lost();
  void opened?.then((client) => client.terminate());
});
