import { useEffect, useRef, useState } from 'react';
import { client } from '../api/client.js';
import type { Enum, ResultOf } from '../api/graphql.js';
import { changed } from '../live.js';
import { useNow } from '../ui/now.js';
import { RenewMutation } from './mutations.js';
import type { Review } from './review-query.js';

type Answer = ResultOf<typeof RenewMutation>['renewLease'];

/** How a hold ended that was not given up here. */
export interface Loss {
  readonly state: Enum<'ReviewState'>;
  readonly lastChange: Extract<Answer, { __typename: 'LeaseLostError' }>['lastChange'];
}

/** Renewed when this part of the time is left and somebody has worked meanwhile. */
const RENEW_AT = 2 / 3;
/** Between two attempts, where the connection is lost. */
const RETRY_MS = 10_000;

export interface Hold {
  /** Null where this person does not hold the review. */
  readonly token: string | null;
  /** Milliseconds left, by the server's clock. */
  readonly leftMs: number;
  readonly loss: Loss | null;
  readonly renew: () => void;
  /** A mutation answered that the hold is lost. */
  readonly lose: (loss: Loss) => void;
  /** Gives the hold up by `work`, so that no loss is told. @param work answers whether it was done */
  readonly end: (work: () => Promise<boolean>) => Promise<void>;
}

/** This person's hold on a review: its end, its renewal while they work, and how it was lost. */
export function useHold(review: Review, userId: string): Hold {
  const { lease, desk, decision } = review;
  // Decided from here, though the answer may have been lost
  const isOwnDecision = decision?.decidedBy.id === userId;
  const token = lease?.token ?? null;
  const now = useNow(1000);
  const leftMs = lease === null ? 0 : Date.parse(lease.until) - now;
  const held = useRef(token);
  /** The token that is being given up, or was. */
  const given = useRef<string | null>(null);
  const lostToken = useRef<string | null>(null);
  const triedAt = useRef(0);
  const worked = useRef(false);
  const [loss, setLoss] = useState<Loss | null>(null);
  useWork(worked);

  const ask = async (asked: string): Promise<void> => {
    triedAt.current = now;
    worked.current = false;
    const { data } = await client.mutation(RenewMutation, { id: review.id, token: asked });
    if (data?.renewLease.__typename === 'LeaseLostError') lose(data.renewLease);
  };
  const lose = (lost: Loss): void => {
    lostToken.current = token ?? held.current; // the page may show it for a moment more
    held.current = null;
    changed();
    setLoss({ state: lost.state, lastChange: lost.lastChange });
  };

  const asking = useRef(ask);
  useEffect(() => {
    asking.current = ask;
  });
  useEffect(() => {
    if (token !== null && ![held.current, given.current, lostToken.current].includes(token)) {
      held.current = token;
      setLoss(null);
    }
    // Somebody took it away: the server knows who and how
    const isGone = held.current !== null && held.current !== given.current && token !== held.current;
    if (isGone && !isOwnDecision && now - triedAt.current > RETRY_MS) void asking.current(held.current!);
  }, [token, now, isOwnDecision]); // again with each second, until the server answered
  useEffect(() => {
    if (token === null || !worked.current || leftMs > desk.leaseSeconds * 1000 * RENEW_AT) return;
    if (now - triedAt.current > RETRY_MS) void ask(token);
  });

  return {
    token: loss === null ? token : null,
    leftMs,
    loss,
    renew: () => {
      if (token !== null) void ask(token);
    },
    lose,
    end: async (work) => {
      given.current = token;
      if (!(await work())) given.current = null;
    },
  };
}

/** Sets `worked` when somebody types, points or scrolls. */
function useWork(worked: { current: boolean }): void {
  useEffect(() => {
    const note = (): void => {
      worked.current = true;
    };
    const events = ['keydown', 'pointerdown', 'wheel', 'touchmove'];
    for (const event of events) window.addEventListener(event, note, { passive: true, capture: true });
    return () => {
      for (const event of events) window.removeEventListener(event, note, { capture: true });
    };
  }, [worked]);
}
