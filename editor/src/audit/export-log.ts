/** A line that begins so is no entry: it says what was left out, or a private text. */
const CONTROL = [0x7b, 0x22, 0x24]; // {"$
const LINE_FEED = 10;

export interface Exported {
  readonly file: Blob;
  readonly name: string;
  readonly entries: number;
}

/** The server answered, and refused; the message is for people. */
export class ExportRefusedError extends Error {}

/** Counts entries in a file that comes in pieces, wherever it is cut. */
export class EntryCounter {
  entries = 0;
  /** How many bytes of the line at hand were seen, up to those that tell what it is. */
  private seen = 0;
  private isControl = true;

  take(chunk: Uint8Array): void {
    for (let i = 0; i < chunk.length; i += 1) {
      const byte = chunk[i]!;
      if (byte === LINE_FEED) {
        if (this.seen > 0 && !this.isControl) this.entries += 1;
        this.seen = 0;
        this.isControl = true;
      } else if (this.seen < CONTROL.length) {
        this.isControl &&= byte === CONTROL[this.seen];
        this.seen += 1;
      } else {
        const end = chunk.indexOf(LINE_FEED, i); // what it is, is known: on to its end
        i = end < 0 ? chunk.length : end - 1;
      }
    }
  }
}

/**
 * Exports the log, or a part of it.
 *
 * @param query as GET /audit/log takes it
 * @param onProgress is told, now and then, how much there is so far
 * @throws ExportRefusedError with a sentence for people; DOMException where it was stopped; TypeError where it broke off
 */
export async function exportLog(
  query: string,
  signal: AbortSignal,
  onProgress: (entries: number, bytes: number) => void,
): Promise<Exported> {
  const answer = await fetch(`/audit/log${query === '' ? '' : `?${query}`}`, { credentials: 'same-origin', signal });
  if (!answer.ok || answer.body === null) throw new ExportRefusedError(await refusalOf(answer));
  const name =
    /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? 'claimdesk-log.ndjson';
  const counter = new EntryCounter();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const reader = answer.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    counter.take(part.value);
    bytes += part.value.length;
    onProgress(counter.entries, bytes);
  }
  return { file: new Blob(parts, { type: 'application/x-ndjson' }), name, entries: counter.entries };
}

async function refusalOf(answer: Response): Promise<string> {
  const body = (await answer.json().catch(() => null)) as { error?: { message?: string } } | null;
  return body?.error?.message ?? `${answer.status}`;
}

/** Has the browser save a file. */
export function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // once it is written
}

const units = ['B', 'kB', 'MB', 'GB'] as const;

/** @returns such as `1.2 MB` */
export function sizeText(bytes: number, locale: string): string {
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const digits = new Intl.NumberFormat(locale, { maximumFractionDigits: power < 2 ? 0 : 1 });
  return `${digits.format(bytes / 1000 ** power)} ${units[power]}`;
}
