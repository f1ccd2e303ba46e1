import { Controller, Get, NotFoundException, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { publicDir } from './public-dir.js';

/** The routes here that answer without a sign-in, for registerAuthentication. `GET /` is public there already. */
export const PUBLIC_PAGES: readonly string[] = ['GET /assets/:file'];

/** What pages load. A list, so that a file which happens to lie in the folder is not served. */
const ASSETS: readonly string[] = [
  'mark.svg',
  'claimdesk.css',
  'session.js',
  'sign-in.js',
  'graphiql-page.css',
  'graphiql-page.js',
];

/** The first page: what this is, and where to sign in. */
@Controller()
export class LandingController {
  @Get()
  page(@Res() reply: FastifyReply): void {
    sendFile(reply, 'index.html', publicDir);
  }

  @Get('assets/:file')
  asset(@Param('file') file: string, @Res() reply: FastifyReply): void {
    if (!ASSETS.includes(file)) throw new NotFoundException('There is no such file.');
    sendFile(reply, file, publicDir);
  }
}

/** Sends a file that browsers may keep, but ask about (by its ETag) before they use it again. */
export function sendFile(reply: FastifyReply, file: string, folder: string): void {
  reply.header('cache-control', 'no-cache').sendFile(file, folder, { cacheControl: false });
}
