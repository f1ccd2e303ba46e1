// `npm run audit -- …`: exports, verifies and looks after the audit log.
import { prepare } from './prepare.mjs';

await prepare();
const { main } = await import('../dist/src/cli/audit.js');
process.exitCode = await main(process.argv.slice(2));
