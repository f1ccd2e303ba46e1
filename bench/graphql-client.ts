import { HttpConnection } from './http-connection.js';

/** Somebody who calls the API, on a connection of their own. */
export class GraphQLClient {
  private constructor(private readonly connection: HttpConnection) {}

  static async open(url: string, token: string): Promise<GraphQLClient> {
    return new GraphQLClient(await HttpConnection.open(url, token));
  }

  /** @returns the answer's data; `any`, because the document says what is in it. @throws Error if there are errors */
  async ask(query: string, variables: Record<string, unknown>): Promise<any> {
    const { data, errors } = JSON.parse(await this.connection.post(JSON.stringify({ query, variables })));
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return data;
  }

  close(): void {
    this.connection.close();
  }
}
