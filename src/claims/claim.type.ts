import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionTypes } from '../graphql/connection.js';
import { DateTimeScalar, DayScalar } from '../graphql/scalars.js';
import { AppearanceStance, EvidenceStance, RelationKind, RelationState, Verdict } from './vocabulary.js';

@ObjectType({ description: 'A published document in which claims appear.' })
export class Article {
  @Field(() => ID, { description: 'Id of the article.' })
  id: string;

  @Field({ description: 'Who published it.' })
  outlet: string;

  @Field(() => String, { nullable: true, description: 'Its address, without fragment and tracking parameters.' })
  url: string | null;

  @Field(() => String, { nullable: true, description: 'How to cite it where there is no address.' })
  citation: string | null;

  @Field(() => DayScalar, { nullable: true, description: 'The day on which it was published.' })
  publishedAt: string | null;

  @Field({ description: 'Its language (BCP 47).' })
  language: string;
}

@ObjectType({ description: 'A claim in an article.' })
export class Appearance {
  @Field(() => ID, { description: 'Id of the appearance.' })
  id: string;

  @Field(() => Article, { description: 'Where it appears.' })
  article: Article;

  @Field(() => AppearanceStance, { description: 'What the article does with the claim.' })
  stance: AppearanceStance;

  @Field(() => [String], {
    description:
      'The chain of sources, outermost first, such as CNN, then unnamed officials. Empty where the article itself speaks.',
  })
  attribution: string[];

  @Field(() => String, {
    nullable: true,
    description: "The claimant's name as the article spells it, where that differs.",
  })
  claimantAsWritten: string | null;

  @Field({ description: 'Whether no appearance of the claim that is known is earlier.' })
  isFirst: boolean;

  @Field(() => DateTimeScalar, { description: 'When it was entered here.' })
  createdAt: Date;
}

@ObjectType({ description: 'One checkable statement, and who says it.' })
export class Claim {
  @Field(() => ID, { description: 'Id of the claim.' })
  id: string;

  @Field({ description: 'The statement, self-contained.' })
  statement: string;

  @Field({ description: 'Who says it: one canonical name for all spellings.' })
  claimant: string;

  @Field(() => DayScalar, { nullable: true, description: 'The day on which it was said, as far as known.' })
  claimedAt: string | null;

  @Field({ description: 'Language of the statement (BCP 47).' })
  language: string;

  @Field(() => [String], { description: 'What it is about.' })
  topics: string[];

  @Field(() => Verdict, { nullable: true, description: 'What the latest final decision says; null before the first.' })
  verdict: Verdict | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the verdict was reached.' })
  decidedAt: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When an unconfirmed claim is to be checked again.' })
  recheckAt: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When its texts were last erased, at the demand of the law; null for a claim that has them.',
  })
  erasedAt: Date | null;

  @Field(() => Int, {
    description:
      'Rises with every change that an editor should see before deciding: an appearance, evidence, a relation, a verdict. Pass it as expectedVersion.',
  })
  version: number;

  @Field(() => DateTimeScalar, { description: 'When it was first submitted.' })
  createdAt: Date;

  deskId: string;
  submittedById: string | null;
}

@ObjectType({ description: 'How one claim relates to another.' })
export class ClaimRelation {
  @Field(() => ID, { description: 'Id of the relation.' })
  id: string;

  @Field(() => RelationKind, { description: 'What the claim `from` is to the claim `to`.' })
  kind: RelationKind;

  @Field(() => RelationState, { description: 'What people made of it.' })
  state: RelationState;

  @Field(() => String, { nullable: true, description: 'Why it was made.' })
  note: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  createdAt: Date;

  fromClaimId: string;
  toClaimId: string;
}

@ObjectType({ description: 'A source that an editor cites.' })
export class Evidence {
  @Field(() => ID, { description: 'Id of the evidence, to cite in a decision.' })
  id: string;

  @Field({ description: 'Where the source is.' })
  url: string;

  @Field(() => String, { nullable: true, description: 'Who published it.' })
  publisher: string | null;

  @Field(() => String, { nullable: true, description: 'The words that matter.' })
  excerpt: string | null;

  @Field(() => EvidenceStance, { description: 'What it does for the claim.' })
  stance: EvidenceStance;

  @Field(() => String, { nullable: true, description: 'Where a copy is kept.' })
  archivedUrl: string | null;

  @Field(() => String, { nullable: true, description: 'SHA-256 of what the address served, 64 hexadecimal digits.' })
  contentHash: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was added.' })
  addedAt: Date;

  addedById: string;
}

const connection = connectionTypes(Claim, 'Claims, the newest first.');

@ObjectType({ description: 'Claims, the newest first.' })
export class ClaimConnection extends connection.ConnectionType {
  /** Counts what the filter finds, one more than the limit at most. */
  count: () => Promise<number>;
}
