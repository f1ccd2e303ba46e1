import { createUnionType, Field, ID, ObjectType } from '@nestjs/graphql';
import { DayScalar } from '../graphql/scalars.js';
import { InvalidInputError, NotFoundError } from '../graphql/user-error.js';
import { ReviewKind } from '../review/vocabulary.js';
import { InboxTab, InboxWhose } from './vocabulary.js';

/** `desk` is resolved by InboxFilterResolver. */
@ObjectType({ description: 'What of an inbox is shown. What is null does not restrict.' })
export class InboxFilter {
  @Field(() => InboxTab, { description: 'Which reviews.' })
  tab: InboxTab;

  @Field(() => String, { nullable: true, description: 'With this text in the statement.' })
  text: string | null;

  @Field(() => ReviewKind, { nullable: true, description: 'Opened for this reason.' })
  kind: ReviewKind | null;

  @Field(() => String, { nullable: true, description: 'Of a claim by this claimant.' })
  claimant: string | null;

  @Field(() => InboxWhose, { nullable: true, description: 'Whose reviews.' })
  whose: InboxWhose | null;

  @Field(() => DayScalar, { nullable: true, description: 'Queued on this day or later, in the zone of who looks.' })
  queuedFrom: string | null;

  @Field(() => DayScalar, { nullable: true, description: 'Queued on this day or earlier, in the zone of who looks.' })
  queuedTo: string | null;

  deskId: string | null;
}

@ObjectType({ description: 'Filters of the inbox that you keep under a name.' })
export class SavedView {
  @Field(() => ID, { description: 'Id of the view.' })
  id: string;

  @Field({ description: 'What you call it; no two of your views have the same name.' })
  name: string;

  @Field(() => InboxFilter, { description: 'What it shows.' })
  filter: InboxFilter;
}

@ObjectType({ description: 'The view as it is kept now.' })
export class SavedViewSuccess {
  @Field(() => SavedView, { description: 'The view.' })
  savedView: SavedView;

  constructor(savedView: SavedView) {
    this.savedView = savedView;
  }
}

@ObjectType({ description: 'The view is gone.' })
export class DeleteSavedViewSuccess {
  @Field(() => ID, { description: 'Id that it had.' })
  id: string;

  constructor(id: string) {
    this.id = id;
  }
}

export const SavedViewPayload = createUnionType({
  name: 'SavedViewPayload',
  description: 'What saveView and updateSavedView answer.',
  types: () => [SavedViewSuccess, InvalidInputError, NotFoundError] as const,
});

export const DeleteSavedViewPayload = createUnionType({
  name: 'DeleteSavedViewPayload',
  description: 'What deleteSavedView answers.',
  types: () => [DeleteSavedViewSuccess, NotFoundError] as const,
});

/** The GraphQL class for each DomainError that a mutation of a view may answer with. */
export const VIEW_ERRORS = { NOT_FOUND: NotFoundError, INVALID_INPUT: InvalidInputError } as const;
