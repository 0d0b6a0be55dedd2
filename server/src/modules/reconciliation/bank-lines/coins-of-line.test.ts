import { newId } from '@louting/common/ids';
import { expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../../storage/test-storages.ts';
import { startHoppers } from '../../cash/hoppers/test-hoppers.ts';
import { ACCOUNTS } from '../../ledger/ledger.ts';
import { bankLine, noBytes, statementOf } from '../testing/test-bank-lines.ts';
import { reconciliationOf } from '../testing/test-channel-days.ts';
import { importStatement } from './bank-import.ts';
import { matchWaitingLines } from './bank-matching.ts';

describeOnEachDatabase('coins fetched at the bank', (open) => {
  it('the line of the statement is found to be the filling of the hoppers, and the money left 1002 once', async () => {
    const place = await startHoppers(await open());
    const fill = await place.moved('fill', { 10: 500 }, { source: 'bank' });
    const context = reconciliationOf(place.server);
    const drawn = { amountFen: -50_000, counterpartyName: '', counterpartyAccount: '' };
    const lines = [
      bankLine({ ...drawn, remark: '现金支取', serial: 'b1' }),
      bankLine({ ...drawn, remark: '付水费', serial: 'b2' }),
      bankLine({ ...drawn, amountFen: -49_900, remark: '现金支取', serial: 'b3' }),
    ];
    const file = { communityId: place.communityId, fileName: 'icbc.csv', by: newId(), bytes: noBytes() };
    expect((await importStatement(context, file, statementOf(...lines))).ok).toBe(true);
    await matchWaitingLines(context, place.communityId);
    const found = await place.storage.db
      .selectFrom('bank_line')
      .select(['state', 'explained_by'])
      .orderBy('serial')
      .execute();
    expect(found).toEqual([
      { state: 'EXPLAINED', explained_by: fill.movement_id },
      { state: 'OTHER', explained_by: null },
      { state: 'OTHER', explained_by: null },
    ]);
    expect(await place.balance(ACCOUNTS.bank)).toBe(-50_000);
    await place.expectSound();
  });
});
