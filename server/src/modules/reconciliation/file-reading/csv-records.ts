import { csvCells } from './csv-cells.ts';
import type { TableRecord } from './table-records.ts';
import { problemOf, unreadableLine, type TextLine } from './text-lines.ts';

/** A quoted cell may hold line breaks, but not so many that one lost quotation mark swallows the file. */
const MAX_LINES_OF_A_RECORD = 8;

export interface CsvRecords {
  /** Records that are complete with this line: none, one, or several when a quotation mark turned out lost. */
  take(line: TextLine): readonly TableRecord[];
  end(): readonly TableRecord[];
}

/** Puts lines together to records; a lost quotation mark costs its own record and none of those behind it. */
export function createCsvRecords(delimiter: string): CsvRecords {
  let open: TextLine[] = [];

  const single = (line: TextLine): TableRecord | undefined => {
    const unreadable = unreadableLine(line);
    if (unreadable && 'problem' in unreadable) return { line: line.number, problem: unreadable.problem };
    const cells = csvCells(line.text, delimiter);
    return cells && { line: line.number, cells };
  };
  const giveUp = (): TableRecord[] => {
    const [first, ...others] = open;
    open = [];
    if (!first) return [];
    const { problem } = problemOf(first.number, 'LT-2706', '"');
    return [{ line: first.number, problem }, ...others.flatMap((line) => take(line))];
  };
  const take = (line: TextLine): TableRecord[] => {
    if (open.length === 0) {
      const record = single(line);
      if (record) return [record];
      open = [line];
      return [];
    }
    open.push(line);
    const [first] = open;
    const cells = unreadableLine(line) ? undefined : csvCells(open.map(({ text }) => text).join('\n'), delimiter);
    if (first && cells) {
      open = [];
      return [{ line: first.number, cells }];
    }
    return open.length >= MAX_LINES_OF_A_RECORD ? giveUp() : [];
  };

  return {
    take,
    end: () => {
      const records: TableRecord[] = [];
      while (open.length > 0) records.push(...giveUp());
      return records;
    },
  };
}
