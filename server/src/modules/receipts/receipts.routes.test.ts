import { newId } from '@louting/common/ids';
import { expect, it } from 'vitest';
import { DUE_FEN } from '../../app/testing/test-estate.ts';
import { ORIGIN, startTestServer, type TestServer } from '../../app/testing/test-server.ts';
import type { PaymentOrder, Receipt } from '../../contract/kiosk-api.ts';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';

async function payInCash(server: TestServer): Promise<Receipt> {
  const [kiosk] = server.kiosks;
  const [home] = server.estate.households;
  if (!home) throw new Error('no household');
  const { sessionId } = await kiosk.open(home);
  const order = { orderId: newId(), sessionId, billIds: home.billIds, amountFen: DUE_FEN, method: 'cash' };
  await kiosk.call('POST', '/kiosk/v1/payment-orders', order);
  const stackedAt = server.clock.now();
  const notes = [10_000, 10_000].map((denominationFen) => ({ noteId: newId(), denominationFen, stackedAt }));
  const path = `/kiosk/v1/payment-orders/${order.orderId}/cash-settlement`;
  const request = { notes, disposition: 'bills', excess: 'prepayment', recovered: false };
  const { receipt } = (await kiosk.call<PaymentOrder>('POST', path, request)).body;
  if (!receipt) throw new Error('no receipt');
  return receipt;
}

describeOnEachDatabase('receipts', (openBooks) => {
  it('each copy is registered once and numbered, at any kiosk of the community (HC: receipts made again by hand)', async () => {
    const server = await startTestServer(await openBooks());
    const receipt = await payInCash(server);
    const [k1, k2] = server.kiosks;
    const path = `/kiosk/v1/receipts/${receipt.receiptNumber}/copies`;
    const copyId = newId();
    const first = await k1.call<Receipt>('POST', path, { copyId });
    expect(first.body).toEqual({ ...receipt, copyNumber: 1 });
    expect((await k1.call<Receipt>('POST', path, { copyId })).body.copyNumber).toBe(1);
    const both = await Promise.all([k1, k2].map((kiosk) => kiosk.call<Receipt>('POST', path, { copyId: newId() })));
    expect(both.map((answer) => answer.body.copyNumber).sort((a, b) => a - b)).toEqual([2, 3]);
    const missing = await k1.call('POST', '/kiosk/v1/receipts/K001-9999999/copies', { copyId: newId() });
    expect(missing).toMatchObject({ status: 404, body: { code: 'LT-2401' } });
  });

  it('its QR code opens a page that tells whether the paper is real, and no more than the paper', async () => {
    const server = await startTestServer(await openBooks());
    const receipt = await payInCash(server);
    expect(receipt.verifyUrl).toMatch(/^http:\/\/louting\.test\/r\/K001-\d{7}\.[\w-]{22}$/);
    const page = await server.app.inject({ url: receipt.verifyUrl.slice(ORIGIN.length) });
    expect(page.statusCode).toBe(200);
    for (const shown of [receipt.receiptNumber, '200.00', '贰佰元整', '张*']) expect(page.body).toContain(shown);
    const words = page.body.replaceAll(/<[^>]*>/g, ' ');
    for (const hidden of ['张三', '3栋', '138']) expect(words).not.toContain(hidden);
    const [, toInvoice = ''] = /href="(\/i\/[^"]+)"/.exec(page.body) ?? [];
    expect((await server.app.inject({ url: toInvoice })).body).toContain('申请电子发票');
    const token = receipt.verifyUrl.split('.').at(-1) ?? '';
    const guesses = [receipt.receiptNumber, `${receipt.receiptNumber}.${'A'.repeat(22)}`, `K001-9999999.${token}`, '.'];
    for (const guess of guesses) {
      const answer = await server.app.inject({ url: `/r/${guess}` });
      expect([answer.statusCode, answer.body.includes('查无此收据')]).toEqual([404, true]);
    }
  });
});
