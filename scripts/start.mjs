// `npm start`: from a fresh clone to a running app. Arguments go to the app; `npm start -- --help` lists them.
import { prepare } from './prepare.mjs';

await prepare();
// In this process, not in a child: a signal to `npm start` (which execs node) reaches the app itself
await import('../dist/src/main.js');
