import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { readBankStatement } from '../bank-statements/bank-statement.ts';
import type { FileRow } from '../statement-rows.ts';
import { writeAlipayDetail, writeIcbcStatement, writeWechatBill, type WrittenFile } from './bill-writing-in-tests.ts';
import { readChannelFile } from './channel-file.ts';

/** `STATEMENT_ROWS=500000` reads files of that length instead; the figures are printed. */
const ROWS = Number(process.env.STATEMENT_ROWS ?? 60_000);
const WARM_ROWS = 10_000;
/** Half of what 50,000 kept rows would weigh at the least. */
const MAX_GROWTH_BYTES = 8 * 1024 ** 2;

const files: readonly [
  string,
  (rows: number) => WrittenFile,
  (bytes: AsyncIterable<Uint8Array>) => AsyncIterable<FileRow<{ amountFen: number }>>,
][] = [
  ['WeChat trade bill', writeWechatBill, (bytes) => readChannelFile('wechat-trade', bytes)],
  ['Alipay detail file', writeAlipayDetail, (bytes) => readChannelFile('alipay-trade', bytes)],
  ['statement of ICBC', writeIcbcStatement, (bytes) => readBankStatement('icbc.csv', bytes)],
];

describe('a long file', () => {
  it.each(files)('takes no memory that grows with it: %s', { timeout: 600_000 }, async (name, write, read) => {
    const { bytes, sumFen } = write(ROWS);
    const started = performance.now();
    const retained: number[] = [];
    let rows = 0;
    let sum = 0;
    for await (const row of read(bytes)) {
      if ('problem' in row) throw new Error(JSON.stringify(row.problem));
      rows += 1;
      sum += row.row.amountFen;
      if (rows === WARM_ROWS || rows === ROWS) retained.push(retainedBytes());
    }
    const seconds = (performance.now() - started) / 1000;
    const growth = (retained[1] ?? 0) - (retained[0] ?? 0);
    process.stdout.write(
      `${name}: ${rows} rows in ${seconds.toFixed(1)} s, retained memory grew by ${(growth / 1024).toFixed(0)} KB after row ${WARM_ROWS}\n`,
    );
    expect([rows, sum]).toEqual([ROWS, sumFen]);
    expect(growth).toBeLessThan(MAX_GROWTH_BYTES);
  });
});

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What is still held after a collection, in the heap and in buffers. */
function retainedBytes(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
