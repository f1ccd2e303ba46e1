/** Why the sealer does not sign. */
export type RefusalCode =
  | 'OLDER_DATABASE'
  | 'LOG_CUT'
  | 'HISTORY_REWRITTEN'
  | 'OTHER_CLUSTER'
  | 'OTHER_ORIGIN'
  | 'OTHER_KEY';

const ADOPT = 'run: npm run audit -- adopt --reason TEXT';

/** What to do, to follow what is wrong. */
const REMEDY: Readonly<Record<RefusalCode, string>> = {
  OLDER_DATABASE: `Restore the newest backup, or fail over to the server that has it. If what is missing is lost and this database is to be kept, ${ADOPT}`,
  LOG_CUT: `Somebody with the rights of an administrator deleted rows of the log. Keep this database as evidence and restore a backup from before; then, if that is older than the checkpoint, ${ADOPT}`,
  HISTORY_REWRITTEN: `Somebody with the rights of an administrator changed the log. Keep this database as evidence and restore a backup from before; then, if that is older than the checkpoint, ${ADOPT}`,
  OTHER_CLUSTER: `Is DATABASE_URL that of a copy? A copy must be sealed by nobody, or by a key of its own. If the log was moved here, and the old server will never be used again, ${ADOPT}`,
  OTHER_ORIGIN: `Give AUDIT_KEY or AUDIT_DIR/signing-key the key that signed the log until now. If that key is lost, ${ADOPT}`,
  OTHER_KEY: `Give AUDIT_KEY or AUDIT_DIR/signing-key the key that signed the log until now; to replace it, first give both, the new one before it. If it is lost, ${ADOPT}`,
};

/** The database is not what the sealer last signed, so it signs nothing. The message is fit for the public. */
export class LogRefusal extends Error {
  /** @param problem one sentence */
  constructor(
    readonly code: RefusalCode,
    readonly problem: string,
  ) {
    super(`${problem} ${REMEDY[code]}`);
    this.name = 'LogRefusal';
  }
}
