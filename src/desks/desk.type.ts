import { Field, ID, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'A team with its own inbox and policy.' })
export class Desk {
  @Field(() => ID, { description: 'Id of the desk.' })
  id: string;

  @Field({ description: 'Short name for addresses and commands, such as `diplomacy`.' })
  slug: string;

  @Field({ description: 'Name for people.' })
  name: string;

  @Field({ description: 'What the desk looks after.' })
  description: string;

  @Field(() => [String], { description: 'Topics whose claims come to this desk.' })
  topics: string[];

  @Field(() => [String], { description: 'Languages (BCP 47) that the desk reads; empty for any.' })
  languages: string[];

  @Field(() => Int, { description: 'How many other editors must approve a decision before it counts.' })
  signOffsRequired: number;

  @Field(() => Int, { description: 'Hours that a review may take before it is overdue.' })
  reviewHours: number;

  @Field(() => Int, { description: 'Seconds for which an editor holds a review before the hold must be renewed.' })
  leaseSeconds: number;

  @Field(() => Int, { description: 'The priority, 0 to 100, that a review on this desk starts from.' })
  basePriority: number;

  @Field({ description: 'Whether claims that fit no desk come here.' })
  isDefault: boolean;
}
