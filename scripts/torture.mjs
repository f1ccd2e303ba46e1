// `npm run torture -- …`: tries to make Claimdesk lose something, by killing its processes while people work.
import { prepare } from './prepare.mjs';

await prepare();
const { main } = await import('../dist/torture/main.js');
process.exitCode = await main(process.argv.slice(2));
