import { graphql, type ResultOf, type VariablesOf } from '../api/graphql.js';
import { pageOf, read } from '../api/read.js';
import type { Page } from '../ui/rows.js';

const EntryParts = graphql(`
  fragment EntryParts on AuditEvent {
    id: index
    type
    stream
    about
    seq
    at
    action
    operation
    subject
    subjectId
    actor {
      userId
      name
    }
    changes {
      field
      before
      after
    }
  }
`);

export const LogQuery = graphql(
  `
    query AuditLog($filter: AuditLogFilter, $from: Int, $after: String) {
      auditLog(filter: $filter, from: $from, first: 50, after: $after) {
        pageInfo {
          endCursor
          hasNextPage
        }
        edges {
          node {
            ...EntryParts
          }
        }
      }
    }
  `,
  [EntryParts],
);

/** One entry, and the proof that the log has it. */
export const EntryQuery = graphql(
  `
    query AuditEntry($index: Int!) {
      auditLog(from: $index, first: 1) {
        edges {
          node {
            ...EntryParts
          }
        }
      }
      inclusionProof(index: $index)
    }
  `,
  [EntryParts],
);

type Node = ResultOf<typeof LogQuery>['auditLog']['edges'][number]['node'];
/** An event of the sealed log; its id is its place there. */
export type Entry = Omit<Node, 'id'> & { readonly id: number };
export type Filter = NonNullable<VariablesOf<typeof LogQuery>['filter']>;

/** What the log shows is sealed, so it has a place. */
export const isSealed = (node: Node): node is Node & { id: number } => node.id !== null;

/**
 * @param from the newest entry wanted; null for the newest of the log
 * @throws CombinedError
 */
export async function loadEntries(filter: Filter, from: number | null, after: string | null): Promise<Page<Entry>> {
  const { auditLog } = await read(LogQuery, { filter, from, after });
  const { rows, next } = pageOf(auditLog);
  return { rows: rows.filter(isSealed), next };
}
