import { graphql, type ResultOf } from '../api/graphql.js';

export const DeskParts = graphql(`
  fragment DeskParts on Desk {
    id
    slug
    name
    description
    topics
    languages
    signOffsRequired
    reviewHours
    leaseSeconds
    basePriority
    isDefault
  }
`);

export const AdminDesksQuery = graphql(
  `
    query AdminDesks {
      desks {
        ...DeskParts
        counts {
          queued {
            count
            isCapped
          }
          inReview {
            count
            isCapped
          }
          awaitingSignOff {
            count
            isCapped
          }
        }
      }
    }
  `,
  [DeskParts],
);

export type AdminDesk = ResultOf<typeof AdminDesksQuery>['desks'][number];

/** How many may decide and sign off on a desk. */
export const DecidersQuery = graphql(`
  query Deciders($deskId: ID!) {
    accounts(filter: { deskId: $deskId, roles: [EDITOR, CHIEF_EDITOR], isDisabled: false }, first: 1) {
      total {
        count
        isCapped
      }
    }
  }
`);

const DeskAnswer = graphql(
  `
    fragment DeskAnswer on DeskSuccess {
      desk {
        ...DeskParts
      }
    }
  `,
  [DeskParts],
);

export const AddDeskMutation = graphql(
  `
    mutation AddDesk($input: AddDeskInput!) {
      answer: addDesk(input: $input) {
        __typename
        ...DeskAnswer
        ... on UserError {
          message
          path
        }
      }
    }
  `,
  [DeskAnswer],
);

export const UpdateDeskMutation = graphql(
  `
    mutation UpdateDesk($input: UpdateDeskInput!) {
      answer: updateDesk(input: $input) {
        __typename
        ...DeskAnswer
        ... on UserError {
          message
          path
        }
      }
    }
  `,
  [DeskAnswer],
);
