import { graphql } from '../api/graphql.js';
import { ClaimParts, DecisionParts, EvidenceParts, ReviewParts } from './review-query.js';

/** How one learns that a lease is lost, and to whom. */
const LeaseLostParts = graphql(`
  fragment LeaseLostParts on LeaseLostError {
    state
    lastChange {
      action
      by
      at
    }
  }
`);

/** The answer to all that is done with a review that one holds, short of deciding. */
const HeldReviewParts = graphql(
  `
    fragment HeldReviewParts on HeldReviewPayload {
      __typename
      ... on ReviewSuccess {
        review {
          ...ReviewParts
        }
      }
      ... on UserError {
        message
        path
      }
      ...LeaseLostParts
    }
  `,
  [ReviewParts, LeaseLostParts],
);

export const TakeMutation = graphql(
  `
    mutation Take($id: ID!) {
      takeReview(id: $id) {
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

export const RenewMutation = graphql(
  `
    mutation Renew($id: ID!, $token: ID!) {
      renewLease(id: $id, leaseToken: $token) {
        __typename
        ... on ReviewSuccess {
          review {
            id
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
        ...LeaseLostParts
      }
    }
  `,
  [LeaseLostParts],
);

export const ReleaseMutation = graphql(
  `
    mutation Release($id: ID!, $token: ID!) {
      releaseReview(id: $id, leaseToken: $token) {
        ...HeldReviewParts
      }
    }
  `,
  [HeldReviewParts],
);

export const DeferMutation = graphql(
  `
    mutation Defer($id: ID!, $token: ID!, $until: DateTime!, $reason: String!) {
      deferReview(id: $id, leaseToken: $token, until: $until, reason: $reason) {
        ...HeldReviewParts
      }
    }
  `,
  [HeldReviewParts],
);

export const DecideMutation = graphql(
  `
    mutation Decide($input: DecideReviewInput!) {
      decideReview(input: $input) {
        __typename
        ... on DecideReviewSuccess {
          review {
            ...ReviewParts
            claim {
              id
              verdict
              version
              decidedAt
              recheckAt
              decisions {
                ...DecisionParts
              }
            }
          }
        }
        ... on UserError {
          message
          path
        }
        ...LeaseLostParts
        ... on VersionConflictError {
          lastChange {
            action
            by
            at
          }
        }
      }
    }
  `,
  [ReviewParts, DecisionParts, LeaseLostParts],
);

export const AddEvidenceMutation = graphql(
  `
    mutation AddEvidence($input: AddEvidenceInput!) {
      addEvidence(input: $input) {
        __typename
        ... on ClaimSuccess {
          claim {
            id
            version
            evidence {
              ...EvidenceParts
            }
          }
        }
        ... on UserError {
          message
          path
        }
      }
    }
  `,
  [EvidenceParts],
);

export const SignOffMutation = graphql(
  `
    mutation SignOff($input: SignOffDecisionInput!) {
      signOffDecision(input: $input) {
        __typename
        ... on ReviewSuccess {
          review {
            ...ReviewParts
            claim {
              ...ClaimParts
            }
          }
        }
        ... on UserError {
          message
        }
      }
    }
  `,
  [ReviewParts, ClaimParts],
);
