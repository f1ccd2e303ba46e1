import { Module } from '@nestjs/common';
import { ClaimsModule } from '../claims/claims.module.js';
import { DesksModule } from '../desks/desks.module.js';
import { ReviewModule } from '../review/review.module.js';
import { ChangeResolver, FeedResolver } from './feed.resolver.js';
import { FollowCheckpoints } from './follow-checkpoints.js';
import { FollowClaim } from './follow-claim.js';
import { FollowDeskCounts } from './follow-desk-counts.js';
import { FollowReviews } from './follow-reviews.js';
import { LogTail } from './log-tail.js';
import { LiveServer } from './sockets/live-server.js';

/** Everything live, out of the sealed log. */
@Module({
  imports: [DesksModule, ClaimsModule, ReviewModule],
  providers: [
    LogTail,
    FollowReviews,
    FollowClaim,
    FollowDeskCounts,
    FollowCheckpoints,
    FeedResolver,
    ChangeResolver,
    LiveServer,
  ],
})
export class FeedModule {}
