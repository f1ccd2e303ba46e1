import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionTypes } from '../graphql/connection.js';
import { DateTimeScalar } from '../graphql/scalars.js';

export enum AuditOperation {
  INSERT = 'INSERT',
  UPDATE = 'UPDATE',
  DELETE = 'DELETE',
  ERASE = 'ERASE',
  OTHER = 'OTHER',
}
registerEnumType(AuditOperation, {
  name: 'AuditOperation',
  description: 'What happened to a row.',
  valuesMap: {
    INSERT: { description: 'It came into being.' },
    UPDATE: { description: 'It was changed.' },
    DELETE: { description: 'It was taken away.' },
    ERASE: { description: 'Personal and free text of the events before was erased.' },
    OTHER: { description: 'Something that the event’s type names, such as a signing key that came into use.' },
  },
});

@ObjectType({ description: 'Who did something: somebody with an account, or a part of Claimdesk.' })
export class AuditActor {
  @Field(() => ID, { nullable: true, description: 'Id of the account; null for a part of Claimdesk.' })
  userId: string | null;

  @Field({ description: 'Name of the person, or of the part that acted, such as `expire-leases`.' })
  name: string;
}

@ObjectType({ description: 'A field before and after.' })
export class FieldChange {
  @Field({ description: 'Name of the column.' })
  field: string;

  @Field(() => String, { nullable: true, description: 'Its value before, as text or JSON; null where there was none.' })
  before: string | null;

  @Field(() => String, { nullable: true, description: 'Its value after, as text or JSON; null where there is none.' })
  after: string | null;
}

@ObjectType({ description: 'One change to one row, or one erasure, as the audit log holds it.' })
export class AuditEvent {
  @Field(() => Int, {
    nullable: true,
    description: 'Its place in the sealed log, from 0 and without gaps; null until it is sealed.',
  })
  index: number | null;

  @Field({ description: 'What kind of row, and what happened to it, such as `decision.created` or `claim.erased`.' })
  type: string;

  @Field(() => ID, { description: 'Id of the claim that it is about, or of the entity where there is no claim.' })
  stream: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Name, as it is now, of the desk that it is about; to those who may read private fields, also of the account, or of the one whose API token it is about. Null for all else.',
  })
  about: string | null;

  @Field(() => Int, { description: 'Number of the event in its stream, from 1 and without gaps.' })
  seq: number;

  @Field(() => DateTimeScalar, { description: 'When it was written.' })
  at: Date;

  @Field({ description: 'The mutation or job in whose course it happened, such as `decideReview`.' })
  action: string;

  @Field(() => AuditActor, { description: 'Who did it.' })
  actor: AuditActor;

  @Field(() => AuditOperation, { description: 'What happened to the row.' })
  operation: AuditOperation;

  @Field({ description: 'What kind of row it is, such as `review` or `decision`.' })
  subject: string;

  @Field(() => ID, { nullable: true, description: 'Id of the row; null for a link that has none.' })
  subjectId: string | null;

  @Field(() => [FieldChange], {
    description: 'What changed. Of a row that came or went, all its fields; of an erasure, its facts.',
  })
  changes: FieldChange[];

  @Field(() => String, { nullable: true, description: 'Id of the request or job; it stands in the server’s log too.' })
  requestId: string | null;
}

export const AuditEventConnection = connectionTypes(
  AuditEvent,
  'Audit events: of a claim in the order in which they happened, of the whole log the newest first.',
).ConnectionType;
