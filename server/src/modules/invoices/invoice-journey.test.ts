import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noFailPoints } from '@louting/common/fail-points';
import { newId } from '@louting/common/ids';
import { unzipSync } from 'fflate';
import { pino } from 'pino';
import { afterAll, expect, it } from 'vitest';
import { create, notes, settle, startPayments } from '../../app/testing/test-payments.ts';
import {
  createInvoicePlatform,
  InvoicePlatformConfigSchema,
} from '../../channels/invoicing/invoice-platform-client.ts';
import { createSmtpMailer } from '../../channels/invoicing/smtp-mailer.ts';
import { invoiceSandboxConfig, startInvoiceGateway } from '../../channels/sandbox/invoice-gateway.ts';
import type { InvoiceView } from '../../contract/invoices-api.ts';
import type { Storage } from '../../storage/storage.ts';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';
import { NOTHING_DONE } from '../refunds/refunds.store.ts';
import { invoiceMailWork } from './invoice-mail.ts';
import { invoiceWork } from './invoice-work.ts';
import { redInvoiceWork } from './red-invoices.ts';

const COMPANY = { kind: 'company', name: '榕城贸易有限公司', taxNumber: '91350100M000100Y43' } as const;
const logger = pino({ level: 'silent' });

describeOnEachDatabase('invoices against the tax platform', (openBooks) => {
  const directories: string[] = [];
  afterAll(() => {
    for (const directory of directories) rmSync(directory, { recursive: true, force: true });
  });

  async function start() {
    const { server, home, k1, k2 } = await startPayments(await openBooks());
    const { storage, clock } = server;
    await storage.transact((tx) =>
      tx.updateTable('charge_item').set({ tax_class_code: '3040801010000000000' }).execute(),
    );
    const directory = mkdtempSync(join(tmpdir(), 'louting-invoices-'));
    directories.push(directory);
    const keysDir = join(directory, 'keys');
    const sandbox = { port: 0, mailPort: 0, issueMs: 1_000, stateDir: directory, keysDir };
    const gateway = await startInvoiceGateway(sandbox, { logger, now: () => clock.now() });
    const settings = { ...invoiceSandboxConfig(keysDir, gateway.url), timeoutMs: 400 };
    const channel = { clock, newNonce: newId, failPoints: noFailPoints, logger };
    const platform = createInvoicePlatform(InvoicePlatformConfigSchema.parse(settings), channel);
    const context = { storage, clock, newId, failPoints: noFailPoints, logger, platform };
    const mailer = createSmtpMailer({
      url: `smtp://127.0.0.1:${gateway.mailbox.port}`,
      from: 'invoice@louting.example',
    });
    const jobs = [invoiceWork(context), invoiceMailWork({ ...context, mailer }), redInvoiceWork(context)];
    const work = async (ms: number) => {
      clock.pass(ms);
      for (const job of jobs) await job.run(new AbortController().signal);
    };
    const { orderId } = await create(k1, home, 'cash');
    await settle(k1, orderId, { notes: notes(100, 50, 20, 10, 10) });
    const ask = (body: object, kiosk = k1) =>
      kiosk.call<InvoiceView & { code?: string }>('POST', `/kiosk/v1/payment-orders/${orderId}/invoice`, body);
    const view = async () => (await k1.call<InvoiceView>('GET', `/kiosk/v1/payment-orders/${orderId}/invoice`)).body;
    const misbehave = (route: string, behaviour: object, times = 1) =>
      fetch(`${gateway.url}/control/misbehaviours`, {
        method: 'POST',
        body: JSON.stringify({ route, behaviour, times }),
      });
    const issued = async () =>
      (await fetch(`${gateway.url}/control/invoices`).then((one) => one.json())) as { amountFen: number }[];
    return {
      server,
      home,
      k1,
      k2,
      orderId,
      gateway,
      work,
      ask,
      view,
      misbehave,
      issued,
      storage,
      close: () => gateway.close(),
    };
  }

  it('owner asks at the kiosk: issued, archived in three forms, mailed once', async () => {
    const { ask, view, work, gateway, storage, close } = await start();
    expect(await view()).toMatchObject({ state: 'none', amountFen: 18_640, buyerMasked: '张*' });
    const asked = await ask({ buyer: COMPANY, email: 'office@example.com' });
    expect(asked.body).toMatchObject({ state: 'REQUESTED', amountFen: 18_640, buyerMasked: COMPANY.name });
    await work(0);
    expect((await view()).state).toBe('ISSUING');
    await work(20_000);
    await work(1_000);
    await work(60_000);
    expect(await view()).toMatchObject({ state: 'ISSUED', invoiceNumber: expect.stringMatching(/^\d{20}$/) });
    expect(gateway.mailbox.mails()).toHaveLength(1);
    expect(gateway.mailbox.mails()[0]?.to).toEqual(['office@example.com']);
    const files = await storage.db.selectFrom('invoice_file').selectAll().orderBy('format').execute();
    expect(files.map((file) => file.format)).toEqual(['ofd', 'pdf', 'xml']);
    const [ofd, pdf, xml] = files.map((file) => Buffer.from(file.content, 'base64'));
    expect(Object.keys(unzipSync(ofd ?? new Uint8Array()))).toContain('OFD.xml');
    expect(pdf?.toString('latin1')).toMatch(/^%PDF-1\.4[\s\S]*%%EOF\n$/);
    expect(xml?.toString('utf8')).toContain('<BuyerIdNum>91350100M000100Y43</BuyerIdNum>');
    await close();
  });

  it('asked twice, by another title, by another kiosk, with a wrong tax number', async () => {
    const { ask, k2, storage, close } = await start();
    expect((await ask({ buyer: { ...COMPANY, taxNumber: '91350100M000100Y44' } })).body).toMatchObject({
      code: 'LT-2904',
    });
    expect((await ask({ buyer: { kind: 'personal' } })).body).toMatchObject({ buyerMasked: '张*' });
    expect((await ask({ buyer: { kind: 'personal' } })).status).toBe(200);
    expect((await ask({ buyer: COMPANY })).body).toMatchObject({ code: 'LT-2902' });
    expect((await ask({ buyer: COMPANY }, k2)).body).toMatchObject({ code: 'LT-2109' });
    expect(await storage.db.selectFrom('invoice').select('invoice_id').execute()).toHaveLength(1);
    await close();
  });

  it('platform silent, forging and cutting its answers: one invoice in the end, under one number', async () => {
    const { ask, view, work, misbehave, issued, close } = await start();
    await ask({ buyer: COMPANY });
    await misbehave('/invoices', { kind: 'silent', takesEffect: true });
    await work(0);
    expect((await view()).state).toBe('ISSUING');
    for (const kind of ['wrong-signature', 'malformed', 'bad-gateway']) await misbehave('/invoices/query', { kind });
    for (let round = 0; round < 6; round += 1) await work(700_000);
    expect((await view()).state).toBe('ISSUED');
    expect(await issued()).toHaveLength(1);
    await close();
  });

  it('money goes back in part: a red invoice over that part, and the rest stays valid', async () => {
    const { ask, view, work, issued, storage, home, orderId, close } = await start();
    await ask({ buyer: COMPANY });
    await work(0);
    await work(20_000);
    await work(1_000);
    await refundBill(storage, orderId, home.billIds[0], 10_000);
    for (let round = 0; round < 4; round += 1) await work(20_000);
    expect((await issued()).map(({ amountFen }) => amountFen)).toEqual([18_640, 10_000]);
    expect((await view()).state).toBe('ISSUED');
    await refundBill(storage, orderId, home.billIds[1], 8_640);
    for (let round = 0; round < 4; round += 1) await work(20_000);
    expect((await view()).state).toBe('RED_ISSUED');
    for (let round = 0; round < 2; round += 1) await work(20_000);
    expect((await issued()).map(({ amountFen }) => amountFen)).toEqual([18_640, 10_000, 8_640]);
    await close();
  });

  it('the page behind the code: a stranger sees nothing, its holder asks and takes the file', async () => {
    const { server, view, work, close } = await start();
    const { pageUrl } = await view();
    const path = new URL(pageUrl).pathname;
    const get = (url: string) => server.app.inject({ method: 'GET', url });
    expect((await get(`${path.slice(0, -3)}AAA`)).statusCode).toBe(404);
    const form = await get(path);
    expect(form.body).toContain('申请电子发票');
    const send = (fields: Record<string, string>) =>
      server.app.inject({
        method: 'POST',
        url: path,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams(fields).toString(),
      });
    const wrong = await send({ kind: 'company', name: '<b>榕城</b>', taxNumber: '123' });
    expect(wrong.statusCode).toBe(409);
    expect(wrong.body).toContain('税号不对');
    expect(wrong.body).not.toContain('<b>榕城');
    expect((await send({ ...COMPANY, email: '' })).statusCode).toBe(303);
    await work(0);
    await work(20_000);
    await work(1_000);
    expect((await get(path)).body).toContain('发票已开好');
    const file = await get(`${path}/pdf`);
    expect(file.headers['content-type']).toContain('application/pdf');
    await close();
  });
});

/** A refund that has left, as the refunds module leaves it behind. */
async function refundBill(storage: Storage, orderId: string, billId: string, amountFen: number): Promise<void> {
  await storage.transact(async (tx) => {
    const order = await tx
      .selectFrom('payment_order')
      .selectAll()
      .where('order_id', '=', orderId)
      .executeTakeFirstOrThrow();
    const refundId = newId();
    await tx
      .insertInto('refund')
      .values({
        refund_id: refundId,
        order_id: orderId,
        community_id: order.community_id,
        room_id: order.room_id,
        amount_fen: amountFen,
        reason: 'wrong-bill',
        note: '',
        state: 'SUCCEEDED',
        route: 'cash',
        requested_by: 'system',
        requested_at: 0,
        approvals_needed: 0,
        anomalies: '[]',
        due_at: null,
        ...NOTHING_DONE,
        cause: null,
      })
      .execute();
    await tx
      .insertInto('refund_part')
      .values({ refund_id: refundId, part_number: 1, source: 'bill', bill_id: billId, amount_fen: amountFen })
      .execute();
  });
}
