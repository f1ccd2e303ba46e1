// `npm run bench`: measures how fast it is. `npm run bench -- --help` says more.
import { prepare } from './prepare.mjs';

await prepare();
const { main } = await import('../dist/bench/main.js');
process.exitCode = await main(process.argv.slice(2));
