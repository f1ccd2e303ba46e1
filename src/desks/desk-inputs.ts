import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Allow } from 'class-validator';
import { IsRowId } from '../graphql/validation.js';
import { LIMITS } from './desk-rules.js';

const range = ({ min, max }: { readonly min: number; readonly max: number }): string => `${min} to ${max}`;
const NAME = `Name for people, 1 to ${LIMITS.name} characters.`;
const DESCRIPTION = `What the desk looks after, at most ${LIMITS.description} characters.`;
const TOPICS = `Topics whose claims come to this desk, at most ${LIMITS.topics} of 1 to ${LIMITS.topic} characters; case does not matter. Claims that are here already stay where they are.`;
const LANGUAGES = `Languages (BCP 47) that the desk reads, at most ${LIMITS.languages}; empty for any. Claims that are here already stay where they are.`;
const SIGN_OFFS = `How many other editors must approve a decision before it counts, ${range(LIMITS.signOffsRequired)}. Asked for when a review is decided and when it is signed off: where it is raised, decisions that wait for sign-off need more; where it is lowered, they count with the next approval and not before.`;
const HOURS = `Hours that a review may take before it is overdue, ${range(LIMITS.reviewHours)}. Reviews that are open already keep the due time that they have.`;
const LEASE = `Seconds for which an editor holds a review before the hold must be renewed, ${range(LIMITS.leaseSeconds)}. Holds that run now keep their end, until they are renewed.`;
const PRIORITY = `The priority that a review on this desk starts from, ${range(LIMITS.basePriority)}. Reviews that are open already keep theirs.`;

// @Allow: class-validator keeps the fields, the use-cases check them, so that each refusal is told with its field.
@InputType({ description: 'A new desk.' })
export class AddDeskInput {
  @Allow()
  @Field({
    description: `Short name for addresses and commands, such as \`diplomacy\`: 1 to ${LIMITS.slug} small letters and digits, with single hyphens between. It never changes, so that links do not break.`,
  })
  slug: string;

  @Allow()
  @Field({ description: NAME })
  name: string;

  @Allow()
  @Field({ defaultValue: '', description: DESCRIPTION })
  description: string;

  @Allow()
  @Field(() => [String], { defaultValue: [], description: TOPICS })
  topics: string[];

  @Allow()
  @Field(() => [String], { defaultValue: [], description: LANGUAGES })
  languages: string[];

  @Allow()
  @Field(() => Int, { defaultValue: 0, description: SIGN_OFFS })
  signOffsRequired: number;

  @Allow()
  @Field(() => Int, { defaultValue: 24, description: HOURS })
  reviewHours: number;

  @Allow()
  @Field(() => Int, { defaultValue: 900, description: LEASE })
  leaseSeconds: number;

  @Allow()
  @Field(() => Int, { defaultValue: 50, description: PRIORITY })
  basePriority: number;

  @Allow()
  @Field({
    defaultValue: false,
    description: 'Whether claims that fit no desk come here, and no longer to the desk that they come to now.',
  })
  isDefault: boolean;
}

@InputType({ description: 'A change to a desk. What is left out or null stays as it is; its slug never changes.' })
export class UpdateDeskInput {
  @Field(() => ID, { description: 'Id of the desk.' })
  @IsRowId()
  id: string;

  @Allow()
  @Field(() => String, { nullable: true, description: NAME })
  name?: string | null;

  @Allow()
  @Field(() => String, { nullable: true, description: DESCRIPTION })
  description?: string | null;

  @Allow()
  @Field(() => [String], { nullable: true, description: TOPICS })
  topics?: string[] | null;

  @Allow()
  @Field(() => [String], { nullable: true, description: LANGUAGES })
  languages?: string[] | null;

  @Allow()
  @Field(() => Int, { nullable: true, description: SIGN_OFFS })
  signOffsRequired?: number | null;

  @Allow()
  @Field(() => Int, { nullable: true, description: HOURS })
  reviewHours?: number | null;

  @Allow()
  @Field(() => Int, { nullable: true, description: LEASE })
  leaseSeconds?: number | null;

  @Allow()
  @Field(() => Int, { nullable: true, description: PRIORITY })
  basePriority?: number | null;

  @Allow()
  @Field(() => Boolean, {
    nullable: true,
    description:
      'True makes it the desk to which claims that fit no desk come, in place of the one before. False is refused for that one: make another the default instead.',
  })
  isDefault?: boolean | null;
}
