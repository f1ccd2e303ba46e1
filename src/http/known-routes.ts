import type { FastifyInstance } from 'fastify';

/** The routes that were registered, to tell a wrong method (405) from a wrong address (404). Fastify says 404 to both. */
export class KnownRoutes {
  private readonly methods = new Map<string, Set<string>>();

  /** Call it before any route is registered. */
  watch(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', ({ url, method }) => {
      const known = this.methods.get(url) ?? new Set();
      for (const name of [method].flat()) known.add(name);
      this.methods.set(url, known);
    });
  }

  /** @returns the methods of the routes that match the address; none if it is unknown */
  methodsOf(url: string): string[] {
    const wanted = segments(url.split('?', 1)[0]!);
    const found = [...this.methods].filter(([pattern]) => matches(segments(pattern), wanted));
    return [...new Set(found.flatMap(([, methods]) => Array.from(methods)))].toSorted();
  }
}

const segments = (path: string): string[] => path.replace(/\/$/, '').split('/');

const matches = (pattern: string[], path: string[]): boolean =>
  pattern.at(-1) === '*'
    ? pattern.slice(0, -1).every((part, i) => fits(part, path[i]))
    : pattern.length === path.length && pattern.every((part, i) => fits(part, path[i]));

const fits = (part: string, text: string | undefined): boolean => (part.startsWith(':') ? text !== '' : part === text);
