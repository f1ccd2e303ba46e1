import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { Controller, Get, Header, NotFoundException, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { newestCheckpoint, verifierKeys } from '../audit/sealed-checkpoint.js';
import { parseTilePath } from '../audit/tile-path.js';
import { TILE_WIDTH, TileReader } from '../audit/tile-reader.js';
import { authorise } from '../auth/policy.js';
import { Database } from '../database/database.js';
import '../graphql/context.js'; // declares request.caller
import { acceptsGzip } from './accepts-gzip.js';
import { entryBundle } from './entry-bundle.js';
import { NOTHING_SEALED, notNow } from './not-now.js';

/** The routes here that are open to all: what proves the log to somebody says nothing of what is in it. */
export const LOG_ROUTES: readonly string[] = ['GET /audit/checkpoint', 'GET /audit/key'];

const TEXT = 'text/plain; charset=utf-8';
/** A tile never changes. A year is what caches take for ever (RFC 9111); only the caller's own may keep it. */
const FOR_EVER = 'private, max-age=31536000, immutable';
/** Nor does a partial one, but nobody asks for it once the tree has grown. */
const FOR_MINUTES = 'private, max-age=600';

const zip = promisify(gzip);

/** The log as C2SP tlog-tiles has it, under the prefix /audit, so that tools for such logs can read it. */
@Controller('audit')
export class LogTilesController {
  constructor(private readonly database: Database) {}

  @Get('checkpoint')
  @Header('content-type', TEXT)
  async checkpoint(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const newest = await newestCheckpoint(this.database);
    if (newest === null) throw notNow(reply, NOTHING_SEALED);
    return newest.note;
  }

  @Get('key')
  @Header('content-type', TEXT)
  async key(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const keys = await verifierKeys(this.database);
    if (keys.length === 0) throw notNow(reply, NOTHING_SEALED);
    return keys.map((key) => `${key}\n`).join('');
  }

  @Get('tile/*')
  async tile(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    authorise(request.caller!.actor, 'audit.export');
    const path = parseTilePath((request.params as { '*': string })['*']);
    const newest = await newestCheckpoint(this.database);
    const tiles = new TileReader(this.database, newest?.size ?? 0);
    const level = path?.level === 'entries' ? 0 : path?.level;
    if (path === null || level === undefined || path.width > tiles.width(level, path.tile))
      throw new NotFoundException('There is no such tile of the log.');
    reply.header('content-type', 'application/octet-stream');
    reply.header('cache-control', path.width === TILE_WIDTH ? FOR_EVER : FOR_MINUTES);
    if (path.level !== 'entries') {
      return void reply.send((await tiles.hashes(level, path.tile)).subarray(0, path.width * 32));
    }
    const bundle = await entryBundle(this.database, path.tile, path.width);
    reply.header('vary', 'accept-encoding');
    if (!acceptsGzip(request.headers['accept-encoding'])) return void reply.send(bundle);
    void reply.header('content-encoding', 'gzip').send(await zip(bundle, { level: constants.Z_BEST_SPEED }));
  }
}
