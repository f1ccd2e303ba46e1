import type { SeedClaimantAlias } from './types.js';

/**
 * Names under which the five reports mention a claimant, besides the canonical one. A surname alone is safe only
 * within this material; the loader of another set should not rely on it.
 */
export const seedClaimantAliases: readonly SeedClaimantAlias[] = [
  { alias: 'Trump', claimant: 'Donald Trump' },
  { alias: 'US President Donald Trump', claimant: 'Donald Trump' },
  { alias: 'US President-elect Donald Trump', claimant: 'Donald Trump' },
  { alias: 'Putin', claimant: 'Vladimir Putin' },
  { alias: 'President Putin', claimant: 'Vladimir Putin' },
  { alias: 'President Vladimir Putin', claimant: 'Vladimir Putin' },
  { alias: 'Russian President Vladimir Putin', claimant: 'Vladimir Putin' },
  { alias: 'Yury Ushakov', claimant: 'Yuri Ushakov' },
  { alias: 'Ushakov', claimant: 'Yuri Ushakov' },
  { alias: 'Peskov', claimant: 'Dmitry Peskov' },
  { alias: 'Kremlin spokesman Dmitry Peskov', claimant: 'Dmitry Peskov' },
  { alias: 'Kremlin spokesperson Dmitry Peskov', claimant: 'Dmitry Peskov' },
  { alias: 'Lieutenant General Keith Kellogg', claimant: 'Keith Kellogg' },
  { alias: 'Lt. Gen. Keith Kellogg', claimant: 'Keith Kellogg' },
  { alias: 'Kellogg', claimant: 'Keith Kellogg' },
  { alias: 'Russian Foreign Minister Sergey Lavrov', claimant: 'Sergey Lavrov' },
  { alias: 'Lavrov', claimant: 'Sergey Lavrov' },
  { alias: 'Slutsky', claimant: 'Leonid Slutsky' },
  { alias: 'Moscow', claimant: 'Russian government' },
  { alias: 'Russia', claimant: 'Russian government' },
  { alias: 'New York Post', claimant: 'The New York Post' },
  { alias: 'American media', claimant: 'US media outlets' },
  { alias: 'some media reports', claimant: 'US media outlets' },
];
