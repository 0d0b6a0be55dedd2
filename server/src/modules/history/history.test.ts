import { newId } from '@louting/common/ids';
import { describe, expect, it } from 'vitest';
import { DUE_FEN } from '../../app/testing/test-estate.ts';
import { startTestServer, type TestKiosk, type TestServer } from '../../app/testing/test-server.ts';
import type { PaidYear } from '../../contract/history-api.ts';
import type { PaySlip } from '../../contract/pay-slip-api.ts';
import type { PaymentOrder } from '../../contract/kiosk-api.ts';
import type { Session } from '../../contract/session-api.ts';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';
import { slipExpiry, usable } from '../pay-slips/pay-slips.ts';
import { yearBounds, yearsFrom } from './history.ts';

describe('years of payments', () => {
  it('begin and end at midnight in Shanghai, and reach back to the first payment', () => {
    const { from, before } = yearBounds(2026);
    expect([new Date(from).toISOString(), new Date(before).toISOString()]).toEqual([
      '2025-12-31T16:00:00.000Z',
      '2026-12-31T16:00:00.000Z',
    ]);
    expect([yearsFrom(undefined, 2026), yearsFrom(2024, 2026), yearsFrom(2027, 2026)]).toEqual([
      [2026],
      [2026, 2025, 2024],
      [2026],
    ]);
  });
});

describe('a slip', () => {
  it.each([
    ['fresh', 0, false, undefined],
    ['on its last evening', 7, false, undefined],
    ['a day later', 8, false, 'LT-1032'],
    ['revoked', 0, true, 'LT-1033'],
  ])('%s', (_case, days, revoked, code) => {
    const made = Date.parse('2026-11-23T23:50:00+08:00');
    const result = usable({ expiresAt: slipExpiry(made), revoked }, made + days * 86_400_000);
    expect(result.ok ? undefined : result.error.code).toBe(code);
  });
});

async function payInCash(kiosk: TestKiosk, session: Session): Promise<PaymentOrder> {
  const orderId = newId();
  const billIds = session.bills.map(({ billId }) => billId);
  const order = { orderId, sessionId: session.sessionId, billIds, amountFen: DUE_FEN, method: 'cash' };
  await kiosk.call('POST', '/kiosk/v1/payment-orders', order);
  const notes = [10_000, 5_000, 2_000, 1_000, 500, 100, 100].map((denominationFen) => ({
    noteId: newId(),
    denominationFen,
    stackedAt: 1_795_000_000_000,
  }));
  const settlement = { notes, disposition: 'bills', excess: 'prepayment', recovered: false };
  const path = `/kiosk/v1/payment-orders/${orderId}/cash-settlement`;
  const { body } = await kiosk.call<PaymentOrder>('POST', path, settlement);
  expect(body.state).toBe('SUCCEEDED');
  return body;
}

const paid = (kiosk: TestKiosk, sessionId: string, year?: number) =>
  kiosk.call<PaidYear & { code?: string }>(
    'GET',
    `/kiosk/v1/sessions/${sessionId}/payments${year === undefined ? '' : `?year=${year}`}`,
  );

async function makeSlip(server: TestServer): Promise<{ session: Session; slip: PaySlip; token: string }> {
  const [home] = server.estate.households;
  if (!home) throw new Error('no household');
  const [kiosk] = server.kiosks;
  const session = await kiosk.open(home);
  const slipId = newId();
  const make = () => kiosk.call<PaySlip>('POST', `/kiosk/v1/sessions/${session.sessionId}/pay-slips`, { slipId });
  const { body } = await make();
  expect((await make()).body).toEqual(body);
  return { session, slip: body, token: body.url.split('/p/')[1] ?? '' };
}

const come = (kiosk: TestKiosk, token: string, sessionId = newId()) =>
  kiosk.call<Session & { code?: string }>('POST', '/kiosk/v1/pay-slip-sessions', { sessionId, token });

describeOnEachDatabase('a neighbour with a slip', (openBooks) => {
  it('pays what is owed now, sees nothing of the household, and the owner finds it in the history', async () => {
    const server = await startTestServer(await openBooks());
    const [kiosk, other] = server.kiosks;
    const { session, slip, token } = await makeSlip(server);
    expect(slip.validUntil).toBe('2026-11-30');

    const page = await server.app.inject({ method: 'GET', url: `/p/${token}` });
    expect(page.body).toContain('要缴 186.40 元');
    for (const secret of ['张三', '1001', '13812341234']) expect(page.body).not.toContain(secret);

    const { body: visitor } = await come(other, token);
    expect(visitor).toMatchObject({ payerMasked: '张*', onBehalf: true, totalOutstandingFen: DUE_FEN, prepaidFen: 0 });
    expect((await paid(other, visitor.sessionId)).body.code).toBe('LT-1034');
    const ask = await other.call('POST', `/kiosk/v1/sessions/${visitor.sessionId}/pay-slips`, { slipId: newId() });
    expect(ask.body).toMatchObject({ code: 'LT-1034' });
    const order = await payInCash(other, visitor);
    expect(order.receipt).toMatchObject({ payerMasked: '张*（他人代付）', roomLabel: '3栋2单元*01' });

    const number = order.receipt?.receiptNumber ?? '';
    const copy = await kiosk.call('POST', `/kiosk/v1/receipts/${number}/copies`, { copyId: newId() });
    expect(copy.body).toMatchObject({ copyNumber: 1 });
    const { body } = await paid(kiosk, session.sessionId);
    expect(body).toMatchObject({
      year: 2026,
      years: [2026],
      entries: [
        {
          orderId: order.orderId,
          receiptNumber: number,
          amountFen: 18_700,
          methodName: '现金',
          onBehalf: true,
          copies: 1,
        },
      ],
    });
    expect(body.entries[0]?.lines).toHaveLength(2);
    expect((await paid(kiosk, session.sessionId, 2025)).body.entries).toEqual([]);
    expect((await come(other, token)).body).toMatchObject({ bills: [], totalOutstandingFen: 0 });
  });

  it('is refused with a slip that is forged, of another community, revoked or a week old', async () => {
    const server = await startTestServer(await openBooks());
    const [kiosk, other] = server.kiosks;
    const { session, token } = await makeSlip(server);
    const codeOf = async (tried: string) => (await come(other, tried)).body.code;
    const forged = `${newId()}.${token.split('.')[1]}`;
    expect([await codeOf(forged), await codeOf(token.slice(0, -1)), await codeOf('x')]).toEqual([
      'LT-1031',
      'LT-1031',
      'LT-1031',
    ]);
    expect((await server.app.inject({ method: 'GET', url: `/p/${forged}` })).statusCode).toBe(404);
    server.clock.pass(8 * 86_400_000);
    expect(await codeOf(token)).toBe('LT-1032');
    server.clock.pass(-8 * 86_400_000);
    const revoked = await kiosk.call('DELETE', `/kiosk/v1/sessions/${session.sessionId}/pay-slips`);
    expect(revoked.body).toEqual({ revoked: 1 });
    expect(await codeOf(token)).toBe('LT-1033');
  });
});
