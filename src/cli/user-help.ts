import { ROLES, TOKEN_SCOPES } from '../kernel/actor.js';

const ROLE_NOTE = `  <role> is ${ROLES.join(', ')}, on one desk as EDITOR@desk-slug.
  SERVICE is for machine clients and goes with no other role.`;

/** What `npm run user -- --help` says. */
export const HELP = `Looks after accounts.

  npm run user -- add      adds an account, with a one-time password
  npm run user -- list     lists the accounts
  npm run user -- role     gives and takes roles
  npm run user -- disable  shuts an account out, or lets it in again
  npm run user -- reset    gives an account a new one-time password
  npm run user -- token    makes an API token for an account
  npm run user -- revoke   ends an API token

Each takes --help. Passwords and tokens go to stdout, all else that is said about them to stderr.
Exit codes: 0 done, 1 refused or failed, 2 wrong usage.`;

/** What each command says to --help. */
export const COMMAND_HELP = {
  add: `npm run user -- add --email <email> --name <name> --role <role> [--role <role> …]

Adds an account and prints its one-time password, which the person must change at the first sign-in.
A SERVICE account gets none: make it an API token with "token".

${ROLE_NOTE}`,

  list: `npm run user -- list [--json]

Lists the accounts with their roles, and how many API tokens they have in use. --json also names the tokens.`,

  role: `npm run user -- role --email <email> [--grant <role> …] [--revoke <role> …]

Gives and takes roles, from the person's next request on. Several of both go together or not at all.

${ROLE_NOTE}`,

  disable: `npm run user -- disable --email <email> [--enable]

Shuts an account out at once: its sessions end, its API tokens do not work. --enable lets it in again.`,

  reset: `npm run user -- reset --email <email>

Prints a new one-time password and ends the account's sessions. Its API tokens go on working.`,

  token: `npm run user -- token --email <email> --name <name> --scope <scope> [--scope <scope> …] --days <1 to 366>

Makes an API token and prints its secret, which is not shown again.

  <scope> is ${TOKEN_SCOPES.join(', ')}.`,

  revoke: `npm run user -- revoke --token <id>

Ends an API token at once and for good. "list --json" tells the ids.`,
} as const;

export type CommandName = keyof typeof COMMAND_HELP;
