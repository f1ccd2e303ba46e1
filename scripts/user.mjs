// `npm run user -- …`: looks after accounts from the command line.
import { ensureBuilt, isBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { requireNode, say } from './project.mjs';

requireNode();
try {
  await ensureInstalled({ dev: !isBuilt() });
  await ensureBuilt();
} catch (error) {
  say(error.message);
  process.exit(1);
}
const { main } = await import('../dist/src/cli/user.js');
process.exitCode = await main(process.argv.slice(2));
