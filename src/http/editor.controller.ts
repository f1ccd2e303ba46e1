import { existsSync } from 'node:fs';
import path from 'node:path';
import { Controller, Get, NotFoundException, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { projectDir } from '../kernel/project-dir.js';
import { sendFile } from './send-file.js';

/** What `npm run build` makes of editor/. */
export const editorDir = path.join(projectDir, 'editor', 'dist');

/**
 * Addresses of the desk's pages. The page of each is the same file, and the browser shows the rest, so that a link to
 * a claim opens for a colleague, after the sign-in if need be. editor/src/routes.ts has the same list; a test compares.
 */
export const EDITOR_PAGES: readonly string[] = [
  '/',
  '/inbox',
  '/inbox/:desk',
  '/mine',
  '/reviews/:id',
  '/claims',
  '/claims/:id',
  '/audit',
  '/desks/:desk/board',
  '/admin/people',
  '/admin/desks',
  '/admin/tokens',
  '/admin/webhooks',
  '/admin/webhooks/:id',
];

/** The routes here that answer without a sign-in: they hold the program and no data. `GET /` is public already. */
export const PUBLIC_EDITOR_ROUTES: readonly string[] = ['/editor/:file', ...EDITOR_PAGES.slice(1)].map(
  (page) => `GET ${page}`,
);

/** What the build puts into its folder of assets: a name, the hash of its content, an ending. */
const HASHED = /^[\w-]+-[\w-]{8}\.(?:js|css|woff2|svg)$/;

/** The editors' desk: the page, and what it loads. */
@Controller()
export class EditorController {
  @Get([...EDITOR_PAGES])
  page(@Res() reply: FastifyReply): void {
    if (!existsSync(path.join(editorDir, 'index.html'))) {
      throw new NotFoundException(
        'The editors’ desk is not built. `npm run build` builds it, and so does `npm start`.',
      );
    }
    sendFile(reply, 'index.html', editorDir);
  }

  @Get('editor/:file')
  asset(@Param('file') file: string, @Res() reply: FastifyReply): void {
    const folder = path.join(editorDir, 'editor');
    if (!HASHED.test(file) || !existsSync(path.join(folder, file)))
      throw new NotFoundException('There is no such file.');
    // The name changes with the content, so that a browser need never ask again
    reply.header('cache-control', 'public, max-age=31536000, immutable');
    reply.sendFile(file, folder, { cacheControl: false });
  }
}
