import { ArgsType, Field, ID, InputType, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsBoolean, IsEnum, IsOptional, ValidateNested } from 'class-validator';
import { LIMITS, Verdict } from '../claims/vocabulary.js';
import { PageArgs } from '../graphql/connection.js';
import { DateTimeScalar } from '../graphql/scalars.js';
import { IsInstant, IsRowId, Text } from '../graphql/validation.js';
import { ReviewKind, ReviewState } from './vocabulary.js';

export enum ReviewOrder {
  QUEUE = 'QUEUE',
  NEWEST = 'NEWEST',
}
registerEnumType(ReviewOrder, {
  name: 'ReviewOrder',
  description: 'The order of a list of reviews.',
  valuesMap: {
    QUEUE: { description: 'As they are taken: by priority, then by what is due first.' },
    NEWEST: { description: 'The last opened first.' },
  },
});

@InputType({ description: 'Which reviews are wanted. All conditions must hold; what is left out does not restrict.' })
export class ReviewFilter {
  @Field(() => ID, { nullable: true, description: 'On this desk.' })
  @IsOptional()
  @IsRowId()
  deskId?: string | null;

  @Field(() => String, { nullable: true, description: 'On the desk of this short name.' })
  @IsOptional()
  @Text({ max: 100 })
  deskSlug?: string | null;

  @Field(() => [ReviewState], {
    nullable: true,
    description: 'In one of these states; all on which work remains where it is left out.',
  })
  @IsOptional()
  @IsEnum(ReviewState, { each: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(5)
  states?: ReviewState[] | null;

  @Field(() => [ReviewKind], { nullable: true, description: 'Opened for one of these reasons.' })
  @IsOptional()
  @IsEnum(ReviewKind, { each: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(3)
  kinds?: ReviewKind[] | null;

  @Field(() => ID, { nullable: true, description: 'Held by this person.' })
  @IsOptional()
  @IsRowId()
  holderId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Assigned to this person.' })
  @IsOptional()
  @IsRowId()
  assigneeId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'True: put off. False: not put off.' })
  @IsOptional()
  @IsBoolean()
  isDeferred?: boolean | null;

  @Field(() => [Verdict], { nullable: true, description: 'Of a claim with one of these verdicts.' })
  @IsOptional()
  @IsEnum(Verdict, { each: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(3)
  verdicts?: Verdict[] | null;

  @Field(() => String, { nullable: true, description: 'Of a claim by this claimant, in any of the spellings known.' })
  @IsOptional()
  @Text({ max: LIMITS.claimant })
  claimant?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Of a claim with this text in the statement; case does not matter.',
  })
  @IsOptional()
  @Text({ max: 200 })
  text?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Queued at this instant or later.' })
  @IsOptional()
  @IsInstant()
  queuedFrom?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Queued before this instant.' })
  @IsOptional()
  @IsInstant()
  queuedBefore?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Due before this instant.' })
  @IsOptional()
  @IsInstant()
  dueBefore?: Date | null;
}

@ArgsType()
export class ReviewsArgs extends PageArgs {
  @Field(() => ReviewFilter, {
    nullable: true,
    description: 'Which reviews; those on which work remains where it is left out.',
  })
  @IsOptional()
  @Type(() => ReviewFilter)
  @ValidateNested()
  filter?: ReviewFilter | null;

  @Field(() => ReviewOrder, { defaultValue: ReviewOrder.QUEUE, description: 'In which order.' })
  @IsEnum(ReviewOrder)
  orderBy: ReviewOrder = ReviewOrder.QUEUE;
}
