/** @returns the rows under their headings, in columns as wide as their widest cell */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => Array.from(row[column] ?? '').length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell + ' '.repeat(widths[column]! - Array.from(cell).length))
      .join('  ')
      .trimEnd();
  return all.map(line).join('\n');
}
