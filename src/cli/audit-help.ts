import { LegalBasis } from '../erasure/vocabulary.js';

/** What `npm run audit -- --help` says. */
export const HELP = `Exports, verifies and looks after the audit log.

  npm run audit -- export      writes the sealed log, or a part of it, to a file
  npm run audit -- verify      verifies such a file
  npm run audit -- check       compares the tables with the log
  npm run audit -- checkpoint  shows the newest signed state of the log
  npm run audit -- keys        shows what the log is verified with, and makes signing keys
  npm run audit -- erase       erases the personal and free text of a claim or an account
  npm run audit -- adopt       goes on with a log that the sealer refuses to sign

Each takes --help. What was asked for goes to stdout, all else to stderr.
Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 130 interrupted. "verify" and "check" have their own.`;

const EXIT_BY_FILE = `Without --key it takes the keys that are in the log's database.`;

/** What each command says to --help. */
export const COMMAND_HELP = {
  export: `npm run audit -- export <file> [options]
npm run audit -- export - [options]                to standard output

Writes the sealed log: every event, in order, with the signed checkpoint that proves it. A filter leaves out events and
puts their hashes in their place, so that the rest is proved still. A file that an export did not bring to its end is
continued where it stopped.

  --format <format>  ndjson (if left out): the log itself, which "verify" and claimdesk-verify read
                     csv, xlsx-csv: a table of it, made of what was verified; the second one for spreadsheets, which
                     take a cell that begins with = + - or @ for a formula
  --stream <id>      the events of this claim, or of another entity
  --desk <slug>      the events of this desk and its claims
  --actor <actor>    what user:<id> or system:<name> did
  --type <type>      events of this type, such as decision.created; can be given several times
  --after <time>     written at this instant or later, such as 2026-03-01T09:30:00Z
  --before <time>    written before this instant
  --from <index>     withholds what is before this event of the log
  --size <size>      up to this earlier checkpoint
  --since <size>     proves also that the log continues the earlier checkpoint of this size
  --private          with personal and free text, where it was not erased
  --gzip             compressed; such a file cannot be continued
  --restart          writes the file anew, whatever is in it`,

  verify: `npm run audit -- verify <file> [--key <key>] [--since <file>] [--origin <name>] [--json]

Verifies an exported log, plain or compressed. "-" is standard input.
${EXIT_BY_FILE} Whoever does not trust that database gives the key that they have.

  --key <key>      the log's verifier key, or a file with one on each line; can be given several times
  --since <file>   a checkpoint that was kept earlier: the log must continue it
  --origin <name>  the log's name, where it is not the key's name
  --json           the report as JSON

Exit codes: 0 holds, 1 tampered, 2 malformed, cut off or wrong usage, 3 not signed with the key, 4 contradicts the
earlier checkpoint, 5 holds, with anomalies.`,

  check: `npm run audit -- check [--limit <number>]

Replays the log and compares it with the tables: names each row that was changed, inserted or removed without an event,
and each part of the log that does not fit the rest. --limit is how many are named at most; if left out, 1000.

Exit codes: 0 all is as the log says, 1 something is not, 2 wrong usage or failed.`,

  checkpoint: `npm run audit -- checkpoint [--verify] [--key <key>]

Prints the newest signed state of the log. Keep it elsewhere: with it, nobody can take anything back unnoticed.
--verify also verifies its signature. ${EXIT_BY_FILE}`,

  keys: `npm run audit -- keys
npm run audit -- keys new --origin <name>

Prints what the log is verified with: its verifier keys, one a line.
"new" makes a secret signing key, for AUDIT_KEY, and prints it alone to stdout. The origin is the log's name for ever,
such as desk.example.org/audit.`,

  erase: `npm run audit -- erase --claim <id> --basis <basis> [--reference <number>] --yes
npm run audit -- erase --user <e-mail> --basis <basis> [--reference <number>] --yes

Erases the personal and free text of a claim, or of an account, from the tables and from beside the log. What is proved
about the log is proved still. It cannot be undone, so it wants --yes. Its basis and reference stay in the log for good.

  <basis> is ${Object.values(LegalBasis).join(', ')}.`,

  adopt: `npm run audit -- adopt --reason <text> --yes

For when the sealer refuses to sign, because the database is not as it was signed: after an old backup was restored, for
one. Gives up what was signed, says so in the log by an event log.adopt with the reason, and signs the log as it is.
Whoever kept an earlier checkpoint will see that the log contradicts it. It cannot be undone, so it wants --yes.
It needs what the sealer has of its own: run it where the sealer runs, with the same settings.`,
} as const;

export type CommandName = keyof typeof COMMAND_HELP;
