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

export const OwnTokensQuery = graphql(
  `
    query OwnTokens {
      viewer {
        id
        apiTokens {
          ...TokenParts
        }
      }
    }
  `,
  [TokenParts],
);

/** Service accounts whose tokens are listed; a newsroom has a handful. */
export const LISTED_ACCOUNTS = 50;

export const ServiceTokensQuery = graphql(
  `
    query ServiceTokens($first: Int!) {
      accounts(filter: { roles: [SERVICE], isDisabled: false }, first: $first) {
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

export type Token = ResultOf<typeof OwnTokensQuery>['viewer']['apiTokens'][number];
export type ServiceAccount = ResultOf<typeof ServiceTokensQuery>['accounts']['edges'][number]['node'];
