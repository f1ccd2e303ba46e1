import { Controller, Get, NotFoundException, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { publicDir } from './public-dir.js';
import { sendFile } from './send-file.js';

/** The routes here that answer without a sign-in, for registerAuthentication. */
export const PUBLIC_ASSETS: readonly string[] = ['GET /assets/:file'];

/** What pages load. A list, so that a file which happens to lie in the folder is not served. */
const ASSETS: readonly string[] = ['mark.svg', 'session.js', 'graphiql-page.css', 'graphiql-page.js'];

/** Files of the pages that are not built. */
@Controller('assets')
export class AssetsController {
  @Get(':file')
  asset(@Param('file') file: string, @Res() reply: FastifyReply): void {
    if (!ASSETS.includes(file)) throw new NotFoundException('There is no such file.');
    sendFile(reply, file, publicDir);
  }
}
