import { DeskCountsParts } from '../api/desk-counts.js';
import { graphql, type ResultOf } from '../api/graphql.js';

const DecidedParts = graphql(`
  fragment DecidedParts on DecidedFigures {
    count
    verified
    disputed
    unconfirmed
    late
    p50Seconds
    p90Seconds
  }
`);

export const BoardQuery = graphql(
  `
    query Board($slug: String, $days: Int!, $timeZone: String!) {
      deskBoard(slug: $slug, days: $days, timeZone: $timeZone) {
        at
        timeZone
        desk {
          id
          slug
          name
        }
        counts {
          ...DeskCountsParts
        }
        ages {
          fromHours
          toHours
          count {
            count
            isCapped
          }
        }
        total {
          queued
          withdrawn
          leaseExpiries
          decided {
            ...DecidedParts
          }
        }
        days {
          day
          backlog
          queued
          withdrawn
          leaseExpiries
          decided {
            ...DecidedParts
          }
        }
        people {
          mayTake
          holding
          decided
          medianSeconds
          signOffs
          leaseExpiries
          assigned {
            count
            isCapped
          }
          user {
            id
            name
          }
        }
      }
    }
  `,
  [DecidedParts, DeskCountsParts],
);

export type Board = NonNullable<ResultOf<typeof BoardQuery>['deskBoard']>;
export type BoardDay = Board['days'][number];
export type PersonFigures = Board['people'][number];

/** Of each list at most: more than somebody looks through before they go to the inbox. */
export const SHOWN_WORK = 25;

/** What somebody holds and is assigned, on one desk or on all. */
export const WorkQuery = graphql(`
  query WorkOfPerson($deskId: ID, $personId: ID!, $first: Int!) {
    held: reviews(filter: { deskId: $deskId, holderId: $personId, states: [IN_REVIEW] }, first: $first) {
      edges {
        node {
          ...WorkParts
        }
      }
    }
    assigned: reviews(filter: { deskId: $deskId, assigneeId: $personId, states: [QUEUED] }, first: $first) {
      pageInfo {
        hasNextPage
      }
      edges {
        node {
          ...WorkParts
        }
      }
    }
  }

  fragment WorkParts on Review {
    id
    state
    dueAt
    isOverdue
    deferredUntil
    desk {
      id
      name
    }
    assignee {
      id
      name
    }
    lease {
      until
      holder {
        id
        name
      }
    }
    claim {
      id
      statement
      language
    }
  }
`);

export type Work = ResultOf<typeof WorkQuery>['held']['edges'][number]['node'];
