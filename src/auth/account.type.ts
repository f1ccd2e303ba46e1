import { Field, ID, ObjectType } from '@nestjs/graphql';
import { type Connection, connectionTypes } from '../graphql/connection.js';
import { DateTimeScalar } from '../graphql/scalars.js';
import { GrantedRole } from './viewer.type.js';

/** `apiTokens` and `signedInAt` are resolved by AccountsResolver, where they are asked for. */
@ObjectType({
  description:
    'An account with all that an administrator sees of it. It is never deleted, so that what was done by it stays explained.',
})
export class Account {
  @Field(() => ID, { description: 'Id of the account; that of its `User`.' })
  id: string;

  @Field({ description: 'In lower case; what the person signs in with.' })
  email: string;

  @Field({ description: 'Name for people.' })
  name: string;

  @Field(() => [GrantedRole], {
    description: 'The roles that it holds. SERVICE goes with no other: it makes the account a machine client.',
  })
  roles: GrantedRole[];

  @Field({
    description: 'Whether its password is a one-time one, with which nothing can be done but to choose another.',
  })
  mustChangePassword: boolean;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Since when nobody can come in by it; null for an account in use.',
  })
  disabledAt: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When address and name were erased, and it was shut for good; null for one that has them.',
  })
  erasedAt: Date | null;

  @Field(() => DateTimeScalar, { description: 'When it was added.' })
  createdAt: Date;
}

const connection = connectionTypes(Account, 'Accounts by name.');

@ObjectType({ description: 'Accounts by name.' })
export class AccountConnection extends connection.ConnectionType implements Connection<Account> {
  /** Counts what the filter finds, one more than the limit at most. */
  count: () => Promise<number>;
}
