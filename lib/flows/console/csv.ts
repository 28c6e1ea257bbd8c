/** A cell that begins with one of these is a formula to a spreadsheet (OWASP, CSV injection): an apostrophe defuses it. */
const formulaStart = /^[=+\-@\t\r]/;

/** One line of CSV after RFC 4180, safe to open in a spreadsheet. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(value: string | number | null): string {
  if (typeof value === 'number') return String(value);
  const text = value ?? '';
  const safe = formulaStart.test(text) ? `'${text}` : text;
  return /["',\r\n\t]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** What csvLine put before a formula, taken off again: a file that was exported here can be imported here. */
export function readCell(cell: string): string {
  return /^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}

/**
 * The records of a CSV file after RFC 4180, piece by piece as the text comes. A quote inside an unquoted cell is a
 * character like any other, and a last line without an end is a line.
 */
export async function* parseCsv(text: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string[]> {
  let record: string[] = [];
  let cell = '';
  let quoted = false;
  /** The quote just read ends the cell, or is the first of two. */
  let closing = false;
  let first = true;
  let afterCr = false;
  for await (const piece of text) {
    const chunk = first ? piece.replace(/^\uFEFF/, '') : piece;
    first = false;
    for (const character of chunk) {
      const isLfOfCrLf = afterCr && character === '\n';
      afterCr = false;
      if (isLfOfCrLf) continue;
      if (quoted && !closing) {
        if (character === '"') closing = true;
        else cell += character;
        continue;
      }
      if (closing) {
        closing = false;
        if (character === '"') {
          cell += '"';
          continue;
        }
        quoted = false;
      }
      if (character === '"' && cell === '') quoted = true;
      else if (character === ',') {
        record.push(cell);
        cell = '';
      } else if (character === '\n' || character === '\r') {
        afterCr = character === '\r';
        record.push(cell);
        if (record.length > 1 || record[0] !== '') yield record;
        record = [];
        cell = '';
      } else cell += character;
    }
  }
  if (cell !== '' || record.length > 0) yield [...record, cell];
}
