import 'reflect-metadata';
import { adopt } from './audit-adopt.js';
import { check } from './audit-check.js';
import { erase } from './audit-erase.js';
import { exportCommand } from './audit-export.js';
import { COMMAND_HELP, type CommandName, HELP } from './audit-help.js';
import { checkpoint, keys } from './audit-keys.js';
import { type Command, EXIT, type Terminal } from './audit-terminal.js';
import { verify } from './audit-verify.js';
import { isWrongUsage, messageOf } from './failures.js';

const COMMANDS: Record<CommandName, Command> = { export: exportCommand, verify, check, checkpoint, keys, erase, adopt };
/** Those whose code 1 says what they found, so that a failure needs another one. */
const FAILED_IS_2: readonly CommandName[] = ['verify', 'check'];

function terminal(): Terminal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => controller.abort());
  }
  return {
    out: (line) => console.log(line),
    say: (line) => console.error(line),
    screen: process.stderr,
    stdin: process.stdin,
    stdout: process.stdout,
    signal: controller.signal,
  };
}

/**
 * `npm run audit -- …`
 *
 * @param args what stands after `--`
 * @returns the exit code
 */
export async function main(args: string[], given?: Terminal): Promise<number> {
  const io = given ?? terminal();
  const [name, ...rest] = args;
  if (name === '--help' || name === '-h' || name === 'help') {
    io.out(HELP);
    return EXIT.done;
  }
  if (name === undefined || !isCommand(name)) {
    io.say(name === undefined ? HELP : `There is no command "${name}".\n\n${HELP}`);
    return EXIT.wrongUsage;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    io.out(COMMAND_HELP[name]);
    return EXIT.done;
  }
  try {
    return (await COMMANDS[name](rest, io)) ?? EXIT.done;
  } catch (error) {
    if (isWrongUsage(error)) {
      io.say(`${messageOf(error)}\n\n${COMMAND_HELP[name]}`);
      return EXIT.wrongUsage;
    }
    io.say(messageOf(error));
    return FAILED_IS_2.includes(name) ? EXIT.wrongUsage : EXIT.failed;
  }
}

const isCommand = (name: string): name is CommandName => Object.hasOwn(COMMAND_HELP, name);
