import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { CompactRange } from '../../verifier/claimdesk-verify.mjs';
import { writeDurably } from './durable-file.js';

/** What the sealer last signed, as it remembers it outside the database. */
export interface Remembered {
  readonly origin: string;
  /** Which Postgres cluster the log was in: pg_control_system().system_identifier. */
  readonly cluster: string;
  readonly tree: CompactRange;
  /** Events of older transactions were all in the log. */
  readonly lowXid: string;
  /** The signed checkpoint. */
  readonly note: string;
}

/** The form of the file. */
interface Content extends Omit<Remembered, 'tree'> {
  readonly size: number;
  /** Roots of the subtrees that cover the log, from the left: height, and hash in Base64. */
  readonly subtrees: readonly (readonly [number, string])[];
}

/** The sealer's own memory: a file that the database knows nothing of, so that it cannot be restored along with it. */
export class LogMemory {
  readonly file: string;

  /** @param folder made if it is not there */
  constructor(private readonly folder: string) {
    this.file = path.join(folder, 'sealer.json');
  }

  /**
   * @returns null where nothing was remembered yet
   * @throws Error where the file cannot be read, or is none of ours
   */
  async read(): Promise<Remembered | null> {
    let text: string;
    try {
      text = await readFile(this.file, 'utf8');
    } catch (error) {
      if ((error as { code?: string }).code === 'ENOENT') return null;
      throw error;
    }
    try {
      const { size, subtrees, ...rest } = JSON.parse(text) as Content;
      const hashes = subtrees.map(([height, hash]) => ({ height, hash: Buffer.from(hash, 'base64') }));
      return { ...rest, tree: new CompactRange(size, hashes) };
    } catch (error) {
      throw new Error(
        `${this.file} is damaged. Restore it from a backup, or remove it: then the newest checkpoint counts.`,
        {
          cause: error,
        },
      );
    }
  }

  /** It is on the disk once this has ended. */
  async write({ tree, ...rest }: Remembered): Promise<void> {
    const subtrees = tree.subtrees.map(({ height, hash }) => [height, Buffer.from(hash).toString('base64')] as const);
    const content: Content = { ...rest, size: tree.size, subtrees };
    await mkdir(this.folder, { recursive: true });
    await writeDurably(this.file, `${JSON.stringify(content)}\n`, 0o600);
  }
}
