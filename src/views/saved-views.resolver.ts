import { Args, Context, ID, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { authorise } from '../auth/policy.js';
import { Viewer } from '../auth/viewer.type.js';
import { DeskQueries } from '../desks/desk-queries.js';
import { Desk } from '../desks/desk.type.js';
import { type GraphQLContext, loaderFor } from '../graphql/context.js';
import { ParseId } from '../graphql/parse-id.js';
import { asPayload, type UserError } from '../graphql/user-error.js';
import { DeleteSavedView } from './delete-saved-view.js';
import { SaveView } from './save-view.js';
import { SaveViewInput, UpdateSavedViewInput } from './saved-view-inputs.js';
import { SavedViewQueries } from './saved-view-queries.js';
import {
  DeleteSavedViewPayload,
  DeleteSavedViewSuccess,
  InboxFilter,
  SavedView,
  SavedViewPayload,
  SavedViewSuccess,
  VIEW_ERRORS,
} from './saved-view.type.js';
import { UpdateSavedView } from './update-saved-view.js';
import { MAX_VIEWS } from './vocabulary.js';

/** What keeping views adds to whoever asks. */
@Resolver(() => Viewer)
export class ViewerViewsResolver {
  constructor(private readonly queries: SavedViewQueries) {}

  @ResolveField(() => [SavedView], { description: 'The views of the inbox that you keep, in your order.' })
  async savedViews(@Parent() { id }: Viewer, @Context() { caller }: GraphQLContext): Promise<SavedView[]> {
    authorise(caller.actor, 'view.read');
    return this.queries.of(id);
  }
}

@Resolver(() => InboxFilter)
export class InboxFilterResolver {
  constructor(private readonly desks: DeskQueries) {}

  @ResolveField(() => Desk, { nullable: true, description: 'On this desk; null for all desks.' })
  desk(@Parent() { deskId }: InboxFilter, @Context() context: GraphQLContext): Promise<Desk> | null {
    return deskId === null ? null : loaderFor(context, this.desks.byIds).load(deskId);
  }
}

@Resolver()
export class SavedViewMutationsResolver {
  constructor(
    private readonly save: SaveView,
    private readonly update: UpdateSavedView,
    private readonly remove: DeleteSavedView,
  ) {}

  @Mutation(() => SavedViewPayload, {
    description: `Keeps a view of the inbox under a name, for yourself; ${MAX_VIEWS} at most.`,
  })
  saveView(
    @Context() { caller }: GraphQLContext,
    @Args('input', { description: 'The view.' }) input: SaveViewInput,
  ): Promise<SavedViewSuccess | UserError> {
    return asPayload(VIEW_ERRORS, async () => new SavedViewSuccess(await this.save.run(caller, input)));
  }

  @Mutation(() => SavedViewPayload, {
    description: 'Renames a view of yours, moves it among the others, or has it show something else.',
  })
  updateSavedView(
    @Context() { caller }: GraphQLContext,
    @Args('input', { description: 'The change.' }) input: UpdateSavedViewInput,
  ): Promise<SavedViewSuccess | UserError> {
    return asPayload(VIEW_ERRORS, async () => new SavedViewSuccess(await this.update.run(caller, input)));
  }

  @Mutation(() => DeleteSavedViewPayload, { description: 'Takes a view of yours away.' })
  deleteSavedView(
    @Context() { caller }: GraphQLContext,
    @Args('id', { type: () => ID, description: 'Id of the view.' }, ParseId) id: string,
  ): Promise<DeleteSavedViewSuccess | UserError> {
    return asPayload(VIEW_ERRORS, async () => {
      await this.remove.run(caller, id);
      return new DeleteSavedViewSuccess(id);
    });
  }
}
