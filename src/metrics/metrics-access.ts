import { HttpException } from '@nestjs/common';
import { findTokenActor } from '../auth/find-caller.js';
import { authorise } from '../auth/policy.js';
import { sameSecret } from '../auth/secrets.js';
import type { Queryable } from '../database/queryable.js';
import type { UserActor } from '../kernel/actor.js';

const BEARER = /^bearer +(\S+)$/i;

/**
 * Who may read the metrics: whoever sends METRICS_TOKEN, also while the database is down, or an API token that the
 * policy allows it. No browser session, so that no page can have its visitor read them.
 *
 * @returns whose API token it is; null for METRICS_TOKEN
 * @throws HttpException 401, ForbiddenError
 */
export async function admitToMetrics(
  db: Queryable,
  authorization: string | undefined,
  metricsToken: string | undefined,
): Promise<UserActor | null> {
  const [, secret] = BEARER.exec(authorization ?? '') ?? [];
  if (secret !== undefined && metricsToken !== undefined && sameSecret(secret, metricsToken)) return null;
  const actor = secret === undefined ? null : await findTokenActor(db, secret);
  if (actor === null)
    throw new HttpException('Send METRICS_TOKEN, or an API token with the scope admin, as a bearer token.', 401);
  authorise(actor, 'metrics.read');
  return actor;
}
