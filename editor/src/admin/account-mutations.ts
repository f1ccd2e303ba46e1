import { graphql } from '../api/graphql.js';
import { AccountParts } from './accounts-query.js';

const AccountAnswer = graphql(
  `
    fragment AccountAnswer on AccountPayload {
      __typename
      ... on AccountSuccess {
        account {
          ...AccountParts
        }
      }
      ... on UserError {
        message
        path
      }
    }
  `,
  [AccountParts],
);

export const AddUserMutation = graphql(
  `
    mutation AddUser($input: AddUserInput!) {
      answer: addUser(input: $input) {
        __typename
        ... on AddUserSuccess {
          oneTimePassword
          account {
            ...AccountParts
          }
        }
        ... on UserError {
          message
          path
        }
      }
    }
  `,
  [AccountParts],
);

export const SetRolesMutation = graphql(
  `
    mutation SetRoles($input: SetRolesInput!) {
      answer: setRoles(input: $input) {
        ...AccountAnswer
      }
    }
  `,
  [AccountAnswer],
);

export const RenameMutation = graphql(
  `
    mutation Rename($input: RenameUserInput!) {
      answer: renameUser(input: $input) {
        ...AccountAnswer
      }
    }
  `,
  [AccountAnswer],
);

export const DisableMutation = graphql(
  `
    mutation Disable($id: ID!) {
      answer: disableUser(id: $id) {
        ...AccountAnswer
      }
    }
  `,
  [AccountAnswer],
);

export const EnableMutation = graphql(
  `
    mutation Enable($id: ID!) {
      answer: enableUser(id: $id) {
        ...AccountAnswer
      }
    }
  `,
  [AccountAnswer],
);

export const ResetPasswordMutation = graphql(
  `
    mutation ResetPassword($id: ID!) {
      answer: resetPassword(id: $id) {
        __typename
        ... on ResetPasswordSuccess {
          oneTimePassword
          account {
            ...AccountParts
          }
        }
        ... on UserError {
          message
          path
        }
      }
    }
  `,
  [AccountParts],
);

export const EraseUserMutation = graphql(`
  mutation EraseUser($input: EraseUserInput!) {
    answer: eraseUser(input: $input) {
      __typename
      ... on EraseUserSuccess {
        erasedEvents
        user {
          id
          name
        }
      }
      ... on UserError {
        message
        path
      }
    }
  }
`);
