import type { FastifyReply } from 'fastify';

/** Sends a file that browsers may keep, but ask about (by its ETag) before they use it again. */
export function sendFile(reply: FastifyReply, file: string, folder: string): void {
  reply.header('cache-control', 'no-cache').sendFile(file, folder, { cacheControl: false });
}
