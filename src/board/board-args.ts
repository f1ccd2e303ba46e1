import { ArgsType, Field, Int } from '@nestjs/graphql';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsTimeZone, Text } from '../graphql/validation.js';

/**
 * A quarter. What is read grows with the time: a desk that decides a thousand reviews a day has 92,000 of them in it
 * (bench/README.md). Whoever wants years reads the audit log.
 */
export const MAX_DAYS = 92;
const DEFAULT_DAYS = 30;

/** No slug is longer (the CHECK of desk.slug). */
const MAX_SLUG = 60;

@ArgsType()
export class DeskBoardArgs {
  @Field(() => String, {
    nullable: true,
    description: 'Short name of the desk; all desks together where it is left out.',
  })
  @IsOptional()
  @Text({ max: MAX_SLUG })
  slug?: string | null;

  @Field(() => Int, {
    defaultValue: DEFAULT_DAYS,
    description: `How many calendar days, today and those before it: 1 to ${MAX_DAYS}.`,
  })
  @IsInt()
  @Min(1)
  @Max(MAX_DAYS)
  days: number = DEFAULT_DAYS;

  @Field({
    defaultValue: 'UTC',
    description: 'Whose calendar days: the name of a time zone in the IANA database, such as `Europe/Vienna`.',
  })
  @IsTimeZone()
  timeZone: string = 'UTC';
}
