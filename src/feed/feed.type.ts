import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Checkpoint } from '../audit/checkpoint.type.js';
import { Claim } from '../claims/claim.type.js';
import { Desk } from '../desks/desk.type.js';
import { DateTimeScalar } from '../graphql/scalars.js';
import { DeskCounts, Review } from '../review/review.type.js';

const CURSOR =
  'How far you are. Pass it as `after` when you subscribe again, and you miss nothing and get nothing twice.';

/** Every message of a subscription. */
export interface Message {
  /**
   * A place in the log: what the message shows is as it is with everything before it, or newer. Null for a first
   * message, which shows what is committed by now, sealed or not.
   */
  readonly place: number | null;
  readonly cursor: string;
}

@ObjectType({
  description: 'That something was changed, by whom and when: an event of the audit log without its content.',
})
export class Change {
  @Field(() => ID, { description: 'Id of the claim to which it happened; its `auditEvents` have the event by `seq`.' })
  claimId: string;

  @Field(() => Int, { description: "Number of the event in the claim's stream, from 1 and without gaps." })
  seq: number;

  @Field({ description: 'What happened to what, such as `review.updated` or `decision.created`.' })
  type: string;

  @Field(() => String, {
    nullable: true,
    description: 'The mutation or job in whose course it happened, such as `decideReview`.',
  })
  action: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was written.' })
  at: Date;

  actor: string;
}

@ObjectType({ description: 'A review that changed, as it is now.' })
export class ReviewChange implements Message {
  place: number | null;

  @Field({ description: CURSOR })
  cursor: string;

  @Field(() => Review, {
    nullable: true,
    description: 'The review with all changes so far. Null in a message that only says how far you are.',
  })
  review: Review | null;

  @Field(() => [Change], { description: 'The changes that this message stands for, in their order.' })
  changes: Change[];
}

@ObjectType({ description: 'A claim that changed, as it is now.' })
export class ClaimChange implements Message {
  place: number | null;

  @Field({ description: CURSOR })
  cursor: string;

  @Field(() => Claim, { description: 'The claim with all changes so far.' })
  claim: Claim;

  @Field(() => [Change], {
    description: 'The changes that this message stands for, in their order; none in the first one.',
  })
  changes: Change[];
}

@ObjectType({ description: 'A desk, and what is on its hands now.' })
export class CountsOfDesk {
  @Field(() => Desk, { description: 'The desk.' })
  desk: Desk;

  @Field(() => DeskCounts, { description: "What is on the desk's hands." })
  counts: DeskCounts;
}

@ObjectType({ description: 'Desks on whose hands something changed.' })
export class DeskCountsChange implements Message {
  place: number | null;

  @Field({ description: CURSOR })
  cursor: string;

  @Field(() => [CountsOfDesk], { description: 'Those on which something happened; all in the first message.' })
  desks: CountsOfDesk[];
}

@ObjectType({ description: 'That the audit log has grown.' })
export class CheckpointSealed implements Message {
  place: number | null;

  @Field({ description: CURSOR })
  cursor: string;

  @Field(() => Checkpoint, {
    nullable: true,
    description: 'The newest signed state; null in the first message of a log of which nothing is sealed.',
  })
  checkpoint: Checkpoint | null;
}
