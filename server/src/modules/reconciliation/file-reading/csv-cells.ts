import Papa from 'papaparse';

/**
 * Cells of one line of delimited text.
 * @returns undefined when a quotation mark is not closed on this line
 */
export function csvCells(line: string, delimiter: string): string[] | undefined {
  if (!line.includes('"')) return line.split(delimiter);
  const parsed = Papa.parse<string[]>(line, { delimiter, newline: '\n' });
  if (parsed.errors.some(({ code }) => code === 'MissingQuotes')) return undefined;
  // Spreadsheet programs are made to keep a long number as text by writing it as ="6222…".
  return (parsed.data[0] ?? []).map((cell) => /^="([^"]*)"?$/.exec(cell)?.[1] ?? cell);
}

/** What a spreadsheet program would calculate or run: `=…`, and `+`, `-` or `@` followed by a call. */
export function isFormula(cell: string): boolean {
  const text = cell.trim();
  return text.startsWith('=') || /^[+\-@]\s*[A-Za-z_]+[!(|]/.test(text);
}
