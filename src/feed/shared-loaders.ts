import type { Loaders } from '../graphql/context.js';
import { MAX_AGE_MS } from './shared-reads.js';

/**
 * Places kept at a time: a process that seals and sends five times a second has as many of each second. More is a
 * crowd that came back, each with another cursor.
 */
const MAX_PLACES = 50;

interface Kept {
  readonly at: number;
  readonly loaders: Loaders;
}

/**
 * Loaders for all messages about the same place in the log, whoever they go to: what a message shows is as it is with
 * everything before its place, and the names of holders and actors, claims and desks are the same for everybody. With
 * three hundred windows open, each event would otherwise be as many statements for each kind of row.
 */
export class SharedLoaders {
  private readonly places = new Map<number, Kept>();

  /** @param place of a message */
  at(place: number): Loaders {
    const now = performance.now();
    const known = this.places.get(place);
    if (known !== undefined && now - known.at < MAX_AGE_MS) return known.loaders;
    if (this.places.size >= MAX_PLACES) this.places.clear();
    const loaders: Loaders = new Map();
    this.places.set(place, { at: now, loaders });
    return loaders;
  }
}
