import { createHash } from 'node:crypto';
import type { BankLine, FileRow } from '../statement-rows.ts';

/** A line as a bank prints it; the fingerprint is made as the parsers make it. */
export function bankLine(changes: Partial<BankLine> = {}): BankLine {
  const line = {
    bank: 'icbc',
    account: '1202****0001',
    date: '2026-11-20',
    amountFen: 18_640,
    counterpartyName: '',
    counterpartyAccount: '',
    remark: '',
    serial: '',
    line: 1,
    ...changes,
  };
  const fingerprint = createHash('sha256')
    .update(JSON.stringify({ ...line, line: 0 }))
    .digest('hex');
  return { ...line, fingerprint };
}

export type StatementLines = readonly (BankLine | { readonly problem: string })[];

export function statementOf(...lines: StatementLines) {
  return async function* (): AsyncGenerator<FileRow<BankLine>> {
    await Promise.resolve();
    for (const [index, line] of lines.entries()) {
      if ('problem' in line) yield { problem: { line: index + 1, code: 'LT-2707', detail: line.problem } };
      else yield { row: { ...line, line: index + 1 } };
    }
  };
}

export async function* noBytes(): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield Buffer.from('statement');
}
