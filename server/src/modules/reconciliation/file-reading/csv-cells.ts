import Papa from 'papaparse';

/**
 * Cells of one record of delimited text.
 * @param text one line, or several that a quoted cell with line breaks holds together
 * @returns undefined when a quotation mark is not closed, or closes in the middle of a cell of a later line
 */
export function csvCells(text: string, delimiter: string): string[] | undefined {
  if (!text.includes('"')) return text.split(delimiter);
  const quoted = allQuoted(text, delimiter);
  if (quoted) return quoted;
  const parsed = Papa.parse<string[]>(text, { delimiter, newline: '\n' });
  const isTorn = parsed.errors.some(({ code }) => code === 'MissingQuotes' || text.includes('\n'));
  if (isTorn) return undefined;
  // Spreadsheet programs are made to keep a long number as text by writing it as ="6222…".
  return (parsed.data[0] ?? []).map((cell) => /^="([^"]*)"?$/.exec(cell)?.[1] ?? cell);
}

/** The usual case of banks that quote every cell and have no quotation mark inside one: nothing to parse. */
function allQuoted(text: string, delimiter: string): string[] | undefined {
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"') || text.includes('\n')) return undefined;
  const cells = text.slice(1, -1).split(`"${delimiter}"`);
  return cells.some((cell) => cell.includes('"')) ? undefined : cells;
}

/** What a spreadsheet program would calculate or run: `=…`, and `+`, `-` or `@` followed by a call. */
export function isFormula(cell: string): boolean {
  const text = cell.trim();
  return text.startsWith('=') || /^[+\-@]\s*[A-Za-z_]+[!(|]/.test(text);
}
