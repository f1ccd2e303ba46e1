const LINE_FEED = 10;

/** Whether a file is compressed by gzip (RFC 1952, 2.3.1). */
async function isGzip(file: Blob): Promise<boolean> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return first === 0x1f && second === 0x8b;
}

/** Reads a file, plain or compressed by gzip, line by line; what follows the last line feed is left out. */
export async function* readLines(file: Blob): AsyncGenerator<Uint8Array> {
  const zipped = await isGzip(file);
  const reader = (
    zipped ? file.stream().pipeThrough(new DecompressionStream('gzip')) : file.stream()
  ).getReader() as ReadableStreamDefaultReader<Uint8Array>;
  let rest: Uint8Array = new Uint8Array();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const chunk = part.value;
      let start = 0;
      for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
        const line = chunk.subarray(start, end);
        yield rest.length === 0 ? line : join(rest, line);
        rest = new Uint8Array();
        start = end + 1;
      }
      rest = join(rest, chunk.subarray(start));
    }
  } finally {
    await reader.cancel().catch(() => undefined); // where the end was not reached
  }
}

function join(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
