/** What became of a row, in the words of the events' types; other operations are called as they are, in lower case. */
export const HAPPENED: Readonly<Record<string, string>> = {
  INSERT: 'created',
  UPDATE: 'updated',
  DELETE: 'deleted',
  ERASE: 'erased',
};

/** @returns the event's type, as `eventType` makes it in SQL */
export const typeOfEvent = ({ table, op }: { readonly table: string; readonly op: string }): string =>
  `${table}.${HAPPENED[op] ?? op.toLowerCase()}`;

/**
 * SQL for an event's type, `<table>.<created|updated|deleted|erased|…>`, the word by which the log is filtered and
 * subscribed to.
 *
 * @param doc SQL for the event's leaf as jsonb
 */
export const eventType = (doc: string): string => `(${doc} ->> 'table') || '.' || CASE ${doc} ->> 'op'
  ${Object.entries(HAPPENED)
    .map(([op, happened]) => `WHEN '${op}' THEN '${happened}'`)
    .join(' ')} ELSE lower(${doc} ->> 'op') END`;
