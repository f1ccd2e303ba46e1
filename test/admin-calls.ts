import { randomUUID } from 'node:crypto';
import type { DeskApp, Person } from './desk-app.js';

export type Call = [query: string, variables: Record<string, unknown>];
/** A call of each operation that would do something, if it were allowed. */
export type Calls = Record<string, () => Call | Promise<Call>>;

const RESULT = '{ __typename ... on UserError { code } }';
/** A mutation of what has an id, that is told nothing else. */
export const onId = (name: string): string => `mutation ($id: ID!) { answer: ${name}(id: $id) ${RESULT} }`;
const withInput = (name: string, type: string): string =>
  `mutation ($input: ${type}!) { answer: ${name}(input: $input) ${RESULT} }`;

interface Scene {
  readonly app: DeskApp;
  readonly deskId: string;
  readonly editor: Person;
}

/** The operations on accounts and desks, and erasure. @param scene what there is when the calls are made */
export function adminCalls(scene: () => Scene): Calls {
  const call = (name: string, type: string, input: Record<string, unknown>): Call => [withInput(name, type), { input }];
  /** An account to do something to. */
  const somebody = async (): Promise<{ id: string }> => ({ id: (await scene().app.person('CHECKER')).id });
  const onSomebody = (name: string) => async (): Promise<Call> => [onId(name), await somebody()];
  return {
    accounts: () => ['{ answer: accounts { total { count } edges { node { id signedInAt } } } }', {}],
    account: async () => ['query ($id: ID!) { answer: account(id: $id) { id roles { role } } }', await somebody()],
    'Account.apiTokens': () => [
      'query ($id: ID!) { answer: account(id: $id) { apiTokens { id } } }',
      { id: scene().editor.id },
    ],
    addUser: () => {
      const email = `${randomUUID()}@test.example`;
      return call('addUser', 'AddUserInput', { email, name: 'New', roles: [{ role: 'CHECKER' }] });
    },
    setRoles: async () => {
      const grant = [{ role: 'EDITOR', deskId: scene().deskId }];
      return call('setRoles', 'SetRolesInput', { userId: (await somebody()).id, grant });
    },
    renameUser: async () => call('renameUser', 'RenameUserInput', { userId: (await somebody()).id, name: 'Other' }),
    disableUser: onSomebody('disableUser'),
    enableUser: onSomebody('enableUser'),
    resetPassword: onSomebody('resetPassword'),
    addDesk: () => call('addDesk', 'AddDeskInput', { slug: `desk-${randomUUID()}`, name: 'New' }),
    updateDesk: () => call('updateDesk', 'UpdateDeskInput', { id: scene().deskId, name: randomUUID() }),
    eraseClaim: async () => {
      const claimId = await scene().app.claim(scene().deskId);
      return call('eraseClaim', 'EraseClaimInput', { claimId, basis: 'OBJECTION' });
    },
    eraseUser: async () => call('eraseUser', 'EraseUserInput', { userId: (await somebody()).id, basis: 'OBJECTION' }),
  };
}
