// `npm run import -- FILE`: takes in claims from a file.
import { prepare } from './prepare.mjs';

await prepare();
const { main } = await import('../dist/src/cli/import.js');
process.exitCode = await main(process.argv.slice(2));
