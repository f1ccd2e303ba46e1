import { pipeline, Readable } from 'node:stream';
import { constants, createGzip } from 'node:zlib';
import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { authorise } from '../auth/policy.js';
import { Database } from '../database/database.js';
import '../graphql/context.js'; // declares request.caller
import { acceptsGzip } from './accepts-gzip.js';
import { exportLog } from './export-log.js';
import { parseExportQuery } from './export-query.js';
import { ExportSlots, MAX_EXPORTS } from './export-slots.js';
import { findExport } from './find-export.js';
import { LogConnection } from './log-connection.js';
import { type LogExport, NDJSON } from './log-export.js';
import { NOTHING_SEALED, notNow } from './not-now.js';

const GZIP = { level: constants.Z_BEST_SPEED };

/** The sealed log, or a part of it with the proof that it is one. docs/audit.md has the format. */
@Controller('audit')
export class AuditLogController {
  constructor(
    private readonly database: Database,
    private readonly slots: ExportSlots,
  ) {}

  @Get('log')
  async log(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { actor } = request.caller!;
    authorise(actor, 'audit.export');
    const query = parseExportQuery(request.query as Record<string, string | string[]>);
    if (query.withPrivate) authorise(actor, 'audit.private');
    const wanted = await findExport(this.database, query);
    if (wanted === null) throw notNow(reply, NOTHING_SEALED);
    const isZipped = acceptsGzip(request.headers['accept-encoding']);
    if (request.method === 'HEAD') return void reply.headers(headersOf(wanted, isZipped)).send();
    const lines = await this.open(wanted, reply);
    if (lines === null) return;
    reply.headers(headersOf(wanted, isZipped));
    // An error on one side ends the other; what Fastify sends, it also looks after
    void reply.send(isZipped ? pipeline(lines, createGzip(GZIP), () => undefined) : lines);
  }

  /**
   * Takes what the export needs, and sees that it is given back when the answer ends, however it does.
   *
   * @returns null where the client has gone meanwhile
   */
  private async open(wanted: LogExport, reply: FastifyReply): Promise<Readable | null> {
    const giveBack = this.slots.take();
    if (giveBack === null) {
      throw notNow(reply, `${MAX_EXPORTS} exports are under way, and this server makes no more at once.`);
    }
    const connection = await LogConnection.open(this.database.pool).catch((error: unknown) => {
      giveBack();
      throw error;
    });
    const end = (): void => {
      connection.close();
      giveBack();
    };
    if (reply.raw.closed) {
      end();
      return null;
    }
    reply.raw.once('close', end);
    return Readable.from(exportLog(this.database, connection, wanted), { objectMode: false });
  }
}

function headersOf({ checkpoint, from, isContinuation }: LogExport, isZipped: boolean): Record<string, string> {
  const part = isContinuation ? `-from-${from}` : '';
  return {
    'content-type': NDJSON,
    'content-disposition': `attachment; filename="claimdesk-log-${checkpoint.size}${part}.ndjson"`,
    vary: 'accept-encoding',
    ...(isZipped ? { 'content-encoding': 'gzip' } : {}),
  };
}
