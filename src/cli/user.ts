import { AUTH_ENTITIES } from '../auth/auth-entities.js';
import { Database } from '../database/database.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { connected } from './connection.js';
import { isWrongUsage, messageOf } from './failures.js';
import { COMMANDS, type Context } from './user-commands.js';
import { COMMAND_HELP, type CommandName, HELP } from './user-help.js';

const DONE = 0;
const FAILED = 1;
const WRONG_USAGE = 2;

/** Where the command writes to; the terminal, outside of tests. */
type Output = Pick<Context, 'out' | 'say'>;

const terminal: Output = { out: (line) => console.log(line), say: (line) => console.error(line) };

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
    await connected({ poolSize: 2, entities: AUTH_ENTITIES }, (dataSource) =>
      run({ db: new Database(dataSource), unitOfWork: new UnitOfWork(dataSource), ...output }),
    );
    return DONE;
  } catch (error) {
    if (!isWrongUsage(error)) {
      output.say(messageOf(error));
      return FAILED;
    }
    output.say(`${messageOf(error)}\n\n${COMMAND_HELP[name]}`);
    return WRONG_USAGE;
  }
}

const isCommand = (name: string): name is CommandName => Object.hasOwn(COMMAND_HELP, name);
