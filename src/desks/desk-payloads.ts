import { createUnionType, Field, ObjectType } from '@nestjs/graphql';
import { InvalidInputError, NotFoundError } from '../graphql/user-error.js';
import { Desk } from './desk.type.js';

@ObjectType({ description: 'It was done; the desk as it is now.' })
export class DeskSuccess {
  @Field(() => Desk, { description: 'The desk.' })
  desk: Desk;

  constructor(desk: Desk) {
    this.desk = desk;
  }
}

export const AddDeskPayload = createUnionType({
  name: 'AddDeskPayload',
  description: 'What addDesk answers.',
  types: () => [DeskSuccess, InvalidInputError] as const,
});

export const UpdateDeskPayload = createUnionType({
  name: 'UpdateDeskPayload',
  description: 'What updateDesk answers.',
  types: () => [DeskSuccess, InvalidInputError, NotFoundError] as const,
});
