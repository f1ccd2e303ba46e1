import { graphql, type ResultOf, type VariablesOf } from '../api/graphql.js';
import { pageOf, read } from '../api/read.js';
import type { Page } from '../ui/rows.js';

export const AccountParts = graphql(`
  fragment AccountParts on Account {
    id
    email
    name
    mustChangePassword
    disabledAt
    erasedAt
    signedInAt
    roles {
      role
      deskId
    }
  }
`);

export type Account = ResultOf<typeof AccountParts>;

const AccountsQuery = graphql(
  `
    query Accounts($filter: AccountFilter, $after: String, $isFirst: Boolean!) {
      accounts(filter: $filter, after: $after, first: 100) {
        total @include(if: $isFirst) {
          count
          isCapped
        }
        pageInfo {
          endCursor
          hasNextPage
        }
        edges {
          node {
            ...AccountParts
          }
        }
      }
    }
  `,
  [AccountParts],
);

export const AccountQuery = graphql(
  `
    query Account($id: ID!) {
      account(id: $id) {
        ...AccountParts
        createdAt
        apiTokens {
          id
          name
          expiresAt
        }
      }
    }
  `,
  [AccountParts],
);

export type WholeAccount = NonNullable<ResultOf<typeof AccountQuery>['account']>;
export type AccountFilter = NonNullable<VariablesOf<typeof AccountsQuery>['filter']>;

/** @throws CombinedError */
export async function loadAccounts(filter: AccountFilter, after: string | null): Promise<Page<Account>> {
  const { accounts } = await read(AccountsQuery, { filter, after, isFirst: after === null });
  return { ...pageOf(accounts), total: accounts.total ?? undefined };
}
