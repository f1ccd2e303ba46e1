import { callReplyClaims } from './claims/diplomacy-call-replies.js';
import { meetingClaims } from './claims/diplomacy-meeting.js';
import { moscowClaims } from './claims/diplomacy-moscow.js';
import { plannedCallClaims } from './claims/diplomacy-planned-call.js';
import { summitClaims } from './claims/diplomacy-summit.js';
import { administrationClaims } from './claims/us-politics-administration.js';
import { promiseClaims } from './claims/us-politics-promises.js';
import { conditionClaims } from './claims/war-terms-conditions.js';
import { peacePlanClaims } from './claims/war-terms-peace-plan.js';
import type { SeedClaim } from './types.js';

/** Every claim of the seeds, desk by desk. */
export const seedClaims: readonly SeedClaim[] = [
  ...plannedCallClaims,
  ...callReplyClaims,
  ...meetingClaims,
  ...moscowClaims,
  ...summitClaims,
  ...peacePlanClaims,
  ...conditionClaims,
  ...promiseClaims,
  ...administrationClaims,
];
