import type { Enum } from '../api/graphql.js';
import type { Session } from '../api/session.js';

const TAKERS: readonly Enum<'Role'>[] = ['EDITOR', 'CHIEF_EDITOR'];
const WITNESSES: readonly Enum<'Role'>[] = ['CHECKER', 'EDITOR', 'CHIEF_EDITOR', 'AUDITOR'];
const LOG_READERS: readonly Enum<'Role'>[] = ['AUDITOR', 'CHIEF_EDITOR'];

/** Whether a control for taking is worth showing. The server decides; this only spares people its refusal. */
export const mayTakeOn = ({ user }: Session, deskId: string): boolean =>
  user.roles.some((grant) => TAKERS.includes(grant.role) && (grant.deskId === null || grant.deskId === deskId));

/** Whether evidence can be added to a claim of the desk, outside of a review. */
export const mayAddEvidenceOn = ({ user }: Session, deskId: string): boolean =>
  user.roles.some(
    ({ role, deskId: on }) => (role === 'CHECKER' || TAKERS.includes(role)) && (on === null || on === deskId),
  );

/** Whether the whole sealed log is open to this person: with the role on every desk, since the log is of all. */
export const mayReadLog = ({ user }: Session): boolean =>
  user.roles.some(({ role, deskId }) => LOG_READERS.includes(role) && deskId === null);

/** Whether the history of claims is open to this person. */
export const mayReadHistory = ({ user }: Session): boolean => user.roles.some(({ role }) => WITNESSES.includes(role));

/** Whether the board of a desk is open to this person; of every desk together where the desk is null. */
export const mayReadBoard = ({ user }: Session, deskId: string | null): boolean =>
  user.roles.some(({ role, deskId: on }) => LOG_READERS.includes(role) && (on === null || on === deskId));

/** Whether there is a desk whose board is open to this person. */
export const mayReadSomeBoard = ({ user }: Session): boolean =>
  user.roles.some(({ role }) => LOG_READERS.includes(role));

/** Whether this person says who takes a review of the desk. */
export const mayReassignOn = ({ user }: Session, deskId: string): boolean =>
  user.roles.some(({ role, deskId: on }) => role === 'CHIEF_EDITOR' && (on === null || on === deskId));

/** Whether people, desks, webhooks and the tokens of service accounts are this person's to look after. */
export const mayManage = ({ user }: Session): boolean =>
  user.roles.some(({ role, deskId }) => role === 'CHIEF_EDITOR' && deskId === null);
