import { newId } from '@louting/common/ids';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import type { Storage } from '../../storage/storage.ts';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';
import { runBills } from '../billing/bill-run.ts';
import { clock, testBooks } from '../billing/test-books.ts';
import { newSealKey, postAll, sales } from '../ledger/chain/test-chain.ts';
import { sealEntries } from '../ledger/chain/sealing.store.ts';
import { cutToBytes } from './voucher-file.ts';
import { changeSubjects, exportVouchers, subjectRows, type VoucherExport, voucherFile } from './vouchers.store.ts';

const key = newSealKey();

/** Three bills of March, one of them passed through, posted and sealed. */
async function march(storage: Storage) {
  const books = await testBooks(storage);
  await books.addRoom({ code: '1-1-101' });
  await books.addRoom({ code: '1-1-102' });
  const { communityId } = books;
  await runBills(storage, { runId: newId(), communityId, month: '2026-03', dryRun: false }, { clock, newId });
  const seal = () => sealEntries({ storage, clock, key }, 'everything');
  await seal();
  const make = (wanted: Partial<VoucherExport> = {}) =>
    exportVouchers(
      storage,
      {
        communityId,
        target: 'u8',
        month: '2026-03',
        mode: 'daily',
        by: 'staff:liu',
        maker: '刘会计',
        ...wanted,
      },
      { clock, newId },
    );
  const bytesOf = async (batchId: string) => (await voucherFile(storage.db, batchId))?.bytes ?? Buffer.alloc(0);
  return { communityId, seal, make, bytesOf };
}

describeOnEachDatabase('voucher exports', (open) => {
  test('a day for U8: GBK text, one balanced voucher of contiguous rows, leaf subjects', async () => {
    const storage = await open();
    const { make, bytesOf } = await march(storage);
    const made = await make();
    if (!made.ok) throw new Error(made.error.code);
    expect(made.value).toMatchObject({ vouchers: 1, entries: 2, totalFen: 501_20, batchNumber: 1 });
    const text = iconv.decode(await bytesOf(made.value.batchId), 'gbk');
    expect(text.split('\r\n')).toEqual([
      '填制凭证,V800',
      '2026-03-01,记,2026-03-01 1,2,计提应收费用 2笔,1122,501.20,0.00',
      '2026-03-01,记,2026-03-01 1,2,计提应收费用 2笔,22210106,0.00,28.36',
      '2026-03-01,记,2026-03-01 1,2,计提应收费用 2笔,6001,0.00,472.84',
      '',
    ]);
  });

  test('exported again: nothing is left; a late entry is in a batch of its own, and old bytes stay the same', async () => {
    const storage = await open();
    const { make, communityId, seal, bytesOf } = await march(storage);
    const [one, two] = await Promise.all([make(), make()]);
    const first = one.ok ? one : two;
    if (!first.ok) throw new Error(first.error.code);
    expect(await make()).toMatchObject({ error: { code: 'LT-2823' } });
    const before = await bytesOf(first.value.batchId);
    await postAll(storage, sales(communityId, [700], clock.now()));
    await seal();
    const late = await make({ mode: 'entry' });
    expect(late).toMatchObject({ value: { batchNumber: 2, entries: 1, vouchers: 1, totalFen: 700 } });
    expect(await bytesOf(first.value.batchId)).toEqual(before);
    // Another target has not had any of them.
    expect(await make({ target: 'kingdee' })).toMatchObject({ value: { batchNumber: 1, entries: 3 } });
  });

  test('an entry mode export for Kingdee is a workbook with a voucher for each entry', async () => {
    const storage = await open();
    const { make, bytesOf } = await march(storage);
    const made = await make({ target: 'kingdee', mode: 'entry' });
    if (!made.ok) throw new Error(made.error.code);
    expect(made.value).toMatchObject({ vouchers: 2, entries: 2 });
    const bytes = await bytesOf(made.value.batchId);
    expect(bytes.subarray(0, 2).toString()).toBe('PK');
  });

  test('an account without a subject, or with one that is no leaf: nothing is exported', async () => {
    const storage = await open();
    const { make, communityId } = await march(storage);
    const target = 'u8';
    const subject = (accountCode: string, subjectCode: string, itemCode = '') => ({
      accountCode,
      itemCode,
      subjectCode,
      subjectName: accountCode,
    });
    const change = (rows: ReturnType<typeof subject>[]) => changeSubjects(storage, { communityId, target }, rows);
    expect(await change([subject('1122', '1122'), subject('2221', '112201')])).toMatchObject({
      error: { code: 'LT-2825', detail: '1122 not-a-leaf' },
    });
    expect(await change([subject('1122', '11.22')])).toMatchObject({ error: { detail: '11.22 not-a-code' } });
    expect(await change([subject('7777', '1122')])).toMatchObject({ error: { code: 'LT-9001' } });
    expect(await change([subject('1122', '1122'), subject('2221', '222101')])).toMatchObject({ ok: true });
    expect(await make()).toMatchObject({ error: { code: 'LT-2824', detail: '6001' } });
    await change([subject('1122', '1122'), subject('2221', '222101'), subject('6001', '600101', 'property')]);
    expect(await make()).toMatchObject({ value: { totalFen: 501_20 } });
    const rows = await subjectRows(storage.db, communityId, target);
    expect(rows.filter((row) => row.problem === undefined)).toHaveLength(3);
  });
});

test('a long summary is cut between characters, by its bytes', () => {
  expect(cutToBytes('收到业主缴费', 5)).toBe('收到');
  expect(cutToBytes('a收', 3)).toBe('a收');
});
