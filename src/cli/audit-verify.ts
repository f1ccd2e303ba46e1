import { parseArgs } from 'node:util';
import { main as verifierMain } from '../../verifier/claimdesk-verify.mjs';
import { verifierKeys } from '../audit/sealed-checkpoint.js';
import { Database } from '../database/database.js';
import type { Terminal } from './audit-terminal.js';
import { connected } from './connection.js';
import { RefusedError } from './failures.js';

const text = { type: 'string' } as const;

/** `audit verify`: the verifier's own command, with the keys of the database where none is given. */
export async function verify(args: string[], { out, say, screen, stdin }: Terminal): Promise<number> {
  const { values } = parseArgs({
    args,
    allowPositionals: true,
    options: { key: { ...text, multiple: true }, since: text, origin: text, json: { type: 'boolean' } },
  });
  const keys = values.key === undefined ? await keysOfDatabase() : [];
  return verifierMain([...args, ...keys.flatMap((key) => ['--key', key])], { out, say, screen, stdin });
}

/** @throws RefusedError where it has none */
export async function keysOfDatabase(): Promise<string[]> {
  const keys = await connected({ poolSize: 1 }, (dataSource) => verifierKeys(new Database(dataSource)));
  if (keys.length === 0) throw new RefusedError('The database names no key yet: nothing is sealed. Give --key.');
  return keys;
}
