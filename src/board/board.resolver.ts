import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import { authorise } from '../auth/policy.js';
import { DeskQueries } from '../desks/desk-queries.js';
import type { GraphQLContext } from '../graphql/context.js';
import { ASSUMED_LIST_LENGTH } from '../graphql/limits.js';
import { DeskBoardArgs } from './board-args.js';
import { BoardQueries } from './board-queries.js';
import { DeskBoard } from './board.type.js';

/** As much as ten pages of a list with some fields: a board reads all that happened in its time. So no document asks for ten. */
const COST = 1000;

@Resolver()
export class BoardResolver {
  constructor(
    private readonly desks: DeskQueries,
    private readonly boards: BoardQueries,
  ) {}

  @Query(() => DeskBoard, {
    nullable: true,
    description:
      'How the work of a desk goes, for its chief editors and for auditors; of all desks together for those who are so on every desk. Null where there is no such desk.',
    complexity: ({ args, childComplexity }) =>
      COST + childComplexity * Math.ceil(Math.max(Number(args['days']), 1) / ASSUMED_LIST_LENGTH),
  })
  async deskBoard(
    @Context() { caller }: GraphQLContext,
    @Args() { slug, days, timeZone }: DeskBoardArgs,
  ): Promise<DeskBoard | null> {
    authorise(caller.actor, 'desk.read');
    const all = await this.desks.all();
    const desk = slug == null ? null : all.find((each) => each.slug === slug);
    if (desk === undefined) return null;
    authorise(caller.actor, 'board.read', desk === null ? undefined : { deskId: desk.id });
    return { desk, ...(await this.boards.read({ desks: desk === null ? all : [desk], days, timeZone })) };
  }
}
