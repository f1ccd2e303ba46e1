import { Field, Int, ObjectType } from '@nestjs/graphql';
import { User } from '../auth/user.type.js';
import { Desk } from '../desks/desk.type.js';
import { Total } from '../graphql/connection.js';
import { DateTimeScalar, DayScalar } from '../graphql/scalars.js';
import { DeskCounts } from '../review/review.type.js';

/** Each time from when a review came into the queue to its final decision. */
const TIME = 'from `queuedAt` to the final decision, with all waiting in between: put off, held, waiting for sign-offs';

@ObjectType({
  description:
    'Reviews that ended with a final decision: counted when it became final, with the last sign-off where the desk asks for some.',
})
export class DecidedFigures {
  @Field(() => Int, { description: 'How many.' })
  count: number;

  @Field(() => Int, { description: 'Of these, how many with the verdict VERIFIED.' })
  verified: number;

  @Field(() => Int, { description: 'Of these, how many with the verdict DISPUTED.' })
  disputed: number;

  @Field(() => Int, { description: 'Of these, how many with the verdict UNCONFIRMED.' })
  unconfirmed: number;

  @Field(() => Int, { description: 'Of these, how many were decided after they were due.' })
  late: number;

  @Field(() => Int, {
    nullable: true,
    description: `Seconds within which half of them were decided, ${TIME}. It is the time of one of them (nearest rank); null where there were none.`,
  })
  p50Seconds: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Seconds within which nine in ten of them were decided, measured in the same way.',
  })
  p90Seconds: number | null;
}

@ObjectType({ description: 'What came, went and ran out in some time.' })
export class BoardFigures {
  @Field(() => Int, { description: 'Reviews that came into the queue.' })
  queued: number;

  @Field(() => DecidedFigures, { description: 'Reviews that were decided.' })
  decided: DecidedFigures;

  @Field(() => Int, {
    description: 'Reviews that ended without a decision because their claim was erased, by the day of the erasure.',
  })
  withdrawn: number;

  @Field(() => Int, {
    description: 'Leases that ran out while somebody held the review, by when they ended. Counted when they are swept.',
  })
  leaseExpiries: number;
}

@ObjectType({
  description: 'The figures of one calendar day in the time zone asked for; of today, as far as it has come.',
})
export class BoardDay extends BoardFigures {
  @Field(() => DayScalar, { description: 'Which day.' })
  day: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'Reviews on which work remained when the day ended; of today, now. Reckoned from how many there are now and what came and went since; null where there are too many to count.',
  })
  backlog: number | null;
}

@ObjectType({ description: 'How much of the backlog has waited for how long since it came into the queue.' })
export class BacklogAge {
  @Field(() => Int, { description: 'Hours that these reviews have waited at least.' })
  fromHours: number;

  @Field(() => Int, { nullable: true, description: 'Hours that they have waited less than; null for the oldest ones.' })
  toHours: number | null;

  @Field(() => Total, { description: 'How many, in whatever state as long as work remains.' })
  count: Total;
}

@ObjectType({ description: "One person's share of the work." })
export class DeskWorkload {
  @Field(() => User, { description: 'Whose.' })
  user: User;

  @Field({ description: 'Whether they may take reviews here, so that they can be assigned some.' })
  mayTake: boolean;

  @Field(() => Int, { description: 'Reviews that they hold now.' })
  holding: number;

  @Field(() => Total, { description: 'Reviews that wait for them alone, put off or not.' })
  assigned: Total;

  @Field(() => Int, { description: 'Reviews that were finally decided in the time, as they proposed.' })
  decided: number;

  @Field(() => Int, {
    nullable: true,
    description: `Seconds within which half of these were decided, ${TIME}; null where there were none.`,
  })
  medianSeconds: number | null;

  @Field(() => Int, { description: 'Words on the decisions of others, approving or not, in the time.' })
  signOffs: number;

  @Field(() => Int, { description: 'Leases that ran out on them in the time.' })
  leaseExpiries: number;
}

@ObjectType({
  description: 'How the work of a desk, or of all desks together, goes. All of it is as of one moment.',
})
export class DeskBoard {
  @Field(() => Desk, { nullable: true, description: 'The desk; null for all desks together.' })
  desk: Desk | null;

  @Field(() => DateTimeScalar, { description: 'The moment as of which it is.' })
  at: Date;

  @Field({ description: 'The time zone whose calendar days are meant.' })
  timeZone: string;

  @Field(() => DeskCounts, { description: 'What is on hand now, by state.' })
  counts: DeskCounts;

  @Field(() => [BacklogAge], { description: 'What is on hand now, by how long it has waited, the youngest first.' })
  ages: BacklogAge[];

  @Field(() => BoardFigures, {
    description: 'The figures of the whole time: the percentiles are those of all its reviews.',
  })
  total: BoardFigures;

  @Field(() => [BoardDay], { description: 'Each day of the time, the oldest first and today last; none is left out.' })
  days: BoardDay[];

  @Field(() => [DeskWorkload], {
    description: 'Everybody who may take reviews here, and whoever else has or had some of the work, by name.',
  })
  people: DeskWorkload[];
}
