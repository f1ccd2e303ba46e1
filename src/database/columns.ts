/** How the properties of a row are selected: to each its SQL expression. */
export type Columns<Row> = Readonly<Record<keyof Row & string, string>>;

/**
 * @param prefix put before the names, so that rows of two kinds fit into one; `pick` takes them apart again
 * @returns a SELECT list
 */
export const select = <Row>(columns: Columns<Row>, prefix = ''): string =>
  Object.entries<string>(columns)
    .map(([name, sql]) => `${sql} AS "${prefix}${name}"`)
    .join(', ');

/** @returns what was selected with the prefix, as a row of its own */
export const pick = <Row>(columns: Columns<Row>, prefix: string, row: object): Row =>
  Object.fromEntries(
    Object.keys(columns).map((name) => [name, (row as Record<string, unknown>)[prefix + name]]),
  ) as Row;
