// What every command needs before it can load dist/: the right node, the packages, a build of the sources as they are.
import { ensureBuilt, isBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { requireNode, say } from './project.mjs';

/** Ends the process with a message if something is wrong that a person has to mend. */
export async function prepare() {
  requireNode();
  try {
    await ensureInstalled({ dev: !isBuilt() });
    await ensureBuilt();
  } catch (error) {
    say(error.message);
    process.exit(1);
  }
}
