/**
 * The seed data as one door for the loader: claims restated, in our own words, from five news reports
 * of January and February 2025. Data only; load in the order articles, desks, claimants, claims, relations.
 */
export { seedArticles } from './articles.js';
export { seedClaimantAliases } from './claimants.js';
export { seedClaims } from './claims.js';
export { seedDesks } from './desks.js';
export { seedRelations } from './relations.js';
