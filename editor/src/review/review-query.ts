import { graphql, type ResultOf } from '../api/graphql.js';

export const DecisionParts = graphql(`
  fragment DecisionParts on Decision {
    id
    verdict
    rationale
    decidedAt
    recheckAt
    isFinal
    supersedesId
    decidedBy {
      id
      name
    }
    evidence {
      id
      url
      publisher
    }
    signOffs {
      id
      outcome
      comment
      signedAt
      signedBy {
        id
        name
      }
    }
  }
`);

export const EvidenceParts = graphql(`
  fragment EvidenceParts on Evidence {
    id
    url
    publisher
    excerpt
    stance
    archivedUrl
    addedAt
    addedBy {
      id
      name
    }
  }
`);

/** A claim with all that is known of it; the same for a review's page and for the claim's own. */
export const ClaimParts = graphql(
  `
    fragment ClaimParts on Claim {
      id
      statement
      claimant
      claimedAt
      language
      topics
      verdict
      decidedAt
      recheckAt
      version
      createdAt
      submittedBy {
        id
        name
      }
      desk {
        id
        name
        slug
      }
      appearances {
        id
        stance
        attribution
        claimantAsWritten
        isFirst
        article {
          id
          outlet
          url
          citation
          publishedAt
          language
        }
      }
      relations {
        id
        kind
        state
        note
        from {
          id
          statement
          claimant
          claimedAt
          language
          verdict
        }
        to {
          id
          statement
          claimant
          claimedAt
          language
          verdict
        }
      }
      evidence {
        ...EvidenceParts
      }
      decisions {
        ...DecisionParts
      }
    }
  `,
  [EvidenceParts, DecisionParts],
);

export const ReviewParts = graphql(
  `
    fragment ReviewParts on Review {
      id
      round
      kind
      state
      priority
      queuedAt
      dueAt
      isOverdue
      deferredUntil
      deferReason
      decidedAt
      version
      assignee {
        id
        name
      }
      lease {
        until
        token
        holder {
          id
          name
        }
      }
      desk {
        id
        name
        slug
        leaseSeconds
      }
      allowedActions {
        action
        isAllowed
        reason
      }
      decision {
        ...DecisionParts
      }
    }
  `,
  [DecisionParts],
);

export const ReviewQuery = graphql(
  `
    query Review($id: ID!) {
      review(id: $id) {
        ...ReviewParts
        claim {
          ...ClaimParts
        }
      }
    }
  `,
  [ReviewParts, ClaimParts],
);

export type Review = NonNullable<ResultOf<typeof ReviewQuery>['review']>;
export type Claim = Review['claim'];
export type Decision = NonNullable<Review['decision']>;
export type Evidence = Claim['evidence'][number];
