import { graphql, type ResultOf } from '../api/graphql.js';

const TokenParts = graphql(`
  fragment TokenParts on ApiToken {
    id
    name
    scopes
    createdAt
    expiresAt
    revokedAt
  }
`);

/** Service accounts whose tokens are listed; a newsroom has a handful. */
export const LISTED_ACCOUNTS = 50;

/** One's own tokens, and for chief editors those of service accounts: all that the page shows, so that it comes at once. */
export const TokensQuery = graphql(
  `
    query Tokens($isChief: Boolean!, $first: Int!) {
      viewer {
        id
        apiTokens {
          ...TokenParts
        }
      }
      accounts(filter: { roles: [SERVICE], isDisabled: false }, first: $first) @include(if: $isChief) {
        total {
          count
          isCapped
        }
        edges {
          node {
            id
            name
            apiTokens {
              ...TokenParts
            }
          }
        }
      }
    }
  `,
  [TokenParts],
);

export const CreateToken = graphql(
  `
    mutation CreateToken($input: CreateApiTokenInput!) {
      answer: createApiToken(input: $input) {
        __typename
        ... on CreateApiTokenSuccess {
          secret
          apiToken {
            ...TokenParts
          }
        }
        ... on UserError {
          message
          path
        }
      }
    }
  `,
  [TokenParts],
);

export const RevokeToken = graphql(
  `
    mutation RevokeToken($id: ID!) {
      answer: revokeApiToken(id: $id) {
        __typename
        ... on RevokeApiTokenSuccess {
          apiToken {
            ...TokenParts
          }
        }
        ... on UserError {
          message
          path
        }
      }
    }
  `,
  [TokenParts],
);

type Found = ResultOf<typeof TokensQuery>;
export type Token = Found['viewer']['apiTokens'][number];
export type ServiceAccounts = NonNullable<Found['accounts']>;
export type ServiceAccount = ServiceAccounts['edges'][number]['node'];
