import { unwrap } from '@louting/common/result';
import { expect, it } from 'vitest';
import { DUE_FEN, type TestHousehold } from '../../../app/testing/test-estate.ts';
import { create, expectSoundBooks, payments } from '../../../app/testing/test-payments.ts';
import { startTestServer, type TestServer } from '../../../app/testing/test-server.ts';
import { describeOnEachDatabase } from '../../../storage/test-storages.ts';
import { outTradeNoOf } from '../../payments/channel-orders.ts';
import { readChannelFile } from '../channel-files/channel-file.ts';
import { DAY, fileOf, runDay } from '../testing/test-channel-days.ts';

const FEE_FEN = 112;
const TERMINAL = '12345678';
const POS = { channel: 'pos' } as const;

async function sale(server: TestServer, home: TestHousehold): Promise<string> {
  return (await create(server.kiosks[0], home, 'bank-card')).orderId;
}

async function told(server: TestServer, orderId: string, reference: string, slip = {}): Promise<void> {
  const paidAt = server.clock.now();
  const approved = { outcome: 'approved', amountFen: DUE_FEN, reference, terminalId: TERMINAL, paidAt, ...slip };
  await server.kiosks[0].call('POST', `/kiosk/v1/payment-orders/${orderId}/bank-card`, approved);
}

/** As ChinaUMS writes it: no order number of ours. */
function file(...rows: readonly (readonly [reference: string, terminal: string, orderNo?: string])[]) {
  const lines = rows.map(
    ([reference, terminal, orderNo = '']) =>
      `${terminal},${DAY} 12:00:00,消费,成功,${reference},186.40,${FEE_FEN / 100},${orderNo}`,
  );
  return fileOfText(['终端号,交易时间,交易类型,交易状态,参考号,交易金额,手续费,订单号', ...lines]);
}

function fileOfText(lines: readonly string[]) {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    await Promise.resolve();
    yield Buffer.from(lines.join('\n'));
  }
  return { bytes: bytes(), read: (each: AsyncIterable<Uint8Array>) => readChannelFile('pos', each) };
}

describeOnEachDatabase('a day of the bank-card acquirer', (openBooks) => {
  it('rows without an order number: found by reference and terminal; the fee held against the contract; paid out net', async () => {
    const server = await startTestServer(await openBooks(), { households: 4, bankCards: true });
    const [known, lost, silent, other] = server.estate.households;
    if (!known || !lost || !silent || !other) throw new Error('no household');
    await server.storage.transact((tx) =>
      tx
        .insertInto('channel_fee_rule')
        .values({
          ...POS,
          from_date: '2026-01-01',
          name: 'contract 0.6 %',
          rate_millionths: 6_000,
          tolerance_fen: 1,
          set_by: 'system',
          confirmed_by: 'system',
          set_at: 0,
        })
        .execute(),
    );
    await told(server, await sale(server, known), '112312000001');
    // The server died between what the terminal said and its booking.
    const half = await sale(server, lost);
    await server.storage.transact((tx) =>
      tx
        .insertInto('bank_card_payment')
        .values({
          order_id: half,
          terminal_id: TERMINAL,
          reference: '112312000002',
          paid_at: server.clock.now(),
          reported_at: server.clock.now(),
        })
        .execute(),
    );
    const named = await sale(server, silent);
    await sale(server, other);

    const day = file(
      ['112312000001', TERMINAL],
      ['112312000002', TERMINAL],
      ['112312000003', TERMINAL, outTradeNoOf(named)],
      // Of a terminal that is not ours, with a number that is.
      ['112312000001', '87654321'],
    );
    unwrap(await runDay(server, day, POS));
    expect(await payments(server)).toHaveLength(3);
    const found = await server.storage.db
      .selectFrom('channel_difference')
      .select(['kind', 'state', 'order_id'])
      .orderBy('file_line')
      .execute();
    expect(found).toEqual([
      { kind: 'LOCAL_MISSING', state: 'AUTO_RESOLVED', order_id: half },
      { kind: 'LOCAL_MISSING', state: 'AUTO_RESOLVED', order_id: named },
      { kind: 'LOCAL_MISSING', state: 'OPEN', order_id: null },
    ]);

    const settlement = {
      ...POS,
      kind: 'settlement',
      serial: 'S1',
      // All four, for the acquirer pays out what it has, ours or not.
      amountFen: -4 * (DUE_FEN - FEE_FEN),
      at: Date.parse('2026-11-24T08:00:00+08:00'),
      remark: '',
      line: 0,
    } as const;
    unwrap(await runDay(server, fileOf(settlement), { ...POS, businessDate: '2026-11-24', kind: 'fund' }));
    const posted = await server.storage.db
      .selectFrom('ledger_line')
      .innerJoin('ledger_entry', 'ledger_entry.entry_id', 'ledger_line.entry_id')
      .select(['account_code', 'debit_fen', 'credit_fen'])
      .where('event', '=', 'channel.settled')
      .orderBy('account_code')
      .execute();
    expect(posted).toEqual([
      { account_code: '1002', debit_fen: 3 * (DUE_FEN - FEE_FEN), credit_fen: 0 },
      { account_code: '1012.pos', debit_fen: 0, credit_fen: 3 * DUE_FEN },
      { account_code: '6603', debit_fen: 3 * FEE_FEN, credit_fen: 0 },
    ]);
    await expectSoundBooks(server);
  }, 60_000);

  it('rows without any reference: found by terminal, batch and trace; of two that fit, none', async () => {
    const server = await startTestServer(await openBooks(), { households: 3, bankCards: true });
    const [known, ...alike] = server.estate.households;
    if (!known) throw new Error('no household');
    const one = await sale(server, known);
    await told(server, one, '112312000001', { batch: '000012', trace: '000101' });
    for (const [index, home] of alike.entries()) {
      await told(server, await sale(server, home), `11231200001${index}`, { batch: '000012', trace: '000102' });
    }
    const row = (terminal: string, trace: string) => `${terminal},${DAY} 12:00:00,消费,12,${trace},186.40,1.12`;
    const rows = [row(TERMINAL, '101'), row(TERMINAL, '102'), row('87654321', '101')];
    unwrap(await runDay(server, fileOfText(['终端号,交易时间,交易类型,批次号,流水号,交易金额,手续费', ...rows]), POS));
    const trades = await server.storage.db
      .selectFrom('channel_trade')
      .select(['order_id', 'transaction_id'])
      .orderBy('line')
      .execute();
    expect(trades).toEqual([
      { order_id: one, transaction_id: '12-101' },
      { order_id: null, transaction_id: '12-102' },
      { order_id: null, transaction_id: '12-101' },
    ]);
  });
});
