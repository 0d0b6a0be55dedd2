import { DUE_FEN, type TestHousehold } from '../../../app/testing/test-estate.ts';
import { create, notify } from '../../../app/testing/test-payments.ts';
import type { TestServer } from '../../../app/testing/test-server.ts';
import { outTradeNoOf } from '../../payments/channel-orders.ts';
import { type DayOfChannel, runChannelDay } from '../channel-days/channel-run.ts';
import type { RunRequest } from '../channel-days/channel-run.store.ts';
import { reconciliationContext } from '../channel-days/learn-trade.ts';
import type { ReconciliationContext } from '../reconciliation-context.ts';
import type { ChannelTrade, FileRow, FundMovement } from '../statement-rows.ts';

/** The business day of the test server's noon. */
export const DAY = '2026-11-23';

export function reconciliationOf(server: TestServer): ReconciliationContext {
  return reconciliationContext(server.context);
}

/** A household pays both bills by WeChat; @returns the order as the channel's file tells of it */
export async function paid(server: TestServer, household: TestHousehold, told: 'booked' | 'not-told' = 'booked') {
  const { orderId } = await create(server.kiosks[0], household, 'wechat-qr');
  server.wechat.pay(outTradeNoOf(orderId));
  if (told === 'booked') await notify(server, server.wechat, orderId);
  return trade({ outTradeNo: outTradeNoOf(orderId), at: server.clock.now() });
}

export function trade(changes: Partial<ChannelTrade> = {}): ChannelTrade {
  const outTradeNo = changes.outTradeNo ?? '';
  return {
    channel: 'wechat-pay',
    kind: 'payment',
    outTradeNo,
    transactionId: `wechat-pay-${outTradeNo}`,
    amountFen: DUE_FEN,
    feeFen: 112,
    at: 0,
    state: 'success',
    line: 0,
    ...changes,
  };
}

/** A file of these rows, in their order. */
export function fileOf(...rows: readonly (ChannelTrade | FundMovement)[]): DayOfChannel {
  async function* read(): AsyncGenerator<FileRow<ChannelTrade | FundMovement>> {
    await Promise.resolve();
    for (const [index, row] of rows.entries()) yield { row: { ...row, line: index + 1 } };
  }
  async function* bytes(): AsyncGenerator<Uint8Array> {
    await Promise.resolve();
    yield Buffer.from(JSON.stringify(rows));
  }
  return { bytes: bytes(), read: () => read() };
}

export function runDay(server: TestServer, day: DayOfChannel, changes: Partial<RunRequest> = {}) {
  const request = {
    channel: 'wechat-pay',
    merchant: 'm1',
    businessDate: DAY,
    kind: 'trade',
    by: 'system',
    force: false,
  } as const;
  return runChannelDay(reconciliationOf(server), { ...request, ...changes }, day);
}

export async function differences(server: TestServer) {
  const rows = await server.storage.db
    .selectFrom('channel_difference')
    .select(['kind', 'state', 'channel_fen', 'local_fen', 'reason'])
    .orderBy('kind')
    .execute();
  return rows.map((row) => [row.kind, row.state]);
}
