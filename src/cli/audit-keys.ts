import { parseArgs } from 'node:util';
import { NoteError, openNote } from '../../verifier/claimdesk-verify.mjs';
import { newestCheckpoint, verifierKeys } from '../audit/sealed-checkpoint.js';
import { makeSigningKey, parseSigningKey } from '../audit/signing-key.js';
import { Database } from '../database/database.js';
import type { Terminal } from './audit-terminal.js';
import { keysOfDatabase } from './audit-verify.js';
import { connected } from './connection.js';
import { RefusedError, UsageError } from './failures.js';
import { required } from './user-input.js';

const text = { type: 'string' } as const;
/** A key's name has no space and no plus (C2SP signed-note), and is a log's origin: mostly an address without its scheme. */
const ORIGIN = /^[^\s+]{1,200}$/;

/** `audit keys` and `audit keys new`. */
export async function keys(args: string[], { out, say }: Terminal): Promise<void> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { origin: text } });
  if (positionals.length === 0) {
    if (values.origin !== undefined) throw new UsageError('--origin goes with "keys new".');
    for (const key of await keysOfDatabase()) out(key);
    return;
  }
  if (positionals.join(' ') !== 'new') throw new UsageError(`"${positionals.join(' ')}": there is only "keys new".`);
  const origin = required(values.origin, 'origin');
  if (!ORIGIN.test(origin))
    throw new UsageError(`--origin ${origin}: it must be a name without spaces and plus signs.`);
  const secret = makeSigningKey(origin);
  say('The secret signing key goes to stdout and is kept nowhere. What it signs is verified with:');
  say(parseSigningKey(secret).verifierKey);
  out(secret);
}

/** `audit checkpoint`. */
export async function checkpoint(args: string[], { out, say }: Terminal): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { verify: { type: 'boolean', default: false }, key: { ...text, multiple: true } },
  });
  if (values.key !== undefined && !values.verify) throw new UsageError('--key goes with --verify.');
  const { newest, known } = await connected({ poolSize: 1 }, async (dataSource) => {
    const db = new Database(dataSource);
    return { newest: await newestCheckpoint(db), known: await verifierKeys(db) };
  });
  if (newest === null) throw new RefusedError('Nothing is sealed yet: the log has no checkpoint.');
  if (values.verify) {
    try {
      openNote(newest.note, values.key ?? known);
    } catch (error) {
      if (!(error instanceof NoteError)) throw error;
      throw new RefusedError(error.message);
    }
    say(`${newest.size} events, signed at ${newest.sealedAt.toISOString()}. The signature holds.`);
  }
  out(newest.note.trimEnd());
}
