import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsEnum, IsInt, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { LIMITS as CLAIM_LIMITS } from '../claims/vocabulary.js';
import { DayScalar } from '../graphql/scalars.js';
import { IsDay, IsRowId, Text } from '../graphql/validation.js';
import { ReviewKind } from '../review/vocabulary.js';
import { InboxTab, InboxWhose, LIMITS, MAX_VIEWS } from './vocabulary.js';

const NAME = `What to call it, 1 to ${LIMITS.name} characters, like none of your other views.`;
const PLACE = 'Its place among your views, from 0;';

/** Fields of their own and no address: what is kept can lead nowhere but to an inbox. */
@InputType({ description: 'What of an inbox is to be shown. What is left out does not restrict.' })
export class InboxFilterInput {
  @Field(() => ID, { nullable: true, description: 'On this desk; left out: on all desks.' })
  @IsOptional()
  @IsRowId()
  deskId?: string | null;

  @Field(() => InboxTab, { defaultValue: InboxTab.OPEN, description: 'Which reviews.' })
  @IsEnum(InboxTab)
  tab: InboxTab = InboxTab.OPEN;

  @Field(() => String, { nullable: true, description: 'With this text in the statement.' })
  @IsOptional()
  @Text({ max: LIMITS.text })
  text?: string | null;

  @Field(() => ReviewKind, { nullable: true, description: 'Opened for this reason.' })
  @IsOptional()
  @IsEnum(ReviewKind)
  kind?: ReviewKind | null;

  @Field(() => String, { nullable: true, description: 'Of a claim by this claimant.' })
  @IsOptional()
  @Text({ max: CLAIM_LIMITS.claimant })
  claimant?: string | null;

  @Field(() => InboxWhose, { nullable: true, description: 'Whose reviews.' })
  @IsOptional()
  @IsEnum(InboxWhose)
  whose?: InboxWhose | null;

  @Field(() => DayScalar, { nullable: true, description: 'Queued on this day or later, in the zone of who looks.' })
  @IsOptional()
  @IsDay()
  queuedFrom?: string | null;

  @Field(() => DayScalar, { nullable: true, description: 'Queued on this day or earlier, in the zone of who looks.' })
  @IsOptional()
  @IsDay()
  queuedTo?: string | null;
}

@InputType({ description: 'A view to keep.' })
export class SaveViewInput {
  @Field({ description: NAME })
  @Text({ max: LIMITS.name })
  name: string;

  @Field(() => InboxFilterInput, { description: 'What it shows.' })
  @Type(() => InboxFilterInput)
  @ValidateNested()
  filter: InboxFilterInput;

  @Field(() => Int, { nullable: true, description: `${PLACE} the last where it is left out.` })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_VIEWS - 1)
  place?: number | null;
}

@InputType({ description: 'A change to a view. What is left out stays as it is.' })
export class UpdateSavedViewInput {
  @Field(() => ID, { description: 'Id of the view.' })
  @IsRowId()
  id: string;

  @Field(() => String, { nullable: true, description: NAME })
  @IsOptional()
  @Text({ max: LIMITS.name })
  name?: string | null;

  @Field(() => InboxFilterInput, { nullable: true, description: 'What it shows; all of it, anew.' })
  @IsOptional()
  @Type(() => InboxFilterInput)
  @ValidateNested()
  filter?: InboxFilterInput | null;

  @Field(() => Int, { nullable: true, description: `${PLACE} the others make room.` })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_VIEWS - 1)
  place?: number | null;
}
