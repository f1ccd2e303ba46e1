import { conflictingRelations } from './relations-conflicting.js';
import { similarRelations } from './relations-similar.js';
import type { SeedRelation } from './types.js';

/** Every relation between the claims of the seeds, as a reader of the reports would suggest it. */
export const seedRelations: readonly SeedRelation[] = [...conflictingRelations, ...similarRelations];
