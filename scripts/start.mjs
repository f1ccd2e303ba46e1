// `npm start`: from a fresh clone to a running app. Arguments go to the app; `npm start -- --help` lists them.
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
// In this process, not in a child: a signal to `npm start` (which execs node) reaches the app itself
await import('../dist/src/main.js');
