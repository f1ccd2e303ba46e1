import { graphql } from '../api/graphql.js';
import { ReviewParts } from './review-query.js';

/** Who can be assigned a review, and who has it now. */
export const AssigneesQuery = graphql(`
  query Assignees($id: ID!) {
    review(id: $id) {
      id
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
      desk {
        id
        assignees {
          id
          name
        }
      }
    }
  }
`);

export const ReassignMutation = graphql(
  `
    mutation Reassign($id: ID!, $assigneeId: ID) {
      reassignReview(id: $id, assigneeId: $assigneeId) {
        __typename
        ... on ReviewSuccess {
          review {
            ...ReviewParts
          }
        }
        ... on UserError {
          message
        }
      }
    }
  `,
  [ReviewParts],
);
