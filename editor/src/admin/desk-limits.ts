/** What the numbers of a desk may be. The server holds to the same, and a test compares the two. */
export const DESK_LIMITS = {
  signOffsRequired: { min: 0, max: 5 },
  reviewHours: { min: 1, max: 8760 },
  leaseMinutes: { min: 1, max: 1440 },
  basePriority: { min: 0, max: 100 },
} as const;

export type DeskNumber = keyof typeof DESK_LIMITS;
