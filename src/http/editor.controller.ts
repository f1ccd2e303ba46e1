import { existsSync } from 'node:fs';
import path from 'node:path';
import { Controller, Get, NotFoundException, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { projectDir } from '../kernel/project-dir.js';
import { SESSION_COOKIE } from '../kernel/session-cookie.js';
import { linksTo } from './page-files.js';
import { sendFile } from './send-file.js';

/** What `npm run build` makes of editor/. */
export const editorDir = path.join(projectDir, 'editor', 'dist');

/**
 * Addresses of the desk's pages, and the module of editor/ with which a page begins that is not in the program's first
 * part. The page of each is the same file, and the browser shows the rest, so that a link to a claim opens for a
 * colleague, after the sign-in if need be. editor/src/routes.ts has the same addresses; a test compares.
 */
export const EDITOR_PAGES: Readonly<Record<string, string | null>> = {
  '/': null,
  '/inbox': null,
  '/inbox/:desk': null,
  '/mine': null,
  '/reviews/:id': 'src/review/review-page.tsx',
  '/claims': 'src/claims/claims-page.tsx',
  '/claims/:id': 'src/claims/claim-page.tsx',
  '/audit': 'src/audit/audit-page.tsx',
  '/desks/:desk/board': 'src/board/board-page.tsx',
  '/admin/people': 'src/admin/people-page.tsx',
  '/admin/desks': 'src/admin/desks-page.tsx',
  '/admin/tokens': 'src/admin/tokens-page.tsx',
  '/admin/webhooks': 'src/admin/webhooks-page.tsx',
  '/admin/webhooks/:id': 'src/admin/webhook-page.tsx',
};

/** The routes here that answer without a sign-in: they hold the program and no data. `GET /` is public already. */
export const PUBLIC_EDITOR_ROUTES: readonly string[] = ['/editor/:file', ...Object.keys(EDITOR_PAGES).slice(1)].map(
  (page) => `GET ${page}`,
);

/** What the build puts into its folder of assets: a name, the hash of its content, an ending. */
const HASHED = /^[\w-]+-[\w-]{8}\.(?:js|css|woff2|svg)$/;

/** The editors' desk: the page, and what it loads. */
@Controller()
export class EditorController {
  @Get(Object.keys(EDITOR_PAGES))
  page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    if (!existsSync(path.join(editorDir, 'index.html'))) {
      throw new NotFoundException(
        'The editors’ desk is not built. `npm run build` builds it, and so does `npm start`.',
      );
    }
    const part = EDITOR_PAGES[request.routeOptions.url ?? ''] ?? null;
    reply.header('link', [
      // Only with the cookie: who is not signed in would be refused
      ...(SESSION_COOKIE in request.cookies ? ['</auth/session>; rel=preload; as=fetch; crossorigin'] : []),
      ...linksTo(editorDir, part),
    ]);
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
