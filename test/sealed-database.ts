import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { BATCH_SIZE } from '../src/audit/append-leaves.js';
import { CheckpointFolder, newestCheckpoint } from '../src/audit/checkpoints.js';
import { LogMemory } from '../src/audit/log-memory.js';
import { Sealer, type SealerBelongings } from '../src/audit/sealer.js';
import { connectSealer, tryToLead } from '../src/audit/sealer-connection.js';
import { parseSigningKeys } from '../src/audit/signing-key.js';
import { derivedPasswords, derivedSealerUrl } from '../src/database/connection.js';
import { ensureRoles } from '../src/database/roles.js';
import { TEST_SIGNING_KEY } from './audit-key.js';
import { createTestDatabase, type TestDatabase } from './database.js';

/** What a sealer has, in a temporary folder. */
export class SealerFolder {
  private constructor(readonly dir: string) {}

  static async make(): Promise<SealerFolder> {
    return new SealerFolder(await mkdtemp(path.join(tmpdir(), 'claimdesk-sealer-')));
  }

  own(keys: string = TEST_SIGNING_KEY): SealerBelongings {
    return {
      keys: parseSigningKeys(keys),
      memory: new LogMemory(this.dir),
      checkpoints: new CheckpointFolder(path.join(this.dir, 'checkpoints')),
    };
  }

  /** @returns the contents of all files by name */
  async files(): Promise<Record<string, string>> {
    const names = await readdir(this.dir, { recursive: true, withFileTypes: true });
    const files = names.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
    const found = files.map(async (file) => [path.relative(this.dir, file), await readFile(file, 'utf8')]);
    return Object.fromEntries(await Promise.all(found));
  }

  /** Loses everything in it. */
  async empty(): Promise<void> {
    await this.remove();
    await mkdir(this.dir);
  }

  remove(): Promise<void> {
    return rm(this.dir, { recursive: true, force: true });
  }
}

/** Connects as the leader for the time of `work`. */
export async function leading<T>(
  url: string,
  own: SealerBelongings,
  work: (sealer: Sealer, client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = await connectSealer(url);
  try {
    if (!(await tryToLead(client))) throw new Error('Another sealer is at work.');
    return await work(await Sealer.open(client, own), client);
  } finally {
    await client.end();
  }
}

/** Seals everything that is committed, as the leader, once. */
export const sealAll = (
  url: string,
  own: SealerBelongings,
): Promise<{ size: number; note: string; verifierKey: string }> =>
  leading(url, own, async (sealer, client) => {
    while ((await sealer.seal()) >= BATCH_SIZE);
    const { size, note } = (await newestCheckpoint(client))!;
    return { size, note, verifierKey: own.keys[0]!.verifierKey };
  });

/** A database with events and a sealer, without the application. */
export class SealedDatabase {
  private readonly clients: pg.Client[] = [];

  private constructor(
    private readonly database: TestDatabase,
    readonly folder: SealerFolder,
    /** Superuser. */
    readonly owner: pg.Client,
  ) {}

  static async make(): Promise<SealedDatabase> {
    const database = await createTestDatabase();
    const owner = new pg.Client({ connectionString: database.url });
    await owner.connect();
    await ensureRoles(owner, derivedPasswords(database.url));
    return new SealedDatabase(database, await SealerFolder.make(), owner);
  }

  async drop(): Promise<void> {
    for (const client of this.clients) await client.end().catch(() => undefined);
    await this.owner.end().catch(() => undefined);
    await this.database.drop();
    await this.folder.remove();
  }

  get name(): string {
    return this.database.name;
  }
  get sealerUrl(): string {
    return derivedSealerUrl(this.database.url);
  }
  /** @returns another superuser's connection */
  async connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.database.url });
    client.on('error', () => undefined);
    await client.connect();
    this.clients.push(client);
    return client;
  }

  async sql<Row extends object = any>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.owner.query<Row>(text, values)).rows;
  }

  /** Runs SQL as somebody who may disable the triggers. */
  async tamper(text: string): Promise<void> {
    await this.owner.query(`SET session_replication_role = replica`);
    const tables = ['event', 'leaf', 'node', 'checkpoint'];
    const each = (what: string) =>
      tables.map((table) => `ALTER TABLE audit.${table} ${what} TRIGGER append_only;`).join('');
    await this.owner.query(`${each('DISABLE')} ${text}; ${each('ENABLE ALWAYS')} RESET session_replication_role`);
  }

  seal(keys?: string): Promise<{ size: number; note: string; verifierKey: string }> {
    return sealAll(this.sealerUrl, this.folder.own(keys));
  }

  /** @returns the log in its order */
  leaves(): Promise<{ idx: number; id: number; stream: string; seq: number; leaf: string; type: string }[]> {
    return this.sql(
      `SELECT l.idx::int, e.id::int, e.stream, e.seq::int, e.leaf, l.type
       FROM audit.leaf l JOIN audit.event e ON e.id = l.event_id ORDER BY l.idx`,
    );
  }

  /** Everything that a sealer which refuses must leave as it is. */
  async signed(): Promise<object> {
    const [rows] = await this.sql(
      `SELECT (SELECT json_agg(c ORDER BY size) FROM audit.checkpoint c) AS checkpoints,
              (SELECT count(*) FROM audit.leaf) AS leaves, (SELECT count(*) FROM audit.event) AS events`,
    );
    return { rows, files: await this.folder.files() };
  }
}

const STREAMS = Array.from({ length: 9 }, (_, i) => `00000000-0000-4000-8000-00000000000${i}`);
/** @param i 0 to 8 */
export const stream = (i: number): string => STREAMS[i]!;

/** Writes events as the triggers do, one in each of the streams. @param client a superuser's */
export async function write(client: pg.Client, ...streams: string[]): Promise<void> {
  for (const each of streams) {
    await client.query(
      `SELECT audit.append($1, '{"op": "INSERT", "table": "claim", "actor": "system:test", "row": {"id": 1}}', NULL)`,
      [each],
    );
  }
}

/** @returns what is wrong with the order of the log: nothing */
export function disorder(log: readonly { idx: number; id: number; stream: string; seq: number }[]): string[] {
  const wrong: string[] = [];
  const next = new Map<string, number>();
  log.forEach(({ idx, stream: at, seq }, i) => {
    if (idx !== i) wrong.push(`leaf ${idx} is at ${i}`);
    if (seq !== (next.get(at) ?? 1))
      wrong.push(`leaf ${idx} is number ${seq} of ${at}, after ${(next.get(at) ?? 1) - 1}`);
    next.set(at, seq + 1);
  });
  if (new Set(log.map(({ id }) => id)).size !== log.length) wrong.push('an event is there twice');
  return wrong;
}
