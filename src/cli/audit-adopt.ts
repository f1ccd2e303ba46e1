import { parseArgs } from 'node:util';
import { AdoptionRefusedError, adoptLog } from '../audit/adopt-log.js';
import { openBelongings } from '../audit/open-belongings.js';
import { type Env, readEnv } from '../config/env.js';
import { lastConnection, sealerUrlOf } from '../database/open-database.js';
import type { Terminal } from './audit-terminal.js';
import { RefusedError, UsageError } from './failures.js';
import { number } from './progress-line.js';
import { required } from './user-input.js';

/** A sentence or two: it stands in the log for good. */
const MAX_REASON = 500;

/** `audit adopt`: as the sealer, with what the sealer has of its own. */
export async function adopt(args: string[], { out, say }: Terminal): Promise<void> {
  const { values } = parseArgs({ args, options: { reason: { type: 'string' } } });
  const reason = required(values.reason, 'reason');
  if (reason.length > MAX_REASON) throw new UsageError(`--reason: it must have ${MAX_REASON} characters at most.`);
  const env = readEnv(process.env);
  const { url, dataDir } = await sealerOf(env);
  try {
    const { size, note, earlier } = await adoptLog(url, await openBelongings(env, dataDir, say), reason);
    say(
      `The log is signed as it is, with ${number(size)} events. ${earlier === null ? 'No checkpoint was' : 'This checkpoint is'} given up${earlier === null ? '.' : `:\n\n${earlier}`}`,
    );
    out(note.trimEnd());
  } catch (error) {
    if (error instanceof AdoptionRefusedError) throw new RefusedError(error.message);
    throw error;
  }
}

async function sealerOf(env: Env): Promise<{ url: string; dataDir: string | null }> {
  const url = sealerUrlOf(env);
  if (url !== null) return { url, dataDir: null };
  const last = env.APP_DATABASE_URL === undefined ? await lastConnection(env.DATA_DIR) : null;
  if (last?.sealerUrl != null) return { url: last.sealerUrl, dataDir: last.dataDir };
  throw new RefusedError(
    'It is not known how the sealer connects. Set SEALER_DATABASE_URL, or DATABASE_URL with a password in it, as for the sealer.',
  );
}
