import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import type { GraphQLContext } from '../graphql/context.js';
import { asPayload, InvalidInputError, NotFoundError, type UserError } from '../graphql/user-error.js';
import { AddDesk } from './add-desk.js';
import { AddDeskInput, UpdateDeskInput } from './desk-inputs.js';
import { AddDeskPayload, DeskSuccess, UpdateDeskPayload } from './desk-payloads.js';
import { DeskQueries } from './desk-queries.js';
import type { DeskFields } from './desk-rules.js';
import { UpdateDesk } from './update-desk.js';

const NEEDS = 'Needs CHIEF_EDITOR on every desk.';

@Resolver()
export class DeskMutationsResolver {
  constructor(
    private readonly add: AddDesk,
    private readonly update: UpdateDesk,
    private readonly queries: DeskQueries,
  ) {}

  @Mutation(() => AddDeskPayload, {
    description: `Adds a desk. The first one is the default desk. ${NEEDS}`,
  })
  addDesk(
    @Context() { caller }: GraphQLContext,
    @Args('input', { description: 'The new desk.' }) input: AddDeskInput,
  ): Promise<DeskSuccess | UserError> {
    return asPayload({ INVALID_INPUT: InvalidInputError }, async () => this.success(await this.add.run(caller, input)));
  }

  @Mutation(() => UpdateDeskPayload, {
    description: `Changes a desk's name or policy. No review moves at once, and no decision changes; each field says what becomes of reviews that are open. ${NEEDS}`,
  })
  updateDesk(
    @Context() { caller }: GraphQLContext,
    @Args('input', { description: 'The change.' }) { id, ...fields }: UpdateDeskInput,
  ): Promise<DeskSuccess | UserError> {
    return asPayload({ INVALID_INPUT: InvalidInputError, NOT_FOUND: NotFoundError }, async () => {
      await this.update.run(caller, { id, ...given(fields) });
      return this.success(id);
    });
  }

  private async success(id: string): Promise<DeskSuccess> {
    return new DeskSuccess((await this.queries.byIds([id]))[0]!);
  }
}

/** @returns the fields that are not left out */
const given = (fields: Omit<UpdateDeskInput, 'id'>): Partial<DeskFields> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));
