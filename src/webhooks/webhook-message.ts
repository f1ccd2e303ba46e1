import { TEST_TYPE } from './event-types.js';
import type { Message } from './sign-webhook.js';

/** An event of the sealed log, as it is read to be sent. */
export interface SealedEvent {
  /** Number in the log, from 0. */
  readonly index: number;
  readonly type: string;
  /** The text that was hashed. */
  readonly leaf: string;
}

/** What audit.append() writes, as far as it is sent on. */
interface Leaf {
  readonly at: string;
  readonly stream: string;
  readonly seq: number;
  readonly actor: string;
  readonly action?: string;
  readonly table: string;
  readonly row?: Readonly<Record<string, unknown>>;
}

/**
 * The same for every attempt at one event, and for its repeats. Holds no full stop, which parts it from the rest of what
 * is signed.
 *
 * @param index number of the event in the log; null for a test, each of which has an id of its own
 */
export const messageId = (endpointId: string, index: string | number | null, deliveryId: string): string =>
  `msg_${endpointId}_${index ?? deliveryId}`.replaceAll('-', '');

/**
 * The message about an event. The same bytes at every attempt. Of the leaf, what says where a person came from (session,
 * database, request) is left out; private texts are not in it.
 */
export function messageOf(endpointId: string, { index, type, leaf }: SealedEvent): Message {
  const { at, stream, seq, actor, action, table, row } = JSON.parse(leaf) as Leaf;
  const data = { index, stream, seq, at, actor, action, table, row };
  return { id: messageId(endpointId, index, ''), body: JSON.stringify({ type, timestamp: at, data }) };
}

/** @param deliveryId makes the id. @param at when it was asked for */
export function testMessage(endpointId: string, deliveryId: string, at: Date): Message {
  const body = JSON.stringify({ type: TEST_TYPE, timestamp: at.toISOString(), data: { webhookId: endpointId } });
  return { id: messageId(endpointId, null, deliveryId), body };
}
