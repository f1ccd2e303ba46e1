/** How a table is written to the audit log. */
export interface AuditedTable {
  /** Table in schema `public`. */
  readonly table: string;
  /** The uuid column that names the stream: the claim's id, or the row's own where there is no claim. */
  readonly stream: string;
  /** Columns with personal or free text: their values go to the erasable body, the leaf holds a salted hash of it. */
  readonly privateColumns?: readonly string[];
  /** Columns that must never be in the log at all, such as password hashes. */
  readonly omittedColumns?: readonly string[];
}

/**
 * SQL that makes the triggers the only writer of a table's audit events. Runs as the table's owner.
 * ENABLE ALWAYS: `session_replication_role = replica` does not switch them off.
 */
export const auditTable = ({ table, stream, privateColumns = [], omittedColumns = [] }: AuditedTable): string => `
  CREATE TRIGGER audit_capture AFTER INSERT OR UPDATE OR DELETE ON public.${table}
    FOR EACH ROW EXECUTE FUNCTION audit.capture('${stream}', '${privateColumns.join(',')}', '${omittedColumns.join(',')}');
  CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON public.${table}
    FOR EACH STATEMENT EXECUTE FUNCTION audit.forbid();
  ALTER TABLE public.${table} ENABLE ALWAYS TRIGGER audit_capture;
  ALTER TABLE public.${table} ENABLE ALWAYS TRIGGER audit_no_truncate;
`;
