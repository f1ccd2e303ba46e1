import type { Enum } from '../../api/graphql.js';

export const tokens = {
  title: 'API tokens',
  lead: 'What programs send to act in your name. A token never allows more than your roles do, and can allow less.',
  own: 'Your tokens',
  create: 'New token',
  emptyTitle: 'You have no token in use',
  empty:
    'Make one for each program, so that each can be taken away alone. A script, a bot and a spreadsheet are three.',
  serviceTitle: 'Service accounts',
  serviceLead:
    'Machine clients with an account of their own: what they do stands in the log under their name, not under yours.',
  serviceNone: 'No service account has a token. Add the account under People first.',
  serviceNoneOf: 'No token in use',
  serviceMore: (shown: number, all: string): string => `The first ${shown} of ${all} service accounts.`,
  serviceList: (name: string): string => `Tokens of ${name}`,
  createFor: (name: string): string => `New token for ${name}`,

  name: 'Name',
  nameHint: 'The program that will use it.',
  scopes: 'What it may do',
  scopeWords: {
    CLAIMS_READ: 'Read claims',
    CLAIMS_WRITE: 'Submit claims',
    REVIEWS_READ: 'Read reviews',
    REVIEWS_WRITE: 'Work on reviews',
    AUDIT_READ: 'Read the audit log',
    ADMIN: 'Administer',
  } satisfies Record<Enum<'TokenScope'>, string>,
  scopeMore: {
    CLAIMS_READ: 'Claims, the articles in which they appear, and evidence.',
    CLAIMS_WRITE: 'New claims, relations between them, and evidence.',
    REVIEWS_READ: 'Desks, the queue, and decisions.',
    REVIEWS_WRITE: 'Take, release, decide, sign off and reassign.',
    AUDIT_READ: 'The history of claims; the whole sealed log and its export, where the role allows it.',
    ADMIN: 'API tokens, accounts, webhooks, erasure, queues and metrics. Give it to nothing that does not need it.',
  } satisfies Record<Enum<'TokenScope'>, string>,
  expiry: 'Stops working on',
  expiryHint: 'From one hour to 366 days from now.',
  presets: { month: 'In 30 days', quarter: 'In 90 days', year: 'In a year' },
  submit: 'Make the token',
  making: 'Making it …',
  unsure:
    'Claimdesk could not be reached, so it may have been made or not. Look at the list: one whose secret you never saw is best revoked.',
  needName: 'Give it a name.',
  needScopes: 'Choose at least one.',
  needExpiry: 'Say when it stops working.',

  secretTitle: (name: string): string => `The token “${name}”`,
  secretOnce: 'It is shown this once, and kept nowhere: not here, not in Claimdesk. Store it now.',
  secretLabel: 'Token',
  secretCopy: 'Copy the token',
  curl: 'To try it',
  curlCopy: 'Copy the line',

  made: (when: string): string => `made ${when}`,
  expires: (when: string): string => `stops working ${when}`,
  revoke: 'Revoke',
  revokeName: (name: string): string => `Revoke ${name}`,
  revokeTitle: (name: string): string => `Revoke “${name}”?`,
  revokeMore: 'Whatever uses it is refused from then on. That cannot be undone.',
  revoked: (name: string): string => `“${name}” does not work any more.`,
};
