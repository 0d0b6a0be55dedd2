import type { BankLine, FileRow } from '../statement-rows.ts';

/**
 * Lines of a bank's account statement, in whatever form the bank exports it.
 * @param fileName a hint where the content leaves a choice
 */
// oxlint-disable-next-line require-await -- the layouts follow
export async function* readBankStatement(
  fileName: string,
  _bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<FileRow<BankLine>> {
  yield { problem: { line: 0, code: 'LT-2704', detail: `layout of ${fileName} is not known` } };
}
