import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { type Connection, decodeCursor, type PageArgs, toConnection } from '../graphql/connection.js';
import { type AuditEvent, AuditOperation, type FieldChange } from './audit-event.type.js';
import { typeOfEvent } from './event-type.js';

type Row = Record<string, unknown>;

/** An event as the statements here and in AuditLogQueries read it. */
export interface EventRow {
  /** Null until it is sealed. */
  index: number | null;
  stream: string;
  seq: number;
  leaf: Leaf;
  body: Row | null;
  /** The row as the event before left it, with its private part. */
  before: Row | null;
  user: string | null;
  /** Of an account, a desk or a token's owner; of a claim there is none. */
  about?: string | null;
}

/** What audit.append() writes. */
interface Leaf {
  at: string;
  action?: string;
  actor: string;
  op: string;
  table: string;
  request?: string;
  row: Row;
}

@Injectable()
export class AuditQueries {
  constructor(private readonly database: Database) {}

  /**
   * @returns the events of a claim, the first one first, each compared with its row's event before. None for what is no
   *   claim: an account's stream has its name and address, which are not for all who may read a claim's history.
   */
  async page(claimId: string, args: PageArgs): Promise<Connection<AuditEvent>> {
    const after =
      typeof args.after === 'string' ? decodeCursor(args.after, [(text) => /^\d{1,15}$/.test(text)])[0]! : '0';
    const rows = await this.database.rows<EventRow>(
      `SELECT l.idx::float8 AS index, $1::text AS stream, e.seq::int, e.leaf, e.body, e.before, u.name AS user
       FROM (SELECT id, seq, leaf::jsonb AS leaf, body::jsonb AS body,
                    lag((leaf::jsonb -> 'row') || coalesce(body::jsonb, '{}')) OVER (
                      PARTITION BY leaf::jsonb ->> 'op' = 'ERASE', leaf::jsonb ->> 'table', leaf::jsonb -> 'row' ->> 'id' ORDER BY seq) AS before
             FROM audit.event WHERE stream = $1::uuid AND EXISTS (SELECT FROM claim WHERE id = $1::uuid)) e
       LEFT JOIN audit.leaf l ON l.event_id = e.id AND l.idx < (SELECT max(size) FROM audit.checkpoint)
       LEFT JOIN app_user u ON u.id = substring(e.leaf ->> 'actor' FROM '^user:(.*)$')::uuid
       WHERE e.seq > $2 ORDER BY e.seq LIMIT $3`,
      [claimId, after, args.first + 1],
    );
    return toConnection(rows.map(toEvent), args, ({ seq }) => [String(seq)]);
  }
}

const OPERATIONS = new Map(Object.entries(AuditOperation));

export function toEvent({ index, stream, seq, leaf, body, before, user, about = null }: EventRow): AuditEvent {
  const [kind, name] = leaf.actor.split(':') as [string, string];
  const row = { ...leaf.row, ...body };
  return {
    index,
    type: typeOfEvent(leaf),
    stream,
    about,
    seq,
    at: new Date(leaf.at),
    action: leaf.action ?? leaf.op.toLowerCase(),
    actor: { userId: kind === 'user' ? name : null, name: user ?? name },
    operation: OPERATIONS.get(leaf.op) ?? AuditOperation.OTHER,
    subject: leaf.table,
    subjectId: typeof leaf.row['id'] === 'string' ? leaf.row['id'] : null,
    changes: leaf.op === 'DELETE' ? differences(row, {}) : differences(leaf.op === 'UPDATE' ? (before ?? {}) : {}, row),
    requestId: leaf.request ?? null,
  };
}

/** A field that is null is not in the log's rows, so absent and null are one. */
export function differences(before: Row, after: Row): FieldChange[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .toSorted()
    .map((field) => ({ field, before: asText(before[field]), after: asText(after[field]) }))
    .filter((change) => change.before !== change.after);
}

const asText = (value: unknown): string | null => {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
};
