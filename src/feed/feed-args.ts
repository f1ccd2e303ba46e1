import { ArgsType, Field, ID } from '@nestjs/graphql';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { IsRowId } from '../graphql/validation.js';

@ArgsType()
export class FeedArgs {
  @Field(() => String, {
    nullable: true,
    description: 'The `cursor` of the last message that came, to go on from there. Left out, it begins now.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  after?: string | null;
}

@ArgsType()
export class ReviewChangedArgs extends FeedArgs {
  @Field(() => ID, { nullable: true, description: 'Id of the desk; all desks where it is left out.' })
  @IsOptional()
  @IsRowId()
  deskId?: string | null;
}

@ArgsType()
export class ClaimChangedArgs extends FeedArgs {
  @Field(() => ID, { description: 'Id of the claim.' })
  @IsRowId()
  id: string;
}
