import 'reflect-metadata';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApi, createLogger } from '../src/create-app.js';
import { doTasks } from './child.js';
import { type Usage, usage } from './machine.js';

export interface ServerSettings {
  /** Connection of the application's role. */
  readonly appUrl: string;
  readonly poolSize: number;
  /** Whether it also works on jobs. */
  readonly worker: boolean;
}

/** Nobody is refused: it is the server that is measured, not its limits. */
const UNLIMITED = { perAddress: 1e9, perAccount: 1e9 };

let close: () => Promise<unknown> = async () => undefined;

const tasks = {
  /** Serves the API as `npm start` does. @returns the address of its GraphQL endpoint */
  async serve({ appUrl, poolSize, worker }: ServerSettings): Promise<string> {
    const publicUrl = 'http://localhost:3000';
    const app = await createApi(
      { databaseUrl: appUrl, poolSize, api: true, worker, auth: { sessionHours: 12, publicUrl } },
      { publicUrl, trustProxy: false, rateLimits: UNLIMITED },
      createLogger('error', false),
    );
    await app.listen(0, '127.0.0.1');
    close = () => app.close();
    return `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}/graphql`;
  },

  /** Answers every request at once with the text, which is what the load generator is measured against. */
  async serveNothing(body: string): Promise<string> {
    const server = http.createServer((request, response) => {
      request.resume();
      request.on('end', () => {
        response.setHeader('content-type', 'application/json');
        response.setHeader('content-length', Buffer.byteLength(body));
        response.end(body);
      });
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    close = async () => server.close();
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  },

  usage: async (): Promise<Usage> => usage(),
};
export type ServerTasks = typeof tasks;

doTasks(tasks, async () => void (await close()));
