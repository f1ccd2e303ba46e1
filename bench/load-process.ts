import { doTasks } from './child.js';
import { type ApiLoad, decideByApi, decideByRawSql, type RawLoad } from './deciders.js';
import { SUBMIT, SUBMIT_MANY } from './documents.js';
import { GraphQLClient } from './graphql-client.js';
import { HttpConnection } from './http-connection.js';
import { type LoadResult, measureLoad } from './load.js';
import { submissions } from './submissions.js';

interface SubmitLoad {
  readonly url: string;
  readonly token: string;
  readonly deskId: string;
  readonly seconds: number;
  readonly connections: number;
  /** Claims in one request. */
  readonly batch: number;
}
interface PostLoad {
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
  readonly body: string;
}

const many = <T>(count: number, make: () => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, make));

const tasks = {
  decideByApi: (load: ApiLoad): Promise<LoadResult> => decideByApi(load),
  decideByRawSql: (load: RawLoad): Promise<LoadResult> => decideByRawSql(load),

  async submit({ url, token, deskId, seconds, connections, batch }: SubmitLoad): Promise<LoadResult> {
    const clients = await many(connections, () => GraphQLClient.open(url, token));
    const step = async (client: GraphQLClient): Promise<void> => {
      const items = submissions(batch, deskId);
      const { submitted } =
        batch === 1 ? await client.ask(SUBMIT, { input: items[0] }) : await client.ask(SUBMIT_MANY, { items });
      const refused = [submitted].flat().find(({ outcome }) => outcome !== 'CREATED');
      if (refused !== undefined) throw new Error(JSON.stringify(refused));
    };
    try {
      return await measureLoad(
        clients.map((client) => () => step(client)),
        seconds,
      );
    } finally {
      for (const client of clients) client.close();
    }
  },

  /** Posts the same text again and again: all that the generator does itself, and nothing else. */
  async post({ url, connections, seconds, body }: PostLoad): Promise<LoadResult> {
    const open = await many(connections, () => HttpConnection.open(url, 'nobody'));
    try {
      return await measureLoad(
        open.map((connection) => async () => void (await connection.post(body))),
        seconds,
      );
    } finally {
      for (const connection of open) connection.close();
    }
  },
};
export type LoadTasks = typeof tasks;

doTasks(tasks);
