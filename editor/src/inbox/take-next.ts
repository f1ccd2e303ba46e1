import { useState } from 'react';
import { useLocation } from 'wouter';
import { client } from '../api/client.js';
import { graphql } from '../api/graphql.js';
import { changed } from '../live.js';
import { reviewPath } from '../routes.js';
import { t } from '../text/index.js';
import { failureText } from '../ui/failure.js';
import { say, undo } from '../ui/toast.js';
import { releaseOne } from './bulk-actions.js';
import { takeBack } from './take-back.js';

const TakeNextMutation = graphql(`
  mutation TakeNext($desk: ID!) {
    takeNextReview(deskId: $desk) {
      __typename
      ... on ReviewSuccess {
        review {
          id
          state
          version
          lease {
            until
            token
            holder {
              id
              name
            }
          }
        }
      }
      ... on UserError {
        message
      }
    }
  }
`);

/** Takes the desk's most pressing review and goes there. `run` answers why there is none, or null. */
export function useTakeNext(): { isBusy: boolean; run: (deskId: string) => Promise<string | null> } {
  const [, navigate] = useLocation();
  const [isBusy, setBusy] = useState(false);
  const run = async (deskId: string): Promise<string | null> => {
    setBusy(true);
    const { data, error } = await client.mutation(TakeNextMutation, { desk: deskId });
    setBusy(false);
    if (data === undefined) return error?.networkError ? t.failures.notReached : failureText(error!);
    const answer = data.takeNextReview;
    changed();
    if (answer.__typename !== 'ReviewSuccess') return answer.message;
    const { id, lease } = answer.review;
    const from = location.pathname + location.search;
    say(
      t.inbox.taken,
      undo(() => {
        if (location.pathname === reviewPath(id)) navigate(from);
        void takeBack([() => releaseOne(id, lease!.token!)]);
      }),
      id,
    );
    navigate(reviewPath(id));
    return null;
  };
  return { isBusy, run };
}
