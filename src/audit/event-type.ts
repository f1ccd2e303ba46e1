/**
 * SQL for an event's type, `<table>.<created|updated|deleted|erased|…>`, the word by which the log is filtered and
 * subscribed to.
 *
 * @param doc SQL for the event's leaf as jsonb
 */
export const eventType = (doc: string): string => `(${doc} ->> 'table') || '.' || CASE ${doc} ->> 'op'
  WHEN 'INSERT' THEN 'created' WHEN 'UPDATE' THEN 'updated' WHEN 'DELETE' THEN 'deleted'
  WHEN 'ERASE' THEN 'erased' ELSE lower(${doc} ->> 'op') END`;
