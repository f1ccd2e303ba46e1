import { createHmac, randomBytes } from 'node:crypto';

/** Marks a secret of Standard Webhooks, for people and for scanners that look for leaked secrets. */
const PREFIX = 'whsec_';
/** 256 bits, as the HMAC has; the specification allows 24 to 64 bytes. */
const SECRET_BYTES = 32;

/** After a rotation, messages are signed with the previous secret, too, for so many hours: enough to deploy a new one. */
export const PREVIOUS_SECRET_HOURS = 24;

export const newWebhookSecret = (): Buffer => randomBytes(SECRET_BYTES);

/** @returns the form in which receivers are given it, and in which their libraries take it */
export const formatSecret = (secret: Buffer): string => PREFIX + secret.toString('base64');

export interface Message {
  /** The same for every attempt at one event, so that a receiver knows a repeat. Holds no full stop. */
  readonly id: string;
  readonly body: string;
}

/**
 * The headers of Standard Webhooks 1.0.0 (symmetric, v1).
 *
 * @param timestamp of the attempt, not of the event: whole seconds since 1970
 * @param secrets each makes a signature; one of them is enough for the receiver
 */
export function signatureHeaders(
  { id, body }: Message,
  timestamp: number,
  secrets: readonly Buffer[],
): Record<string, string> {
  const sign = (secret: Buffer): string =>
    `v1,${createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': secrets.map(sign).join(' '),
  };
}
