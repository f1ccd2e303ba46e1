import { Injectable } from '@nestjs/common';

/**
 * Exports that one process makes at once. Each keeps a connection of its pool, which has four at least, and at full
 * speed most of a core.
 */
export const MAX_EXPORTS = 3;

/** Counts the exports that are under way in this process. */
@Injectable()
export class ExportSlots {
  private taken = 0;

  /** @returns what gives the slot back, to be called once; null where all are taken */
  take(): (() => void) | null {
    if (this.taken >= MAX_EXPORTS) return null;
    this.taken += 1;
    return () => {
      this.taken -= 1;
    };
  }
}
