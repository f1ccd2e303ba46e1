import path from 'node:path';
import { Controller, Get, NotFoundException, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { sendFile } from './send-file.js';
import { packageDir, publicDir } from './public-dir.js';
import { graphiqlPolicy } from './security-headers.js';

/** GraphiQL's files, from the installed packages: nothing comes from another host, so it also works offline. */
const FILES: ReadonlyMap<string, string> = new Map([
  ['graphiql.min.js', packageDir('graphiql')],
  ['graphiql.min.css', packageDir('graphiql')],
  ['react.production.min.js', path.join(packageDir('react'), 'umd')],
  ['react-dom.production.min.js', path.join(packageDir('react-dom'), 'umd')],
]);

/** GraphiQL, for those who are signed in: authentication lets nobody else this far. */
@Controller('graphiql')
export class GraphiqlController {
  @Get()
  page(@Res() reply: FastifyReply): void {
    reply.helmet({ contentSecurityPolicy: graphiqlPolicy });
    sendFile(reply, 'graphiql.html', publicDir);
  }

  @Get(':file')
  file(@Param('file') file: string, @Res() reply: FastifyReply): void {
    const folder = FILES.get(file);
    if (folder === undefined) throw new NotFoundException('There is no such file.');
    sendFile(reply, file, folder);
  }
}
