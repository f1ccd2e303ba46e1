// `npm run user -- …`: looks after accounts from the command line.
import { prepare } from './prepare.mjs';

await prepare();
const { main } = await import('../dist/src/cli/user.js');
process.exitCode = await main(process.argv.slice(2));
