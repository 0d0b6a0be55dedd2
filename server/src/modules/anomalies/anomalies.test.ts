import { newId } from '@louting/common/ids';
import { fen } from '@louting/common/money';
import { describe, expect, it } from 'vitest';
import { DUE_FEN } from '../../app/testing/test-estate.ts';
import { create, notes, payments, settle, startPayments } from '../../app/testing/test-payments.ts';
import { logInStaff } from '../../app/testing/test-staff.ts';
import type { AnomalyRow } from '../../contract/exceptions-api.ts';
import { rulesToConfirm } from '../../contract/kiosk-api.ts';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';
import { addBillByHand } from '../billing/manual-bill.store.ts';
import { anomaliesOf, AnomalyLimitsSchema, asksTwice } from './anomalies.ts';

const LIMITS = AnomalyLimitsSchema.parse({});

describe('unusual payments', () => {
  const at = 10_000_000;
  const payment = { at, amountFen: 5_000, earlier: [], billedTwice: false };
  const before = (ms: number, amountFen: number) => ({ at: at - ms, amountFen });

  it.each([
    ['an ordinary one', payment, []],
    ['up to the limit', { ...payment, amountFen: 1_000_000 }, []],
    ['above the limit', { ...payment, amountFen: 1_000_001 }, ['amount-over-limit']],
    ['the same amount a minute ago', { ...payment, earlier: [before(60_000, 5_000)] }, ['repeated-payment']],
    ['another amount a minute ago', { ...payment, earlier: [before(60_000, 4_000)] }, []],
    ['the same amount ten minutes ago', { ...payment, earlier: [before(600_000, 5_000)] }, []],
    ['the fourth within minutes', { ...payment, earlier: [1, 2, 3].map((n) => before(n, n)) }, ['repeated-payment']],
    [
      'all at once',
      { ...payment, amountFen: 2_000_000, earlier: [before(1, 2_000_000)], billedTwice: true },
      ['amount-over-limit', 'repeated-payment', 'billed-twice'],
    ],
  ])('%s', (_, asked, rules) => {
    expect(anomaliesOf(asked, LIMITS)).toEqual(rules);
  });

  const october = {
    billId: 'a',
    roomId: 'r',
    itemCode: 'PROPERTY',
    from: '2026-10-01',
    to: '2026-10-31',
    leaseId: null,
  };
  it.each([
    ['the quarter around the month', { from: '2026-10-01', to: '2026-12-31' }, true],
    ['a common day', { from: '2026-10-31', to: '2026-11-30' }, true],
    ['the month after', { from: '2026-11-01', to: '2026-11-30' }, false],
    ['another item', { itemCode: 'WATER' }, false],
    ['another room', { roomId: 's' }, false],
    ['another parking space', { leaseId: 'l' }, false],
    ['itself', { billId: 'a' }, false],
  ])('a bill is asked for twice: %s', (_, changes, twice) => {
    expect(asksTwice(october, { ...october, billId: 'b', ...changes })).toBe(twice);
  });
});

describeOnEachDatabase('anomalies', (openBooks) => {
  const fourthQuarter = { from: '2026-10-01', to: '2026-12-31' };

  it('the same amount again within minutes: asked first, made with the same id once confirmed, and on record', async () => {
    const { server, home, k1 } = await startPayments(await openBooks());
    const first = await create(k1, home, 'cash', { amountFen: 5_000, partial: true });
    await settle(k1, first.orderId, { notes: notes(50) });
    server.clock.pass(120_000);
    const asked = await create(k1, home, 'cash', { amountFen: 5_000, partial: true });
    expect(asked).toMatchObject({ status: 409, body: { code: 'LT-2113' } });
    expect(rulesToConfirm({ code: 'LT-2113', detail: String((asked.body as { detail?: string }).detail) })).toEqual([
      'repeated-payment',
    ]);
    expect(await server.storage.db.selectFrom('payment_order').selectAll().execute()).toHaveLength(1);
    const wrong = { ...asked.order, confirmed: ['billed-twice'] };
    expect((await k1.call('POST', '/kiosk/v1/payment-orders', wrong)).body.code).toBe('LT-2113');
    const confirmed = { ...asked.order, confirmed: ['repeated-payment'] };
    for (let again = 0; again < 2; again += 1) {
      expect((await k1.call('POST', '/kiosk/v1/payment-orders', confirmed)).status).toBe(200);
    }
    await settle(k1, asked.orderId, { notes: notes(50) });
    expect(await payments(server)).toHaveLength(2);

    const staff = await logInStaff(server, ['business-admin']);
    const list = () => staff.get<{ rows: AnomalyRow[]; total: number }>('/admin/v1/anomalies?reviewed=no');
    const { rows, total } = (await list()).body;
    expect(total).toBe(1);
    expect(rows[0]).toMatchObject({ rule: 'repeated-payment', amountFen: 5_000, orderId: asked.orderId });
    expect(rows[0]?.confirmedAt).toBeDefined();
    const review = { cause: '业主分两次缴费', action: '核对后无误' };
    const path = `/admin/v1/anomalies/${rows[0]?.anomalyId}/review`;
    for (let again = 0; again < 2; again += 1) expect((await staff.post(path, review)).status).toBe(200);
    expect((await list()).body.total).toBe(0);
    const trail = await server.storage.db
      .selectFrom('audit_event')
      .selectAll()
      .where('action', '=', 'review-anomaly')
      .execute();
    expect(trail).toHaveLength(1);
  });

  it('a room billed twice is flagged when the bill is published, and the owner is asked before paying either', async () => {
    const { server, home, k1 } = await startPayments(await openBooks());
    const bill = {
      roomId: home.roomId,
      itemCode: 'PROPERTY',
      period: { from: '2026-10-15', to: fourthQuarter.to },
      dueDate: '2026-12-31',
      lines: [{ explanation: { 'zh-CN': '四季度', en: 'fourth quarter' }, amountFen: fen(30_000) }],
      taxRate: 600,
      reason: '补录',
    };
    const added = await server.storage.transact((tx) => addBillByHand(tx, bill, { clock: server.clock, newId }));
    expect(added.ok).toBe(true);
    const flags = await server.storage.db.selectFrom('anomaly').selectAll().execute();
    expect(flags).toMatchObject([{ rule: 'billed-twice', room_id: home.roomId, amount_fen: 30_000, order_id: null }]);
    const asked = await create(k1, home, 'wechat-qr');
    expect(asked.body).toMatchObject({ code: 'LT-2113', detail: 'billed-twice' });
    expect(server.wechat.calls).toEqual([]);
    const meant = await create(k1, home, 'wechat-qr', { confirmed: ['billed-twice'] });
    expect(meant.body).toMatchObject({ state: 'PENDING', amountFen: DUE_FEN });
  });
});
