import { ArgsType, Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsInt, IsOptional, Matches, Min, ValidateNested } from 'class-validator';
import { ACTOR_REF, EVENT_TYPE, MAX_TYPES } from '../audit/log-filter.js';
import { PageArgs } from '../graphql/connection.js';
import { DateTimeScalar } from '../graphql/scalars.js';
import { IsInstant, IsRowId } from '../graphql/validation.js';

@InputType({
  description: 'Which audit events are wanted. All conditions must hold; what is left out does not restrict.',
})
export class AuditLogFilter {
  @Field(() => ID, { nullable: true, description: 'Of this claim, or of another entity that has a stream of its own.' })
  @IsOptional()
  @IsRowId()
  stream?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this desk and its claims.' })
  @IsOptional()
  @IsRowId()
  deskId?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Done by this one: `user:` and the id of an account, or `system:` and the name of a part of Claimdesk.',
  })
  @IsOptional()
  @Matches(ACTOR_REF, { message: 'actor must be `user:` and an id, or `system:` and a name.' })
  actor?: string | null;

  @Field(() => [String], { nullable: true, description: 'Of one of these types, such as `decision.created`.' })
  @IsOptional()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_TYPES)
  @Matches(EVENT_TYPE, {
    each: true,
    message: 'each of types must be a table and what happened, such as decision.created.',
  })
  types?: string[] | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Written at this instant or later.' })
  @IsOptional()
  @IsInstant()
  writtenFrom?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Written before this instant.' })
  @IsOptional()
  @IsInstant()
  writtenBefore?: Date | null;
}

@ArgsType()
export class AuditLogArgs extends PageArgs {
  @Field(() => AuditLogFilter, { nullable: true, description: 'Which events; all where it is left out.' })
  @IsOptional()
  @Type(() => AuditLogFilter)
  @ValidateNested()
  filter?: AuditLogFilter | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Place in the log of the newest event wanted, from 0; the log’s newest where it is left out.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  from?: number | null;
}
