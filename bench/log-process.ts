import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import http from 'node:http';
import { Readable } from 'node:stream';
import { to as copyTo } from 'pg-copy-streams';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { main } from '../src/cli/audit.js';
import { dataSourceOptions } from '../src/database/data-source.js';
import { Database } from '../src/database/database.js';
import { exportLog } from '../src/export/export-log.js';
import { parseExportQuery } from '../src/export/export-query.js';
import { findExport } from '../src/export/find-export.js';
import { LogConnection } from '../src/export/log-connection.js';
import { CODES, verifyLog } from '../verifier/claimdesk-verify.mjs';
import { doTasks } from './child.js';
import { usage } from './machine.js';

/** What reading the log from one end to the other took. */
export interface LogRead {
  readonly bytes: number;
  readonly seconds: number;
}

/** Reads to the end. The time begins before the first byte is asked for. */
async function drained(open: () => AsyncIterable<Buffer> | Promise<AsyncIterable<Buffer>>): Promise<LogRead> {
  const start = performance.now();
  let bytes = 0;
  for await (const chunk of await open()) bytes += chunk.length;
  return { bytes, seconds: (performance.now() - start) / 1000 };
}

const LINE_FEED = 10;

const tasks = {
  /** By a plain pg client. */
  async copy({ appUrl, statement }: { appUrl: string; statement: string }): Promise<LogRead> {
    const { options } = dataSourceOptions(appUrl, 1).extra as { options: string };
    const client = new pg.Client({ connectionString: appUrl, options });
    await client.connect();
    try {
      return await drained(() => client.query(copyTo(statement)));
    } finally {
      await client.end();
    }
  },

  /** By the generator that GET /audit/log sends, without HTTP. */
  async generate({ appUrl }: { appUrl: string }): Promise<LogRead> {
    const dataSource = await new DataSource({ ...dataSourceOptions(appUrl, 2), logging: false }).initialize();
    try {
      const database = new Database(dataSource);
      const connection = await LogConnection.open(database.pool);
      try {
        return await drained(async () => {
          const wanted = await findExport(database, parseExportQuery({}));
          return exportLog(database, connection, wanted!);
        });
      } finally {
        connection.close();
      }
    } finally {
      await dataSource.destroy();
    }
  },

  /** By GET /audit/log. @param url with its query */
  async download({ url, token }: { url: string; token: string }): Promise<LogRead> {
    return drained(async () => {
      const headers = { authorization: `Bearer ${token}` };
      const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
        http.get(url, { agent: false, headers }, resolve).on('error', reject);
      });
      if (response.statusCode !== 200) throw new Error(`${url} was answered by ${response.statusCode}.`);
      return response;
    });
  },

  /** Does what `npm run audit -- export <file>` does. @returns the most resident memory that the process ever had, in MB */
  async exportFile({ appUrl, file }: { appUrl: string; file: string }): Promise<number> {
    process.env['APP_DATABASE_URL'] = appUrl;
    const said: string[] = [];
    const say = (line: string): void => void said.push(line);
    const screen = { write: () => undefined };
    const { signal } = new AbortController();
    const io = { out: say, say, screen, stdin: Readable.from([]), stdout: process.stdout, signal };
    if ((await main(['export', file], io)) !== 0) throw new Error(said.join('\n'));
    return usage().peakRssMb;
  },

  /** By verifyLog. */
  async verify({ file, key }: { file: string; key: string }): Promise<LogRead> {
    const start = performance.now();
    const { code, problem, bytes } = await verifyLog(createReadStream(file), { keys: [key] });
    if (code !== CODES.HOLDS) throw new Error(`The log does not hold: ${problem}`);
    return { bytes, seconds: (performance.now() - start) / 1000 };
  },

  /** Each line's SHA-256 and nothing else: what a verification cannot do without. */
  async hash({ file }: { file: string }): Promise<LogRead> {
    const start = performance.now();
    let bytes = 0;
    let rest: Buffer = Buffer.alloc(0);
    for await (const read of createReadStream(file) as AsyncIterable<Buffer>) {
      bytes += read.length;
      const chunk = rest.length === 0 ? read : Buffer.concat([rest, read]);
      let from = 0;
      for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
        createHash('sha256').update(chunk.subarray(from, end)).digest();
        from = end + 1;
      }
      rest = chunk.subarray(from);
    }
    return { bytes, seconds: (performance.now() - start) / 1000 };
  },
};
export type LogTasks = typeof tasks;

doTasks(tasks);
