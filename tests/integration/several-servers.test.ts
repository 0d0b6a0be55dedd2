import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@louting/common/clock';
import { noFailPoints } from '@louting/common/fail-points';
import { newId } from '@louting/common/ids';
import { fen } from '@louting/common/money';
import { unwrap } from '@louting/common/result';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { DUE_FEN, type TestHousehold } from '../../server/src/app/testing/test-estate.ts';
import { create, payments, startPayments } from '../../server/src/app/testing/test-payments.ts';
import { createAlipay } from '../../server/src/channels/alipay/alipay.ts';
import { type AlipayGateway, startAlipayGateway } from '../../server/src/channels/sandbox/alipay-gateway.ts';
import { invoiceSandboxConfig, startInvoiceGateway } from '../../server/src/channels/sandbox/invoice-gateway.ts';
import { alipaySandboxConfig, ensureSandboxKeys } from '../../server/src/channels/sandbox/sandbox-keys.ts';
import type { ServerSettings } from '../../server/src/config.ts';
import { countMovement, registerMovement } from '../../server/src/modules/cash/hoppers/movements.store.ts';
import { agree } from '../../server/src/modules/agreements/agreements.store.ts';
import { ACCOUNTS } from '../../server/src/modules/ledger/ledger.ts';
import { postEntries } from '../../server/src/modules/ledger/ledger.store.ts';
import { outTradeNoOf } from '../../server/src/modules/payments/channel-orders.ts';
import { employ, expectSoundRefunds } from '../../server/src/modules/refunds/test-refunds.ts';
import { openStorage, type Storage } from '../../server/src/storage/storage.ts';
import { createDatabase, dropDatabase } from '../support/postgres.ts';

const MAIN = join(import.meta.dirname, '../../server/src/main.ts');
const PAYING = 5;
const PREPAID = 2;
const PREPAID_FEN = 50_000;
const BACK_FEN = 4_000;
const logger = pino({ level: 'silent' });

const postgres = inject('postgres');

describe.skipIf(!postgres)('three servers on one PostgreSQL', () => {
  const directory = mkdtempSync(join(tmpdir(), 'louting-three-'));
  const keysDir = join(directory, 'keys');
  const failPoints = join(directory, 'fail-points');
  const processes: ChildProcess[] = [];
  let url: string;
  let storage: Storage;
  let alipay: AlipayGateway;
  let taxOffice: Awaited<ReturnType<typeof startInvoiceGateway>>;

  beforeAll(async () => {
    url = await createDatabase(postgres?.clusterUrl ?? '', postgres?.emptyBooks ?? '');
    storage = await openStorage({ url });
    alipay = await startAlipayGateway({ port: 0, stateDir: directory, keysDir }, { clock: systemClock });
    alipay.control.misbehaveNotifications({ kind: 'drop' }, 1_000);
    const platform = { port: 0, mailPort: 0, issueMs: 0, stateDir: directory, keysDir };
    taxOffice = await startInvoiceGateway(platform, { logger, now: () => systemClock.now() });
  });
  afterAll(async () => {
    for (const child of processes) child.kill('SIGKILL');
    await alipay.close();
    await taxOffice.close();
    await storage.close();
    await dropDatabase(postgres?.clusterUrl ?? '', url);
    rmSync(directory, { recursive: true });
  });

  async function startServer(name: string): Promise<void> {
    const stateDir = join(directory, 'server');
    const path = join(directory, `${name}.json`);
    const settings: ServerSettings = {
      port: 0,
      stateDir,
      databaseUrl: url,
      databaseConnections: 4,
      logLevel: 'silent',
      channels: { alipay: channelConfig() },
      invoicePlatform: invoiceSandboxConfig(keysDir, taxOffice.url),
    };
    writeFileSync(path, JSON.stringify(settings));
    const env = { ...process.env, LOUTING_CONFIG: path, LOUTING_FAIL_POINTS: failPoints };
    const child = fork(MAIN, { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    processes.push(child);
    await once(child, 'message');
  }

  const channelConfig = () =>
    alipaySandboxConfig(ensureSandboxKeys(keysDir), alipay.gatewayUrl, 'http://127.0.0.1:9/notify');

  /** Claims and leases of the dead are over, as they would be a minute later. */
  const aMinutePasses = (): Promise<unknown> =>
    storage.transact(async (tx) => {
      await tx.updateTable('job_lease').set({ held_until: 0 }).where('finished_at', 'is', null).execute();
      await tx.updateTable('refund').set({ claimed_until: null }).where('claimed_until', 'is not', null).execute();
    });

  const issued = (kind: 'blue' | 'red') =>
    storage.db
      .selectFrom('invoice')
      .where('state', '=', 'ISSUED')
      .where('kind', '=', kind)
      .select('invoice_id')
      .execute();

  const eventually = { timeout: 30_000, interval: 100 };

  it('orders, prepayment, invoices and refunds: each done once, also when one server dies in the middle', async () => {
    const { server, k1 } = await startPayments(storage, { households: PAYING + PREPAID });
    server.clock.pass(systemClock.now() - server.clock.now());
    const paying = server.estate.households.slice(0, PAYING);
    const prepaid = server.estate.households.slice(PAYING);
    await storage.transact((tx) =>
      tx.updateTable('charge_item').set({ tax_class_code: '3040801010000000000' }).execute(),
    );
    await payAhead(prepaid, server.estate.communityId);
    const phone = createAlipay(channelConfig(), {
      clock: systemClock,
      newNonce: newId,
      failPoints: noFailPoints,
      logger,
    });
    const orders = await Promise.all(
      paying.map(async (household) => {
        const { orderId } = await create(k1, household, 'alipay-qr');
        const outTradeNo = outTradeNoOf(orderId);
        const expiresAt = systemClock.now() + 180_000;
        const trade = { outTradeNo, amountFen: fen(DUE_FEN), description: '物业费', kioskNumber: 'K001', expiresAt };
        unwrap(await phone.createQr(trade));
        expect(alipay.control.pay(outTradeNo)).toBe('paid');
        return { orderId, outTradeNo, household };
      }),
    );

    await Promise.all(['one', 'two', 'three'].map(startServer));
    await expect.poll(() => payments(server), eventually).toHaveLength(PAYING);
    await expect
      .poll(() => storage.db.selectFrom('room_notice').select('room_id').execute(), eventually)
      .toHaveLength(PREPAID);

    const buyer = { kind: 'personal' };
    for (const { orderId } of orders) {
      expect((await k1.call('POST', `/kiosk/v1/payment-orders/${orderId}/invoice`, { buyer })).status).toBe(200);
    }
    await expect.poll(() => issued('blue'), eventually).toHaveLength(PAYING);

    writeFileSync(`${failPoints}.armed`, 'channel.refund.after 2');
    const cashier = await employ(server, 'cashier', ['cashier']);
    const manager = await employ(server, 'manager', ['business-admin']);
    for (const { orderId, household } of orders) {
      const parts = [{ source: 'bill', billId: household.billIds[0], amountFen: BACK_FEN }];
      const wish = { refundId: newId(), orderId, parts, route: 'original', reason: 'wrong-amount', note: '多收' };
      const { body } = await cashier.post('/admin/v1/refunds', wish);
      expect((await manager.post(`/admin/v1/refunds/${body.refundId}/approvals`, { note: '' })).status).toBe(200);
    }
    await expect.poll(() => existsSync(`${failPoints}.killed`), eventually).toBe(true);
    const killed = () => processes.filter((child) => child.signalCode === 'SIGKILL');
    await expect.poll(killed, eventually).toHaveLength(1);
    await aMinutePasses();
    const states = async () =>
      (await storage.db.selectFrom('refund').select('state').execute()).map(({ state }) => state);
    await expect.poll(states, eventually).toEqual(orders.map(() => 'SUCCEEDED'));
    await expect.poll(() => issued('red'), eventually).toHaveLength(PAYING);

    for (const { outTradeNo } of orders) {
      expect(alipay.control.order(outTradeNo)).toMatchObject({ refundedFen: BACK_FEN });
    }
    const atTaxOffice = (await (await fetch(`${taxOffice.url}/control/invoices`)).json()) as object[];
    expect(atTaxOffice).toHaveLength(2 * PAYING);
    const used = await storage.db
      .selectFrom('ledger_entry')
      .select('entry_id')
      .where('event', '=', 'prepayment.used')
      .execute();
    expect(used).toHaveLength(PREPAID);
    await expectSoundRefunds(server);
  });

  it('two servers are told of one filling of hoppers at the same time: it is booked once', async () => {
    const second = await openStorage({ url });
    const both = [storage, second, storage, second];
    const kiosk = await storage.db.selectFrom('kiosk').select(['kiosk_id', 'community_id']).executeTakeFirstOrThrow();
    const context = { clock: systemClock, newId };
    const movementId = newId();
    const coins = [{ denominationFen: 100, count: 20 }];
    const fill = { movementId, kioskId: kiosk.kiosk_id, communityId: kiosk.community_id, kind: 'fill' } as const;
    const told = { ...fill, source: 'float', movedAt: undefined, coins, staffId: 'ann' } as const;
    const answers = [
      ...(await Promise.all(both.map((books) => books.transact((tx) => registerMovement(tx, context, told))))),
      ...(await Promise.all(
        both.map((books) => books.transact((tx) => countMovement(tx, context, { movementId, coins, staffId: 'ben' }))),
      )),
    ];
    await second.close();
    expect(answers.every(({ ok }) => ok)).toBe(true);
    const { rows } = await sql<{ entries: number; fen: number }>`
      select count(*) as entries, sum(l.debit_fen) as fen
      from ledger_entry e join ledger_line l on l.entry_id = e.entry_id and l.account_code = ${ACCOUNTS.changeInKiosk}
      where e.reference = ${movementId}`.execute(storage.db);
    expect(rows).toEqual([{ entries: 1, fen: 2_000 }]);
  });

  /** Owners who agreed that new bills are paid from what they paid in advance. */
  const payAhead = (households: readonly TestHousehold[], communityId: string) =>
    storage.transact(async (tx) => {
      const now = systemClock.now();
      for (const { roomId } of households) {
        await agree(tx, roomId, { autoUsePrepayment: true, duplicatePayment: 'refund' }, 'staff:test', now);
      }
      await postEntries(
        tx,
        households.map(({ roomId }) => ({
          entryId: newId(),
          event: 'payment.received',
          occurredAt: now,
          communityId,
          reference: newId(),
          lines: [
            { account: ACCOUNTS.bank, debitFen: PREPAID_FEN, creditFen: 0 },
            { account: ACCOUNTS.prepayment, roomId, debitFen: 0, creditFen: PREPAID_FEN },
          ],
        })),
      );
    });
});
