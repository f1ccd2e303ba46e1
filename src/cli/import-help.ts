import { CSV_COLUMNS } from '../intake/import/csv-row.js';
import { MAX_RECORD_BYTES } from '../intake/import/record-reader.js';
import { DEFAULT_BATCH, MAX_BATCH } from './import-options.js';

/** What `npm run import -- --help` says. */
export const IMPORT_HELP = `Takes in claims from a file, by the same rules as the API.

  npm run import -- <file> [options]
  npm run import -- - --format <ndjson or csv> [options]     from standard input

The file is NDJSON (.ndjson, .jsonl: one SubmitClaimInput of the API on each line) or CSV (.csv: a header, then one claim
in one article on each row), in UTF-8. docs/import.md describes both, with examples.

  --format <ndjson or csv>  where the name of the file does not say it
  --desk <slug>             the desk of claims that name none; else topics and language decide
  --language <tag>          the language of statements and articles that name none, such as en
  --dry-run                 reads and checks everything, and says what would be created; changes nothing
  --batch <1 to ${MAX_BATCH}>       lines that are taken in together, ${DEFAULT_BATCH} where it is left out
  --report <file>           where refused lines go, with the reason; .ndjson or .csv. Else <file>.refused.ndjson.
                            It is made only if there are some, and replaces an earlier one
  --restart                 begins anew with a file that was imported before, in part or in full

Columns of a CSV file, in any order: ${CSV_COLUMNS.join(', ')}.
Lists (topics, attribution) have | between their parts. A line has at most ${MAX_RECORD_BYTES / 1024 / 1024} MiB.

After an interruption, the same command goes on where it stopped. Nothing is taken in twice: a claim that is known
becomes an appearance, and one that is known in the same article changes nothing.

Exit codes: 0 all lines taken in, 1 failed, 2 wrong usage, 3 done but some lines were refused, 130 interrupted.`;
