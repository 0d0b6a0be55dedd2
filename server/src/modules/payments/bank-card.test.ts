import { newId } from '@louting/common/ids';
import { expect, it } from 'vitest';
import { DUE_FEN } from '../../app/testing/test-estate.ts';
import {
  close,
  create,
  exceptions,
  expectSoundBooks,
  look,
  type Order,
  payments,
  startPayments,
} from '../../app/testing/test-payments.ts';
import type { TestKiosk } from '../../app/testing/test-server.ts';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';
import { askTotals, terminalDays, totalsAskedOf } from '../cash/terminal-totals/terminal-totals.store.ts';
import { learnFromAcquirer } from './learn-from-acquirer.ts';
import { outTradeNoOf } from './channel-orders.ts';

const PAID_AT = Date.UTC(2026, 10, 23, 4);
const APPROVED = {
  outcome: 'approved',
  amountFen: DUE_FEN,
  reference: '112312000123',
  terminalId: '12345678',
  paidAt: PAID_AT,
  authorisation: '000861',
  batch: '000001',
  trace: '000123',
  cardMasked: '622848******1234',
} as const;

const report = (kiosk: TestKiosk, orderId: string, body: object) =>
  kiosk.call<Order>('POST', `/kiosk/v1/payment-orders/${orderId}/bank-card`, body);

describeOnEachDatabase('payment by bank card', (openBooks) => {
  const start = async () => startPayments(await openBooks(), { bankCards: true });

  it('approved: booked once, with what a card slip says on the receipt, in transit until the acquirer settles', async () => {
    const { server, home, k1, k2 } = await start();
    const { orderId, body } = await create(k1, home, 'bank-card');
    expect(body.state).toBe('PENDING');
    expect((await report(k2, orderId, APPROVED)).body).toMatchObject({ code: 'LT-2109' });
    for (let told = 0; told < 2; told += 1) {
      const { body: order } = await report(k1, orderId, APPROVED);
      expect(order).toMatchObject({ state: 'SUCCEEDED', receipt: { methodName: '银行卡', totalFen: DUE_FEN } });
      const { terminalId, batch, trace, cardMasked } = APPROVED;
      expect(order.receipt?.card).toEqual({ terminalId, batch, trace, cardMasked });
    }
    expect(await payments(server)).toHaveLength(1);
    const lines = await server.storage.db
      .selectFrom('ledger_line')
      .selectAll()
      .where('debit_fen', '=', DUE_FEN)
      .execute();
    expect(lines.map((line) => line.account_code)).toContain('1012.pos');
    const cards = await server.storage.db.selectFrom('bank_card_payment').selectAll().execute();
    expect(cards).toMatchObject([{ order_id: orderId, reference: '112312000123', card_masked: '622848******1234' }]);
    await expectSoundBooks(server);
  });

  it('a whole card number is refused at the door, and stands nowhere', async () => {
    const { server, home, k1 } = await start();
    const { orderId } = await create(k1, home, 'bank-card');
    const answer = await report(k1, orderId, { ...APPROVED, cardMasked: '6228480012345671234' });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(await server.storage.db.selectFrom('bank_card_payment').selectAll().execute())).toBe('[]');
  });

  it('declined: nothing owed is paid, and the bills are free again', async () => {
    const { server, home, k1, k2 } = await start();
    const { orderId } = await create(k1, home, 'bank-card');
    expect((await create(k2, home, 'cash')).body).toMatchObject({ code: 'LT-2003' });
    const { body } = await report(k1, orderId, { outcome: 'declined', code: 'LT-3507' });
    expect(body).toMatchObject({ state: 'FAILED', failure: { code: 'LT-3507' } });
    expect((await create(k2, home, 'cash')).body).toMatchObject({ state: 'PENDING' });
    expect(await payments(server)).toEqual([]);
  });

  it('unknown: the bills stay locked past the order, until the kiosk finds out', async () => {
    const { server, home, k1, k2 } = await start();
    const { orderId } = await create(k1, home, 'bank-card');
    expect((await report(k1, orderId, { outcome: 'unknown' })).body.state).toBe('UNKNOWN');
    server.clock.pass(3_600_000);
    await server.resolver.runOnce();
    expect((await look(k1, orderId)).state).toBe('UNKNOWN');
    expect((await create(k2, home, 'cash')).body).toMatchObject({ code: 'LT-2003' });
    expect((await report(k1, orderId, APPROVED)).body.state).toBe('SUCCEEDED');
    await expectSoundBooks(server);
  });

  it('the kiosk never comes back: a person is told, and the acquirer’s file books it once', async () => {
    const { server, home, k1 } = await start();
    const { orderId } = await create(k1, home, 'bank-card');
    for (let hours = 0; hours < 8; hours += 1) {
      server.clock.pass(3_600_000);
      await server.resolver.runOnce();
    }
    expect(await exceptions(server)).toEqual([['LT-2103', DUE_FEN]]);
    const line = { amountFen: DUE_FEN, transactionId: APPROVED.reference, paidAt: PAID_AT };
    const learnt = await learnFromAcquirer(server.context, outTradeNoOf(orderId), line);
    expect(learnt).toMatchObject({ ok: true, value: { bookedNow: true } });
    expect((await report(k1, orderId, APPROVED)).body.state).toBe('SUCCEEDED');
    expect(await payments(server)).toHaveLength(1);
    await expectSoundBooks(server);
  });

  it('closed by its kiosk because nothing was sold; money after all is booked, and staff are told', async () => {
    const { server, home, k1 } = await start();
    const { orderId } = await create(k1, home, 'bank-card');
    expect((await close(k1, orderId)).state).toBe('CLOSED');
    expect((await report(k1, orderId, APPROVED)).body.state).toBe('SUCCEEDED');
    expect(await exceptions(server)).toEqual([['LT-2112', DUE_FEN]]);
  });

  it('sale at the terminal the books do not know: an open matter, once; a terminal that is away says so', async () => {
    const { server, home, k1 } = await start();
    const { orderId } = await create(k1, home, 'bank-card');
    await report(k1, orderId, APPROVED);
    const { communityId } = server.estate;
    const businessDate = '2026-11-23';
    const ask = (totalsId: string, settles = false) =>
      server.storage.transact((tx) =>
        askTotals(tx, { totalsId, kioskId: k1.kioskId, communityId, businessDate, settles, by: 'staff:1' }, 1),
      );
    const tell = (totalsId: string, told: object) => k1.call('POST', `/kiosk/v1/terminal-totals/${totalsId}`, told);
    const agreed = { outcome: 'told', netFen: DUE_FEN, sales: { count: 1, fen: DUE_FEN }, batch: '000001' };
    const [first, second, third] = [newId(), newId(), newId()];
    const heartbeat = JSON.stringify({ devices: [{ role: 'payment-terminal', state: 'ok' }] });
    await server.storage.transact((tx) => tx.updateTable('kiosk').set({ heartbeat }).execute());
    expect((await tell(first, agreed)).body).toMatchObject({ code: 'LT-9002' });
    await ask(first);
    await tell(first, agreed);
    expect(await exceptions(server)).toEqual([]);
    await ask(second);
    expect(await totalsAskedOf(server.storage.db, k1.kioskId)).toEqual([{ totalsId: second, settles: false }]);
    for (let told = 0; told < 2; told += 1) await tell(second, { ...agreed, netFen: DUE_FEN + 700 });
    expect(await exceptions(server)).toEqual([['LT-2205', 700]]);
    const days = () => terminalDays(server.storage.db, communityId, businessDate);
    const agreedOn = { state: 'told', ours: { count: 1, netFen: DUE_FEN } };
    expect(await days()).toMatchObject([agreedOn, { kioskNumber: 'K002', state: 'not-asked' }]);
    await ask(third);
    await tell(third, { outcome: 'silent', code: 'LT-3501' });
    expect(await days()).toMatchObject([{ state: 'silent', code: 'LT-3501' }, {}]);
  });

  it('a terminal settles a day once: pressed twice it is one question, and a new one only where none was answered', async () => {
    const { server, k1 } = await start();
    const { communityId } = server.estate;
    const [away, settles, again] = [newId(), newId(), newId()];
    let at = 0;
    const order = (totalsId: string, businessDate = '2026-11-23', settles = true) =>
      server.storage.transact((tx) =>
        askTotals(tx, { totalsId, kioskId: k1.kioskId, communityId, businessDate, settles, by: 'staff:1' }, (at += 1)),
      );
    expect(await order(away)).toBe(away);
    expect(await order(again)).toBe(away);
    await k1.call('POST', `/kiosk/v1/terminal-totals/${away}`, { outcome: 'silent', code: 'LT-3501' });
    expect(await order(settles)).toBe(settles);
    expect(await order(again)).toBe(settles);
    await k1.call('POST', `/kiosk/v1/terminal-totals/${settles}`, { outcome: 'told', netFen: 0 });
    expect(await order(again)).toBe(settles);
    const plain = newId();
    await order(plain, '2026-11-23', false);
    await k1.call('POST', `/kiosk/v1/terminal-totals/${plain}`, { outcome: 'silent', code: 'LT-3510' });
    expect(await terminalDays(server.storage.db, communityId, '2026-11-23')).toMatchObject([{ state: 'told' }]);
    const [lost, nextDay] = [newId(), newId()];
    expect(await order(lost, '2026-11-24')).toBe(lost);
    await k1.call('POST', `/kiosk/v1/terminal-totals/${lost}`, { outcome: 'silent', code: 'LT-2103' });
    expect(await order(again, '2026-11-24')).toBe(lost);
    expect(await order(nextDay, '2026-11-25')).toBe(nextDay);
    expect(await totalsAskedOf(server.storage.db, k1.kioskId)).toEqual([{ totalsId: nextDay, settles: true }]);
  });
});
