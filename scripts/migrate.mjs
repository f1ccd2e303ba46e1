// `npm run migrate`: makes or updates the tables of an existing Postgres.
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
await import('../dist/src/cli/migrate.js');
