import { Field, ObjectType } from '@nestjs/graphql';
import { DateTimeScalar } from '../graphql/scalars.js';

/** `lastDecided` is resolved by DeskOutlookResolver. */
@ObjectType({ description: 'What a desk did last, and what comes back to it by itself.' })
export class DeskOutlook {
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the first of the reviews that are put off comes back; null where none is.',
  })
  nextDeferredUntil: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the first of the unconfirmed claims is to be checked again; null where none is.',
  })
  nextRecheckAt: Date | null;

  lastDecidedId: string | null;
}
