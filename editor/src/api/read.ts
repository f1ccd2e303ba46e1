import { type AnyVariables, CombinedError, type TypedDocumentNode } from 'urql';
import { client } from './client.js';

/**
 * Asks the server, past the cache.
 *
 * @throws CombinedError where the answer has no data
 */
export async function read<Data, Variables extends AnyVariables>(
  query: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const { data, error } = await client.query(query, variables, { requestPolicy: 'network-only' });
  if (data === undefined) throw error ?? new CombinedError({ networkError: new Error('no answer') });
  return data;
}

interface Connection<Row> {
  readonly edges: readonly { readonly node: Row }[];
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
}

/** @returns the rows of a connection's page, and where the next page starts; null at the end of the list */
export const pageOf = <Row>({ edges, pageInfo }: Connection<Row>): { rows: Row[]; next: string | null } => ({
  rows: edges.map(({ node }) => node),
  next: pageInfo.hasNextPage ? pageInfo.endCursor : null,
});
