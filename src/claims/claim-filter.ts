import { ArgsType, Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsBoolean, IsEnum, IsOptional, ValidateNested } from 'class-validator';
import { PageArgs } from '../graphql/connection.js';
import { DateTimeScalar, DayScalar } from '../graphql/scalars.js';
import { IsDay, IsInstant, IsRowId, Text } from '../graphql/validation.js';
import { LIMITS, Verdict } from './vocabulary.js';

@InputType({ description: 'Which claims are wanted. All conditions must hold; what is left out does not restrict.' })
export class ClaimFilter {
  @Field(() => ID, { nullable: true, description: 'On this desk.' })
  @IsOptional()
  @IsRowId()
  deskId?: string | null;

  @Field(() => String, { nullable: true, description: 'On the desk of this short name.' })
  @IsOptional()
  @Text({ max: 100 })
  deskSlug?: string | null;

  @Field(() => [Verdict], { nullable: true, description: 'With one of these verdicts.' })
  @IsOptional()
  @IsEnum(Verdict, { each: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(3)
  verdicts?: Verdict[] | null;

  @Field(() => Boolean, { nullable: true, description: 'True: with a verdict. False: without one yet.' })
  @IsOptional()
  @IsBoolean()
  isDecided?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Said by this claimant, in any of the spellings known.' })
  @IsOptional()
  @Text({ max: LIMITS.claimant })
  claimant?: string | null;

  @Field(() => String, { nullable: true, description: 'With this text in the statement; case does not matter.' })
  @IsOptional()
  @Text({ max: 200 })
  text?: string | null;

  @Field(() => String, { nullable: true, description: 'That appeared in this outlet.' })
  @IsOptional()
  @Text({ max: LIMITS.outlet })
  outlet?: string | null;

  @Field(() => DayScalar, { nullable: true, description: 'Said on this day or later.' })
  @IsOptional()
  @IsDay()
  claimedFrom?: string | null;

  @Field(() => DayScalar, { nullable: true, description: 'Said on this day or earlier.' })
  @IsOptional()
  @IsDay()
  claimedTo?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Submitted at this instant or later.' })
  @IsOptional()
  @IsInstant()
  submittedFrom?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Submitted before this instant.' })
  @IsOptional()
  @IsInstant()
  submittedBefore?: Date | null;
}

@ArgsType()
export class ClaimsArgs extends PageArgs {
  @Field(() => ClaimFilter, { nullable: true, description: 'Which claims; all where it is left out.' })
  @IsOptional()
  @Type(() => ClaimFilter)
  @ValidateNested()
  filter?: ClaimFilter | null;
}
