import { Field, ID, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'Somebody with an account: a person, or a machine client.' })
export class User {
  @Field(() => ID, { description: 'Id of the account.' })
  id: string;

  @Field({ description: 'Name for people.' })
  name: string;
}
