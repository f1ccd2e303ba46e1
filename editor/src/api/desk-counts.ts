import { graphql } from './graphql.js';

/** What a desk has on its hands, by state. */
export const DeskCountsParts = graphql(`
  fragment DeskCountsParts on DeskCounts {
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
    deferred {
      count
      isCapped
    }
    overdue {
      count
      isCapped
    }
  }
`);
