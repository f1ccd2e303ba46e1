import { useQuery } from 'urql';
import { DeskCountsParts } from '../api/desk-counts.js';
import { graphql, type ResultOf } from '../api/graphql.js';
import { useLive } from '../live.js';

const DesksQuery = graphql(
  `
    query Desks {
      desks {
        id
        slug
        name
        leaseSeconds
        signOffsRequired
        counts {
          ...DeskCountsParts
        }
      }
    }
  `,
  [DeskCountsParts],
);

export type Desk = ResultOf<typeof DesksQuery>['desks'][number];

/** All desks and what is on their hands. @returns null while they are not known */
export function useDesks() {
  // The frame keeps them fresh; a part of a page that comes later need not ask again
  const [{ data, error }, execute] = useQuery({ query: DesksQuery, requestPolicy: 'cache-first' });
  useLive(() => execute({ requestPolicy: 'network-only' }));
  return { desks: data?.desks ?? null, error };
}
