import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@louting/common/clock';
import { noFailPoints } from '@louting/common/fail-points';
import { newId } from '@louting/common/ids';
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { BridgeConfigSchema } from '../../config.ts';
import { CcTalkBusTwin } from '../../simulators/cctalk/cctalk-bus-twin.ts';
import { SspValidatorTwin } from '../../simulators/ssp/ssp-validator-twin.ts';
import { startBridge, type Bridge } from '../../start-bridge.ts';
import { TestClient } from '../host/test-client.ts';

const running: { close(): Promise<unknown> }[] = [];

afterEach(async () => {
  for (const thing of running.splice(0).toReversed()) await thing.close();
});

async function kiosk() {
  const stateDir = mkdtempSync(join(tmpdir(), 'coins-'));
  const validator = new SspValidatorTwin({ stateDir: join(stateDir, 'validator') });
  const coins = new CcTalkBusTwin({ stateDir: join(stateDir, 'coins') });
  const [notesAt, coinsAt] = [await validator.listen(), await coins.listen()];
  running.push(validator, coins);
  const start = async (): Promise<{ bridge: Bridge; client: TestClient }> => {
    const transport = (port: number) => ({ type: 'tcp', port });
    const config = BridgeConfigSchema.parse({
      stateDir: join(stateDir, 'bridge'),
      port: 0,
      devices: {
        cashAcceptors: [
          {
            driver: 'ssp',
            transport: transport(notesAt.port),
            pollMs: 20,
            replyTimeoutMs: 100,
            coins: { driver: 'cctalk', transport: transport(coinsAt.port), pollMs: 20, replyTimeoutMs: 100 },
          },
        ],
      },
    });
    const logger = pino({ level: 'silent' });
    const bridge = await startBridge(config, { logger, clock: systemClock, newId, failPoints: noFailPoints });
    running.push(bridge);
    const client = await TestClient.connect(`${bridge.url}/BillAcceptor`, bridge.token);
    running.push(client);
    await client.until(async () => {
      const { payload } = await client.command('Common.Status');
      return (payload.common as { device: string }).device === 'online';
    });
    return { bridge, client };
  };
  return { coins, start };
}

async function takeCoin(client: TestClient, id: string): Promise<unknown> {
  await client.command('Common.SetTransactionState', { state: 'active', transactionID: id });
  await client.command('CashAcceptor.CashInStart', {});
  const taken = await client.command('CashAcceptor.CashIn');
  const ended = await client.command('CashAcceptor.CashInEnd');
  expect(ended.payload.storage).toEqual({ unit1: { deposited: taken.payload.items } });
  return taken.payload.items;
}

test('coins that fall faster than transactions are each counted once, and survive a restart of the bridge', async () => {
  const { coins, start } = await kiosk();
  const first = await start();
  const { client } = first;
  const falling = takeCoin(client, 'c1');
  await client.until(() => coins.state().accepting);
  for (const fen of [100, 50, 10]) expect(coins.insertCoin(fen)).toBe('taken');
  expect(coins.insertCoin(100, { counterfeit: true })).toBe('returned');
  expect(await falling).toEqual({ typeCNYC100: { fit: 1 } });
  expect(await takeCoin(client, 'c2')).toEqual({ typeCNYC50: { fit: 1 } });
  expect(await takeCoin(client, 'c3')).toEqual({ typeCNYC10: { fit: 1 } });
  const { payload } = await client.command('CashAcceptor.GetCashInStatus', { transactionID: 'c2' });
  expect(payload).toMatchObject({ status: 'ok', noteNumberList: { typeCNYC50: { fit: 1 } } });

  // Still open for a moment after the last one: the bridge dies, a coin falls, and the next start hears of it.
  await client.until(() => coins.state().accepting);
  await first.bridge.close();
  running.splice(running.indexOf(first.bridge), 1);
  expect(coins.insertCoin(100)).toBe('taken');
  const { client: second } = await start();
  await second.until(async () => {
    const told = await second.command('CashAcceptor.GetOrphanNotes');
    return (told.payload.orphans as unknown[]).length === 1;
  });
  const { payload: told } = await second.command('CashAcceptor.GetOrphanNotes');
  expect(told.orphans).toMatchObject([{ value: 1 }]);
  expect(coins.state().box.totalFen).toBe(260);
});
