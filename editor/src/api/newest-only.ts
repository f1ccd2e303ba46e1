import { mapExchange } from 'urql';

/** Versions remembered; what was seen before the last so many rows is not on the screen any more. */
const REMEMBERED = 2000;

const newest = new Map<string, number>();

/** @returns claims and reviews in an answer, by type and id, each with its version */
function versionsIn(value: unknown, found: [key: string, version: number][] = []): [key: string, version: number][] {
  if (Array.isArray(value)) for (const each of value) versionsIn(each, found);
  else if (typeof value === 'object' && value !== null) {
    const { __typename: type, id, version } = value as Record<string, unknown>;
    if (typeof version === 'number') found.push([`${String(type)} ${String(id)}`, version]);
    for (const each of Object.values(value)) if (typeof each === 'object') versionsIn(each, found);
  }
  return found;
}

/**
 * Leaves out messages that are older than what was answered here: a mutation's answer and a message come over two
 * connections, and may pass one another. What is newer comes as a message of its own.
 */
export const newestOnly = mapExchange({
  onResult(result) {
    const versions = versionsIn(result.data);
    const isOld = versions.some(([key, version]) => version < (newest.get(key) ?? 0));
    if (isOld && result.operation.kind === 'subscription') return { ...result, data: undefined };
    for (const [key, version] of versions) {
      const known = newest.get(key) ?? 0;
      newest.delete(key); // so that it is the last to be forgotten
      newest.set(key, Math.max(known, version));
    }
    for (const key of newest.keys()) {
      if (newest.size <= REMEMBERED) break;
      newest.delete(key);
    }
    return result;
  },
});
