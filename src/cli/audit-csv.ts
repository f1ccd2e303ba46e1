import { typeOfEvent } from '../audit/event-type.js';

/** A leaf as the verifier hands it on. */
export interface CsvLeaf {
  readonly stream: string;
  readonly seq: number;
  readonly at: string;
  readonly op: string;
  readonly table: string;
  readonly actor: string;
  readonly action?: string;
  readonly request?: string;
  readonly client?: string;
  readonly row: unknown;
}

const COLUMNS = ['index', 'at', 'actor', 'action', 'type', 'stream', 'seq', 'request', 'client', 'row'];
const PRIVATE = 'private';

/** RFC 4180, 2. */
const LINE_END = '\r\n';
/** By it, spreadsheets know that the text is UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';
/** What spreadsheets take for the beginning of a formula (OWASP, "CSV Injection"), also in its full-width forms. */
const FORMULA = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;

/** Makes the lines of a table of leaves. */
export class CsvWriter {
  /** @param isForSpreadsheets no cell begins like a formula: such a one gets an apostrophe before it */
  constructor(
    private readonly isForSpreadsheets: boolean,
    private readonly withPrivate: boolean,
  ) {}

  header(): string {
    const names = this.withPrivate ? [...COLUMNS, PRIVATE] : COLUMNS;
    return (this.isForSpreadsheets ? BYTE_ORDER_MARK : '') + names.join(',') + LINE_END;
  }

  /** @param text the private text as JSON; null where it was erased, undefined where there is none */
  line(leaf: CsvLeaf, index: number, text: string | null | undefined): string {
    const { at, actor, action, stream, seq, request, client, row } = leaf;
    const cells = [
      String(index),
      at,
      actor,
      action ?? '',
      typeOfEvent(leaf),
      stream,
      String(seq),
      request ?? '',
      client ?? '',
      JSON.stringify(row),
    ];
    if (this.withPrivate) cells.push(text === null ? 'erased' : (text ?? ''));
    return cells.map((cell) => this.cell(cell)).join(',') + LINE_END;
  }

  private cell(text: string): string {
    const safe = this.isForSpreadsheets && FORMULA.test(text) ? `'${text}` : text;
    return /[",\r\n']/.test(safe) || safe !== text ? `"${safe.replaceAll('"', '""')}"` : safe;
  }
}
