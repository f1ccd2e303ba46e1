import { Field, Int, ObjectType } from '@nestjs/graphql';
import { DateTimeScalar } from '../graphql/scalars.js';
import type { SealedCheckpoint } from './sealed-checkpoint.js';

@ObjectType({
  description: 'A signed state of the audit log. All that it tells is open to everybody: GET /audit/checkpoint.',
})
export class Checkpoint {
  @Field(() => Int, { description: 'Number of events that are sealed.' })
  size: number;

  @Field({ description: 'Root of the Merkle tree over them (RFC 6962), in base64.' })
  root: string;

  @Field({ description: 'Name of the log, and of the key that signs it.' })
  origin: string;

  @Field({ description: 'The same, signed: a C2SP tlog-checkpoint.' })
  note: string;

  @Field(() => DateTimeScalar, { description: 'When it was signed.' })
  sealedAt: Date;
}

export const toCheckpoint = (sealed: SealedCheckpoint): Checkpoint => ({
  ...sealed,
  root: sealed.root.toString('base64'),
});
