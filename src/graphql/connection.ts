import type { Type } from '@nestjs/common';
import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { DomainError } from '../kernel/domain-error.js';

/** Rows on one page at most: a list of 100 rows is about 60 kB, and quick to draw. */
export const MAX_PAGE_SIZE = 100;
export const DEFAULT_PAGE_SIZE = 25;
/** Totals are counted to here and no further, so that they cost the same on a million rows. */
export const COUNT_LIMIT = 1000;

@ObjectType({ description: 'Where a page stands in its list (Relay cursor connections).' })
export class PageInfo {
  @Field({ description: 'Whether there are more rows after this page.' })
  hasNextPage: boolean;

  @Field({ description: 'Whether this page was asked for with `after`, so that there is something before it.' })
  hasPreviousPage: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first row; null on an empty page.' })
  startCursor: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Cursor of the last row, to pass as `after`; null on an empty page.',
  })
  endCursor: string | null;
}

@ObjectType({ description: `A count that stays cheap: exact up to ${COUNT_LIMIT}, and no more than that said beyond.` })
export class Total {
  @Field(() => Int, { description: `How many there are, at most ${COUNT_LIMIT}.` })
  count: number;

  @Field({ description: `True where there are more than ${COUNT_LIMIT}.` })
  isCapped: boolean;
}

/** @param counted rows counted with LIMIT COUNT_LIMIT + 1 */
export const total = (counted: number): Total => ({
  count: Math.min(counted, COUNT_LIMIT),
  isCapped: counted > COUNT_LIMIT,
});

@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: DEFAULT_PAGE_SIZE, description: `Rows wanted, 1 to ${MAX_PAGE_SIZE}.` })
  @IsInt()
  @Min(1)
  @Max(MAX_PAGE_SIZE)
  first: number = DEFAULT_PAGE_SIZE;

  @Field(() => String, { nullable: true, description: 'The `endCursor` of the page before; opaque.' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  after?: string | null;
}

export interface Edge<Node> {
  cursor: string;
  node: Node;
}

export interface Connection<Node> {
  edges: Edge<Node>[];
  pageInfo: PageInfo;
}

/**
 * Makes the GraphQL classes `<Node>Edge` and `<Node>Connection`.
 *
 * @param description of the list, for the schema
 */
export function connectionTypes<Node>(NodeType: Type<Node>, description: string) {
  @ObjectType(`${NodeType.name}Edge`, { description: `A row of a page of ${NodeType.name}.` })
  class EdgeType implements Edge<Node> {
    @Field({ description: 'Where this row stands; stable while the row keeps its place in the order.' })
    cursor: string;

    @Field(() => NodeType, { description: 'The row.' })
    node: Node;
  }

  @ObjectType(`${NodeType.name}Connection`, { description })
  class ConnectionType implements Connection<Node> {
    @Field(() => [EdgeType], { description: 'The rows of this page, in order.' })
    edges: EdgeType[];

    @Field(() => PageInfo, { description: 'Where this page stands in the list.' })
    pageInfo: PageInfo;
  }
  return { EdgeType, ConnectionType };
}

/** A keyset position: the values of the ordering columns, last the id, each as the text that the database gave. */
export type Position = readonly string[];

export const encodeCursor = (position: Position): string => Buffer.from(JSON.stringify(position)).toString('base64url');

/**
 * @param cursor as a client sent it
 * @param valid one check per value of the position
 * @throws DomainError INVALID_INPUT for anything that `encodeCursor` did not make for this list
 */
export function decodeCursor(cursor: string, valid: readonly ((value: string) => boolean)[]): Position {
  const position = parseJson(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (
    Array.isArray(position) &&
    position.length === valid.length &&
    position.every((value, i) => typeof value === 'string' && valid[i]!(value))
  ) {
    return position as Position;
  }
  throw new DomainError('INVALID_INPUT', 'The cursor is not one of this list. Pass the endCursor of a page of it.', {
    path: ['after'],
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * @param rows one more than `first` where there is a next page
 * @param positionOf the row's values of the ordering columns
 */
export function toConnection<Row>(
  rows: readonly Row[],
  { first, after }: PageArgs,
  positionOf: (row: Row) => Position,
): Connection<Row> {
  const edges = rows.slice(0, first).map((node) => ({ cursor: encodeCursor(positionOf(node)), node }));
  return {
    edges,
    pageInfo: {
      hasNextPage: rows.length > first,
      hasPreviousPage: typeof after === 'string',
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
