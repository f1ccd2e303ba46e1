import { ArgsType, Field, ID, InputType, Int } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayMinSize, IsEnum, IsInt, IsOptional, Max, Min } from 'class-validator';
import { PageArgs } from '../graphql/connection.js';
import { IsRowId, Text } from '../graphql/validation.js';
import { LIMITS, WebhookOutcome } from './webhook-vocabulary.js';

const MAX_INT = 2_147_483_647;
const URL_RULE = `an https:// address of the public internet, at most ${LIMITS.url} characters, without user name and password`;
const TYPES_RULE = `types of events such as \`decision.created\`, 1 to ${LIMITS.eventTypes}; \`*\` for all`;

// What an address or a type may be, the use-cases check.
@InputType({ description: 'A new webhook.' })
export class CreateWebhookInput {
  @Field({ description: `Where to send: ${URL_RULE}.` })
  @Text({ max: LIMITS.url })
  url: string;

  @Field({ defaultValue: '', description: `What it is for, at most ${LIMITS.description} characters.` })
  @Text({ min: 0, max: LIMITS.description })
  description: string;

  @Field(() => [String], { description: `What to send: ${TYPES_RULE}.` })
  @Text({ max: LIMITS.type }, { each: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(LIMITS.eventTypes)
  eventTypes: string[];

  @Field(() => ID, {
    nullable: true,
    description: "Send only events of this desk and its claims; left out: all desks'.",
  })
  @IsOptional()
  @IsRowId()
  deskId?: string | null;
}

@InputType({ description: 'A change to a webhook. What is left out stays as it is.' })
export class UpdateWebhookInput {
  @Field(() => ID, { description: 'Id of the webhook.' })
  @IsRowId()
  id: string;

  @Field(() => String, { nullable: true, description: `Where to send: ${URL_RULE}.` })
  @IsOptional()
  @Text({ max: LIMITS.url })
  url?: string | null;

  @Field(() => String, {
    nullable: true,
    description: `What it is for, at most ${LIMITS.description} characters.`,
  })
  @IsOptional()
  @Text({ min: 0, max: LIMITS.description })
  description?: string | null;

  @Field(() => [String], { nullable: true, description: `What to send: ${TYPES_RULE}.` })
  @IsOptional()
  @Text({ max: LIMITS.type }, { each: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(LIMITS.eventTypes)
  eventTypes?: string[] | null;

  @Field(() => ID, {
    nullable: true,
    description: "Send only events of this desk and its claims; null sends all desks', left out changes nothing.",
  })
  @IsOptional()
  @IsRowId()
  deskId?: string | null;
}

@ArgsType()
export class RedeliverWebhookSinceArgs {
  @Field(() => ID, { description: 'Id of the webhook.' })
  @IsRowId()
  id: string;

  @Field(() => Int, { description: 'Number in the log of the event to go on with, from 0 to the size of the log.' })
  @IsInt()
  @Min(0)
  @Max(MAX_INT)
  index: number;
}

@ArgsType()
export class WebhookDeliveriesArgs extends PageArgs {
  @Field(() => [WebhookOutcome], { nullable: true, description: 'Only those that ended so; all where it is left out.' })
  @IsOptional()
  @IsEnum(WebhookOutcome, { each: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(4)
  outcomes?: WebhookOutcome[] | null;
}
