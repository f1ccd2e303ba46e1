// What the scripts share. Nothing in scripts/ may import a package: they run before there is a node_modules.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const PROJECT_DIR = fileURLToPath(new URL('..', import.meta.url));

/** The oldest Node that can require() ES modules without a flag, which some dependencies rely on. */
const OLDEST_NODE = [20, 19];

/** Says so and exits where Node is too old, rather than failing later at something obscure. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  console.error(`Claimdesk needs Node ${OLDEST_NODE.join('.')} or newer. This is Node ${process.versions.node}.`);
  process.exit(1);
}

/** To stderr, so that stdout is the app's alone. */
export const say = (line) => console.error(line);

/**
 * Runs a program in the project's folder, with our terminal.
 * @returns {Promise<number>} its exit code; 128 and more if a signal ended it.
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: PROJECT_DIR, stdio: 'inherit', ...options });
    // Ctrl-C reaches the child by itself: we only have to stay until it is done. A plain kill has to be passed on
    const onInterrupt = () => undefined;
    const onTerminate = () => child.kill('SIGTERM');
    process.on('SIGINT', onInterrupt);
    process.on('SIGTERM', onTerminate);
    const done = () => {
      process.off('SIGINT', onInterrupt);
      process.off('SIGTERM', onTerminate);
    };
    child.once('error', (error) => {
      done();
      reject(error);
    });
    child.once('exit', (code, signal) => {
      done();
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143));
    });
  });
}

/** Runs an installed program, for example `oxlint`. */
export const runInstalled = (name, args, options) =>
  run(path.join(PROJECT_DIR, 'node_modules', '.bin', name), args, options);
