import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@louting/common/clock';
import { noFailPoints } from '@louting/common/fail-points';
import { newId } from '@louting/common/ids';
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { BridgeConfigSchema } from '../../config.ts';
import { SspValidatorTwin } from '../../simulators/ssp/ssp-validator-twin.ts';
import type { ValidatorTwinOptions } from '../../simulators/validator/validator-twin.ts';
import { startBridge, type Bridge } from '../../start-bridge.ts';
import { TestClient } from '../host/test-client.ts';

const SPEEDS = { readMs: 20, stackMs: 40, rejectMs: 20, escrowMs: 10_000 };
const running: { close(): Promise<unknown> }[] = [];

afterEach(async () => {
  for (const thing of running.splice(0).toReversed()) await thing.close();
});

interface Kiosk {
  readonly stateDir: string;
  readonly twin: SspValidatorTwin;
  readonly bridge: Bridge;
  readonly client: TestClient;
  restartBridge(): Promise<TestClient>;
}

async function kiosk(options: Partial<ValidatorTwinOptions> = {}, timing: object = {}): Promise<Kiosk> {
  const stateDir = mkdtempSync(join(tmpdir(), 'cash-in-'));
  const twin = new SspValidatorTwin({ stateDir, speeds: SPEEDS, ...options });
  const { port } = await twin.listen();
  running.push(twin);
  const start = async (): Promise<{ bridge: Bridge; client: TestClient }> => {
    const bridge = await startBridge(
      BridgeConfigSchema.parse({
        stateDir: join(stateDir, 'bridge'),
        port: 0,
        devices: {
          cashAcceptors: [
            { driver: 'ssp', transport: { type: 'tcp', port }, pollMs: 20, replyTimeoutMs: 100, ...timing },
          ],
        },
      }),
      { logger: pino({ level: 'silent' }), clock: systemClock, newId, failPoints: noFailPoints },
    );
    running.push(bridge);
    const client = await TestClient.connect(`${bridge.url}/BillAcceptor`, bridge.token);
    running.push(client);
    await client.until(async () => {
      const status = await client.command('Common.Status');
      return (status.payload.common as { device: string }).device !== 'starting';
    });
    return { bridge, client };
  };
  const first = await start();
  return {
    stateDir: join(stateDir, 'bridge'),
    twin,
    ...first,
    restartBridge: async () => {
      await first.bridge.close();
      running.splice(running.indexOf(first.bridge), 1);
      return (await start()).client;
    },
  };
}

async function startCashIn(client: TestClient, noteId: string, yuan = 100): Promise<void> {
  await client.command('Common.SetTransactionState', { state: 'active', transactionID: noteId });
  const started = await client.command('CashAcceptor.CashInStart', { amountLimit: [{ currency: 'CNY', value: yuan }] });
  expect(started.header).not.toHaveProperty('completionCode');
}

/** Inserts the note as soon as the acceptor lets it in, and waits for it in escrow. */
async function noteInEscrow({ twin, client }: Kiosk, noteId: string, fen: number): Promise<void> {
  await startCashIn(client, noteId);
  const cashIn = client.command('CashAcceptor.CashIn');
  await client.until(() => twin.state().enabled);
  expect(twin.insertNote(fen)).toBe('taken');
  expect((await cashIn).payload).toEqual({ items: { [`typeCNY${fen / 100}`]: { fit: 1 } } });
}

async function settledStatus(client: TestClient, noteId: string): Promise<Record<string, unknown>> {
  let payload: Record<string, unknown> = {};
  await client.until(async () => {
    const status = await client.command('CashAcceptor.GetCashInStatus', { transactionID: noteId });
    payload = status.payload;
    return status.header.completionCode !== 'deviceNotReady';
  });
  return payload;
}

test('note taken and stacked: credited once, box and status agree', async () => {
  const all = await kiosk();
  await noteInEscrow(all, 'note-1', 2_000);
  const ended = await all.client.command('CashAcceptor.CashInEnd');
  expect(ended.payload).toEqual({ storage: { unit1: { deposited: { typeCNY20: { fit: 1 } } } } });
  expect(all.twin.state().cashBox).toMatchObject({ totalFen: 2_000 });
  expect(await settledStatus(all.client, 'note-1')).toMatchObject({
    status: 'ok',
    noteNumberList: { typeCNY20: { fit: 1 } },
    transactionID: 'note-1',
  });
});

test('note in escrow is held, and goes back when rolled back', async () => {
  const all = await kiosk();
  await noteInEscrow(all, 'note-1', 10_000);
  const held = await all.client.command('CashAcceptor.GetCashInStatus');
  expect(held.payload).toMatchObject({ status: 'active', noteNumberList: { typeCNY100: { fit: 1 } } });
  await all.client.command('CashAcceptor.CashInRollback');
  expect(all.twin.state()).toMatchObject({ returnedFen: [10_000], cashBox: { totalFen: 0 } });
  expect(await settledStatus(all.client, 'note-1')).toMatchObject({ status: 'rollback' });
});

test('CashIn is called off while the note is being read: it goes back, and is nobody’s', async () => {
  const { twin, client } = await kiosk({ speeds: { ...SPEEDS, readMs: 200 } });
  await startCashIn(client, 'note-1');
  const cashIn = client.send('CashAcceptor.CashIn');
  await client.until(() => twin.insertNote(10_000) === 'taken');
  client.cancelAll();
  expect((await client.completion(cashIn)).header.completionCode).toBe('canceled');
  await client.until(() => twin.state().returnedFen.length === 1);
  expect(twin.state().cashBox.totalFen).toBe(0);
});

test('counterfeit note is refused and the acceptor goes on waiting', async () => {
  const { twin, client } = await kiosk();
  await startCashIn(client, 'note-1');
  const cashIn = client.command('CashAcceptor.CashIn');
  await client.until(() => twin.state().enabled);
  twin.insertNote(1_000, { counterfeit: true });
  await client.until(() => client.events.some(({ header }) => header.name === 'CashAcceptor.InputRefuseEvent'));
  await client.until(() => twin.insertNote(1_000) === 'taken');
  expect((await cashIn).payload).toEqual({ items: { typeCNY10: { fit: 1 } } });
});

test('note above the limit stays out', async () => {
  const { twin, client } = await kiosk();
  await startCashIn(client, 'note-1', 10);
  const cashIn = client.command('CashAcceptor.CashIn');
  await client.until(() => twin.state().enabled);
  twin.insertNote(10_000);
  await client.until(() => client.events.some(({ header }) => header.name === 'CashAcceptor.InputRefuseEvent'));
  expect(client.events.at(-1)?.payload).toEqual({ reason: 'limitOverAmount' });
  client.cancelAll();
  expect((await cashIn).header.completionCode).toBe('canceled');
  expect(twin.state().returnedFen).toEqual([10_000]);
});

test('cable pulled with a note in escrow: note goes back, transaction is void', async () => {
  const all = await kiosk();
  await noteInEscrow(all, 'note-1', 5_000);
  all.twin.unplug();
  all.twin.replug();
  await all.client.until(() => all.twin.state().note === undefined);
  expect(await settledStatus(all.client, 'note-1')).toMatchObject({ status: 'rollback' });
  expect(all.twin.state()).toMatchObject({ returnedFen: [5_000], cashBox: { totalFen: 0 } });
});

test('validator loses power while stacking: the cleared note is credited', async () => {
  const all = await kiosk({ speeds: { ...SPEEDS, stackMs: 5_000 } });
  await noteInEscrow(all, 'note-1', 5_000);
  const ended = all.client.command('CashAcceptor.CashInEnd');
  await all.client.until(() => all.twin.state().note?.position === 'stacking');
  all.twin.powerCycle();
  expect((await ended).payload).toEqual({ storage: { unit1: { deposited: { typeCNY50: { fit: 1 } } } } });
  expect(await settledStatus(all.client, 'note-1')).toMatchObject({ status: 'ok' });
});

test('validator loses power while stacking and forgets the value: the journal knows it', async () => {
  const all = await kiosk({ speeds: { ...SPEEDS, stackMs: 5_000 } });
  all.twin.setFault({ kind: 'forgets-value' });
  await noteInEscrow(all, 'note-1', 5_000);
  const ended = all.client.command('CashAcceptor.CashInEnd');
  await all.client.until(() => all.twin.state().note?.position === 'stacking');
  all.twin.powerCycle();
  expect((await ended).payload).toEqual({ storage: { unit1: { deposited: { typeCNY50: { fit: 1 } } } } });
});

test.each(['wrong-crc', 'half-frame', 'noise', 'duplicate-reply', 'silence', 'lost-reply'] as const)(
  '%s on the line while stacking: the note is credited once',
  async (kind) => {
    const all = await kiosk();
    await noteInEscrow(all, 'note-1', 1_000);
    all.twin.setFault({ kind, times: 2 });
    const ended = await all.client.command('CashAcceptor.CashInEnd');
    expect(ended.payload).toEqual({ storage: { unit1: { deposited: { typeCNY10: { fit: 1 } } } } });
    expect(all.twin.state().cashBox.notes).toEqual({ '1000': 1 });
  },
);

test('bridge stopped with a note in escrow and no order to stack: the note goes back before any poll', async () => {
  const all = await kiosk();
  await noteInEscrow(all, 'note-1', 10_000);
  const client = await all.restartBridge();
  expect(await settledStatus(client, 'note-1')).toMatchObject({ status: 'rollback' });
  expect(all.twin.state()).toMatchObject({ returnedFen: [10_000], cashBox: { totalFen: 0 } });
});

test('jam and full box switch the acceptor off and on again', async () => {
  const { twin, client } = await kiosk();
  const device = async (): Promise<unknown> => (await client.command('Common.Status')).payload.common;
  twin.setFault({ kind: 'jam' });
  await client.until(async () => ((await device()) as { failureCode?: string }).failureCode === 'LT-3103');
  twin.clearFaults();
  await client.until(async () => ((await device()) as { device: string }).device === 'online');
  twin.setFault({ kind: 'cashbox-full' });
  await client.until(async () => ((await device()) as { failureCode?: string }).failureCode === 'LT-3104');
  const refused = await client.command('CashAcceptor.CashInStart');
  expect(refused.header).toMatchObject({ completionCode: 'deviceNotReady' });
  expect(refused.header.errorDescription).toMatch(/^LT-3104 /);
});

test('validator programmed for another currency is never enabled', async () => {
  const { client } = await kiosk({ currency: 'EUR' });
  await client.until(async () => {
    const { payload } = await client.command('Common.Status');
    return (payload.common as { failureCode?: string }).failureCode === 'LT-3905';
  });
  expect((await client.command('CashManagement.GetBankNoteTypes')).payload).toEqual({ items: {} });
  expect((await client.command('CashAcceptor.CashInStart')).header.completionCode).toBe('hardwareError');
});

test('client gone with a note in escrow: the note goes back after a while', async () => {
  const all = await kiosk({}, { abandonedMs: 100 });
  await noteInEscrow(all, 'note-1', 10_000);
  await all.client.close();
  await all.client.until(() => all.twin.state().returnedFen.length === 1);
  expect(all.twin.state().cashBox.totalFen).toBe(0);
});

test('note jammed on its way to the box: staff will count, and the note is not credited later', async () => {
  const all = await kiosk({}, { stackMs: 300 });
  await noteInEscrow(all, 'note-1', 5_000);
  all.twin.setFault({ kind: 'jam' });
  expect((await all.client.command('CashAcceptor.CashInEnd')).header.completionCode).toBe('hardwareError');
  const told = await settledStatus(all.client, 'note-1');
  expect(told).toMatchObject({ status: 'unknown', noteNumberList: { typeCNY50: { fit: 1 } } });

  all.twin.clearFaults();
  await all.client.until(() => all.twin.state().cashBox.totalFen === 5_000);
  const orphans = async (client: TestClient) =>
    (await client.command('CashAcceptor.GetOrphanNotes')).payload.orphans as { orphanID: string; value: number }[];
  await all.client.until(async () => (await orphans(all.client)).length === 1);
  const [orphan] = await orphans(all.client);
  expect(orphan).toMatchObject({ value: 50 });
  expect(await settledStatus(all.client, 'note-1')).toMatchObject({ status: 'unknown' });
  expect(await orphans(await all.restartBridge())).toEqual([orphan]);
});

test('staff change the box: what was in it is known after a restart, no note comes in meanwhile, and it starts empty', async () => {
  const all = await kiosk();
  const unit = async (client: TestClient) => {
    const { payload } = await client.command('Storage.GetStorage');
    return (payload.storage as { unit1: { cash: { status: object } } }).unit1.cash.status;
  };
  await noteInEscrow(all, 'note-1', 2_000);
  expect((await all.client.command('Storage.StartExchange')).payload).toEqual({ errorCode: 'transactionActive' });
  await all.client.command('CashAcceptor.CashInEnd');
  expect(all.client.heard.filter(({ header }) => header.name === 'Storage.CountsChangedEvent')).toHaveLength(1);

  const client = await all.restartBridge();
  const holding = { in: { deposited: { typeCNY20: { fit: 1 } } }, accuracy: 'accurate', replenishmentStatus: 'ok' };
  expect(await unit(client)).toMatchObject(holding);
  const emptied = { storage: { unit1: { cash: { status: { initial: {} } } } } };
  expect((await client.command('Storage.SetStorage', emptied)).payload).toEqual({ errorCode: 'noExchangeActive' });
  await client.command('Storage.StartExchange');
  expect((await client.command('CashAcceptor.CashInStart')).payload).toEqual({ errorCode: 'exchangeActive' });
  const some = { storage: { unit1: { cash: { status: { initial: { typeCNY20: { fit: 1 } } } } } } };
  expect((await client.command('Storage.SetStorage', some)).header.completionCode).toBe('unsupportedData');
  expect((await client.command('Storage.SetStorage', { storage: { unit9: {} } })).payload).toEqual({
    errorCode: 'invalidUnit',
  });
  await client.command('Storage.SetStorage', emptied);
  await client.command('Storage.EndExchange');
  expect(await unit(client)).toMatchObject({ in: { deposited: {} }, replenishmentStatus: 'empty' });
});

test('a note that was switched off is refused, the others come in', async () => {
  const all = await kiosk();
  const off = { items: [{ item: 'typeCNY20', enabled: false }] };
  expect((await all.client.command('CashAcceptor.ConfigureNoteTypes', off)).header).not.toHaveProperty(
    'completionCode',
  );
  const strange = { items: [{ item: 'typeEUR20', enabled: true }] };
  expect((await all.client.command('CashAcceptor.ConfigureNoteTypes', strange)).header.completionCode).toBe(
    'invalidData',
  );
  const { payload } = await all.client.command('CashManagement.GetBankNoteTypes');
  expect(payload.items).toMatchObject({ typeCNY20: { enabled: false }, typeCNY50: { enabled: true } });

  await startCashIn(all.client, 'note-1');
  const cashIn = all.client.command('CashAcceptor.CashIn');
  await all.client.until(() => all.twin.state().enabled);
  all.twin.insertNote(2_000);
  await all.client.until(() => all.client.events.some(({ header }) => header.name === 'CashAcceptor.InputRefuseEvent'));
  await all.client.until(() => all.twin.insertNote(5_000) === 'taken');
  expect((await cashIn).payload).toEqual({ items: { typeCNY50: { fit: 1 } } });
});
