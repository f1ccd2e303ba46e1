// `npm run migrate`: makes or updates the tables of an existing Postgres.
import { prepare } from './prepare.mjs';

await prepare();
await import('../dist/src/cli/migrate.js');
