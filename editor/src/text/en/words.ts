import type { Enum } from '../../api/graphql.js';
import { pluralsOf } from '../plural.js';

export const locale = 'en';
export const plural = pluralsOf(locale);

export const verdicts: Record<Enum<'Verdict'>, string> = {
  VERIFIED: 'Verified',
  DISPUTED: 'Disputed',
  UNCONFIRMED: 'Unconfirmed',
};

export const roles: Record<Enum<'Role'>, string> = {
  CHECKER: 'Checker',
  EDITOR: 'Editor',
  CHIEF_EDITOR: 'Chief editor',
  AUDITOR: 'Auditor',
  SERVICE: 'Service',
};

export const states: Record<Enum<'ReviewState'>, string> = {
  QUEUED: 'Waiting',
  IN_REVIEW: 'In review',
  AWAITING_SIGN_OFF: 'Awaits sign-off',
  DECIDED: 'Decided',
  WITHDRAWN: 'Withdrawn',
};

export const kinds: Record<Enum<'ReviewKind'>, string> = {
  INITIAL: 'New claim',
  RECHECK: 'Recheck',
  CORRECTION: 'Correction',
};

export const stances: Record<Enum<'AppearanceStance'>, string> = {
  ASSERTS: 'asserts it',
  DENIES: 'denies it',
  NEITHER: 'neither confirms nor denies it',
  REPORTS: 'reports it',
};

export const evidenceStances: Record<Enum<'EvidenceStance'>, string> = {
  SUPPORTS: 'Supports',
  REFUTES: 'Refutes',
  CONTEXT: 'Context',
};

/** What mutations and jobs did, after a name: “Mara Kovač released it”. */
export const actions: Record<string, string> = {
  addClaimantAlias: 'added a spelling of a claimant',
  addDesk: 'added a desk',
  addEvidence: 'added evidence',
  addUser: 'added an account',
  changePassword: 'changed the password',
  disableUser: 'disabled an account',
  enableUser: 'enabled an account again',
  renameUser: 'renamed an account',
  updateDesk: 'changed a desk',
  createApiToken: 'made an API token',
  createWebhook: 'made a webhook',
  decideReview: 'decided it',
  deleteWebhook: 'deleted a webhook',
  deferReview: 'put it off',
  disableWebhook: 'disabled a webhook',
  enableWebhook: 'enabled a webhook',
  escalateReview: 'moved it to the front, as it fell due',
  eraseClaim: 'erased its text',
  eraseUser: 'erased an account',
  expireLeases: 'ended a hold that had run out',
  importClaims: 'imported it',
  openReview: 'opened a review',
  reassignReview: 'reassigned it',
  planRechecks: 'planned a recheck',
  recheckClaim: 'opened a recheck',
  relateClaims: 'related it to another claim',
  redeliverWebhookSince: 'moved a webhook in the log',
  releaseReview: 'released it',
  rotateWebhookSecret: 'gave a webhook a new secret',
  renewLease: 'renewed the hold',
  resetPassword: 'reset a password',
  revokeApiToken: 'revoked an API token',
  sealAuditLog: 'sealed the log',
  setRoles: 'set roles',
  updateWebhook: 'changed a webhook',
  resumeDeferred: 'brought it back into the queue',
  signOffDecision: 'signed the decision off',
  submitClaim: 'submitted it',
  takeNextReview: 'took it',
  takeReview: 'took it',
};

/** Columns of the log, for people. */
export const fields: Record<string, string> = {
  base_priority: 'base priority',
  claimed_at: 'said on',
  created_at: 'created',
  decided_at: 'decided at',
  deferred_until: 'put off until',
  defer_reason: 'reason',
  desk_id: 'desk',
  disabled_at: 'disabled',
  due_at: 'due',
  is_default: 'default desk',
  lease_holder_id: 'held by',
  lease_seconds: 'hold, in seconds',
  lease_until: 'hold ends',
  moved_at: 'moved',
  moved_from: 'away from event',
  moved_to: 'to event',
  must_change_password: 'one-time password',
  password_changed_at: 'password set',
  queued_at: 'queued',
  recheck_at: 'recheck',
  review_hours: 'hours for a review',
  sign_offs_required: 'sign-offs',
  slug: 'short name',
  user_id: 'account',
};
