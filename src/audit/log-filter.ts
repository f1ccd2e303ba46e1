/** Which leaves of the log are wanted. All conditions must hold; what is left out does not restrict. */
export interface LogFilter {
  /** Of this claim, or of another entity that has a stream of its own. */
  readonly stream?: string;
  /** Of this desk: the streams of its claims, and its own. */
  readonly desk?: string;
  /** `user:<id>` or `system:<name>`. */
  readonly actor?: string;
  /** Written at this instant or later. */
  readonly after?: Date;
  /** Written before this instant. */
  readonly before?: Date;
  /** Of one of these types, `<table>.<what happened>`. */
  readonly type?: readonly string[];
}

/** `user:` with an id, or `system:` with the name of a part of Claimdesk. */
export const ACTOR_REF = /^(?:user:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|system:[\w.-]{1,100})$/;
export const EVENT_TYPE = /^[a-z_]{1,63}\.[a-z_]{1,63}$/;
/** Types in one filter: there are not many more. */
export const MAX_TYPES = 50;

/** Where a parameter's value goes in a statement: its placeholder, or its literal where there are no parameters. */
export type Place = (value: string) => string;

/**
 * @returns conditions on `audit.leaf l`, to be joined by AND; each is by the columns of an index
 */
export function leafConditions(filter: LogFilter, place: Place): string[] {
  const { stream, desk, actor, after, before, type } = filter;
  return [
    stream === undefined ? [] : `l.stream = ${place(stream)}::uuid`,
    desk === undefined ? [] : deskCondition(place(desk)),
    actor === undefined ? [] : `l.actor = ${place(actor)}`,
    after === undefined ? [] : `l.at >= ${place(after.toISOString())}::timestamptz`,
    before === undefined ? [] : `l.at < ${place(before.toISOString())}::timestamptz`,
    type === undefined ? [] : `l.type IN (${type.map(place).join(', ')})`,
  ].flat();
}

const deskCondition = (desk: string): string =>
  `l.stream IN (SELECT id FROM public.claim WHERE desk_id = ${desk}::uuid UNION ALL SELECT ${desk}::uuid)`;

export const isRestricted = (filter: LogFilter): boolean => Object.values(filter).some((value) => value !== undefined);
