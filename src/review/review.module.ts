import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClaimsModule } from '../claims/claims.module.js';
import { DesksModule } from '../desks/desks.module.js';
import { AssigneeQueries } from './assignees.js';
import { DecideReview } from './decide-review.js';
import { DecisionEvidenceEntity } from './decision-evidence.entity.js';
import { DecisionQueries } from './decision-queries.js';
import { DecisionEntity } from './decision.entity.js';
import { ClaimReviewsResolver, DecisionsResolver, SignOffsResolver } from './decisions.resolver.js';
import { DeferReview } from './defer-review.js';
import { DeskOutlookQueries } from './desk-outlook-queries.js';
import { DeskOutlookResolver, OutlookOfDeskResolver } from './desk-outlook.resolver.js';
import { EscalateReview } from './escalate-review.js';
import { ExpireLeases } from './expire-leases.js';
import { LeaseExpiryEntity } from './lease-expiry.entity.js';
import { OpenReview } from './open-review.js';
import { PlanRechecks } from './plan-rechecks.js';
import { QueueMutationsResolver } from './queue-mutations.resolver.js';
import { ReassignReview } from './reassign-review.js';
import { RecheckClaim } from './recheck-claim.js';
import { ReleaseReview } from './release-review.js';
import { RenewLease } from './renew-lease.js';
import { ResumeDeferred } from './resume-deferred.js';
import { LeaseMutationsResolver, ReviewMutationsResolver } from './review-mutations.resolver.js';
import { ReviewQueries } from './review-queries.js';
import { ReviewEntity } from './review.entity.js';
import { DeskReviewsResolver, LeaseResolver, ReviewConnectionResolver, ReviewsResolver } from './reviews.resolver.js';
import { SignOffDecision } from './sign-off-decision.js';
import { SignOffEntity } from './sign-off.entity.js';
import { TakeNextReview } from './take-next-review.js';
import { TakeReview } from './take-review.js';

const useCases = [
  TakeNextReview,
  TakeReview,
  RenewLease,
  ReleaseReview,
  DeferReview,
  DecideReview,
  SignOffDecision,
  ReassignReview,
];
const jobs = [OpenReview, EscalateReview, ExpireLeases, ResumeDeferred, PlanRechecks, RecheckClaim];
const resolvers = [
  QueueMutationsResolver,
  LeaseMutationsResolver,
  ReviewMutationsResolver,
  ReviewsResolver,
  ReviewConnectionResolver,
  LeaseResolver,
  DeskReviewsResolver,
  OutlookOfDeskResolver,
  DeskOutlookResolver,
  DecisionsResolver,
  SignOffsResolver,
  ClaimReviewsResolver,
];

@Module({
  imports: [
    TypeOrmModule.forFeature([ReviewEntity, DecisionEntity, DecisionEvidenceEntity, SignOffEntity, LeaseExpiryEntity]),
    DesksModule,
    ClaimsModule,
  ],
  providers: [ReviewQueries, DecisionQueries, AssigneeQueries, DeskOutlookQueries, ...useCases, ...jobs, ...resolvers],
  exports: [ReviewQueries],
})
export class ReviewModule {}
