import { DataSource } from 'typeorm';
import { AUTH_ENTITIES } from '../auth/auth-entities.js';
import { readEnv, SettingsError } from '../config/env.js';
import { derivedAppPassword, derivedAppUrl } from '../database/connection.js';
import { dataSourceOptions } from '../database/data-source.js';
import { Database } from '../database/database.js';
import { lastConnection } from '../database/open-database.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { DomainError } from '../kernel/domain-error.js';
import { COMMANDS, type Context } from './user-commands.js';
import { COMMAND_HELP, type CommandName, HELP } from './user-help.js';
import { RefusedError, UsageError } from './user-input.js';

const DONE = 0;
const FAILED = 1;
const WRONG_USAGE = 2;

/** Where the command writes to; the terminal, outside of tests. */
type Output = Pick<Context, 'out' | 'say'>;

const terminal: Output = { out: (line) => console.log(line), say: (line) => console.error(line) };

/** Connects as the application does: what an administrator does is bound by the same rights and is in the log. */
async function connectionUrl(): Promise<string> {
  const { APP_DATABASE_URL: appUrl, DATABASE_URL: url, DATA_DIR: dataDir } = readEnv(process.env);
  if (appUrl !== undefined) return appUrl;
  // Without a password in it none can be derived; that user owns the tables, and the triggers bind owners too
  if (url !== undefined) return derivedAppPassword(url) === null ? url : derivedAppUrl(url);
  const last = await lastConnection(dataDir);
  if (last !== null) return last;
  throw new RefusedError('There is no Claimdesk here yet. Run npm start first, or set DATABASE_URL to its database.');
}

/**
 * `npm run user -- …`
 *
 * @param args what stands after `--`
 * @returns the exit code: 0 done, 1 refused or failed, 2 wrong usage
 */
export async function main(args: string[], output: Output = terminal): Promise<number> {
  const [name, ...rest] = args;
  if (name === '--help' || name === '-h' || name === 'help') {
    output.out(HELP);
    return DONE;
  }
  if (name === undefined || !isCommand(name)) {
    output.say(name === undefined ? HELP : `There is no command "${name}".\n\n${HELP}`);
    return WRONG_USAGE;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    output.out(COMMAND_HELP[name]);
    return DONE;
  }
  try {
    const run = COMMANDS[name](rest);
    await connected((context) => run({ ...context, ...output }));
    return DONE;
  } catch (error) {
    const code = exitCode(error);
    output.say(code === WRONG_USAGE ? `${messageOf(error)}\n\n${COMMAND_HELP[name]}` : messageOf(error));
    return code;
  }
}

const isCommand = (name: string): name is CommandName => Object.hasOwn(COMMAND_HELP, name);

async function connected(work: (context: Pick<Context, 'db' | 'unitOfWork'>) => Promise<void>): Promise<void> {
  const options = { ...dataSourceOptions(await connectionUrl(), 2), entities: AUTH_ENTITIES, logging: false };
  const dataSource = await new DataSource(options).initialize();
  try {
    await work({ db: new Database(dataSource), unitOfWork: new UnitOfWork(dataSource) });
  } finally {
    await dataSource.destroy();
  }
}

/** node:util says so for an option that is unknown or lacks its value. */
const isParseError = (error: unknown): boolean =>
  String((error as { code?: unknown } | null)?.code).startsWith('ERR_PARSE_ARGS_');

const exitCode = (error: unknown): number =>
  error instanceof UsageError || isParseError(error) ? WRONG_USAGE : FAILED;

/** How node and Postgres say that there is no way in (PostgreSQL, appendix A, class 28 and 3D). */
const NO_WAY_IN = ['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', '28P01', '28000', '3D000'];

/** A bug is shown with its stack; what is expected to go wrong, as its sentence. */
function messageOf(error: unknown): string {
  const { message, stack, code } = error as Error & { code?: unknown };
  const isExpected = [UsageError, RefusedError, DomainError, SettingsError].some((kind) => error instanceof kind);
  if (isExpected || isParseError(error)) return message;
  // An AggregateError of node's, for a host with several addresses, has no message of its own
  if (NO_WAY_IN.includes(String(code))) return `The database cannot be reached: ${message || String(code)}`;
  return stack ?? String(error);
}
