import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@louting/common/clock';
import { noFailPoints } from '@louting/common/fail-points';
import { newId } from '@louting/common/ids';
import { pino } from 'pino';
import { afterAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { BridgeConfigSchema } from '../../config.ts';
import { BILL_PROTOCOLS, type BillProtocol } from '../../drivers/bill-acceptor/profile.ts';
import type { ValidatorTwin } from '../../simulators/validator/validator-twin.ts';
import { createValidatorTwin } from '../../simulators/validator/validator-twins.ts';
import { startBridge } from '../../start-bridge.ts';
import { TestClient } from '../host/test-client.ts';
import { spawnBridge } from './bridge-process.ts';

const TOKEN = 'power-lost-test-token';
const NOTE_FEN = 5_000;
const open: { close(): Promise<unknown> }[] = [];

afterAll(async () => {
  for (const thing of open.splice(0).toReversed()) await thing.close();
});

interface Scene {
  readonly twin: ValidatorTwin;
  readonly config: z.input<typeof BridgeConfigSchema>;
}

async function scene(protocol: BillProtocol): Promise<Scene> {
  const root = mkdtempSync(join(tmpdir(), 'power-lost-'));
  const stateDir = join(root, 'bridge');
  mkdirSync(stateDir);
  const speeds = { readMs: 20, stackMs: 60, rejectMs: 20, escrowMs: 10_000 };
  const twin = createValidatorTwin(protocol, { stateDir: join(root, 'validator'), speeds });
  const { port } = await twin.listen();
  open.push(twin);
  const transport = { type: 'tcp' as const, port };
  const cashAcceptors = [{ driver: protocol, transport, pollMs: 20, replyTimeoutMs: 200 }];
  return { twin, config: { stateDir, port: 0, token: TOKEN, logLevel: 'error', devices: { cashAcceptors } } };
}

async function connect(url: string): Promise<TestClient> {
  const client = await TestClient.connect(`${url}/BillAcceptor`, TOKEN);
  open.push(client);
  return client;
}

/** Takes one note and ends it as told; gives up quietly when the bridge dies on the way. */
async function takeOneNote(
  { twin, config }: Scene,
  end: 'CashInEnd' | 'CashInRollback',
  failPoints: string,
): Promise<void> {
  const bridge = await spawnBridge(config, failPoints);
  open.push(bridge);
  const client = await connect(bridge.url);
  const journey = async (): Promise<void> => {
    await client.until(async () => {
      const { payload } = await client.command('Common.Status');
      return (payload.common as { device: string }).device === 'online';
    });
    await client.command('Common.SetTransactionState', { state: 'active', transactionID: 'note-1' });
    await client.command('CashAcceptor.CashInStart');
    const cashIn = client.command('CashAcceptor.CashIn');
    await client.until(() => twin.insertNote(NOTE_FEN) === 'taken');
    await cashIn;
    await client.command(`CashAcceptor.${end}`);
  };
  await Promise.race([journey(), bridge.ended]);
  await bridge.close();
}

async function statusAfterRestart({ config, twin }: Scene): Promise<Record<string, unknown>> {
  const dependencies = { logger: pino({ level: 'silent' }), clock: systemClock, newId, failPoints: noFailPoints };
  const bridge = await startBridge(BridgeConfigSchema.parse(config), dependencies);
  open.push(bridge);
  const client = await connect(bridge.url);
  let payload: Record<string, unknown> = {};
  await client.until(async () => {
    const { payload: status } = await client.command('Common.Status');
    return (status.common as { device: string }).device === 'online' && twin.state().note === undefined;
  });
  await client.until(async () => {
    const status = await client.command('CashAcceptor.GetCashInStatus', { transactionID: 'note-1' });
    payload = status.payload;
    return status.header.completionCode !== 'deviceNotReady';
  });
  return payload;
}

/** The one rule: what the journal says is where the note is. */
async function expectBooksToMatchTheBox(all: Scene): Promise<void> {
  const { status } = await statusAfterRestart(all);
  const { cashBox, returnedFen } = all.twin.state();
  if (cashBox.totalFen > 0) expect({ status, returnedFen }).toEqual({ status: 'ok', returnedFen: [] });
  else expect(['rollback', undefined]).toContain(status);
}

/** Runs the journey and takes the power away at the named step. */
async function cutPower(all: Scene, end: 'CashInEnd' | 'CashInRollback', step: string): Promise<void> {
  const points = join(all.config.stateDir, 'points');
  writeFileSync(`${points}.armed`, `${step} 1`);
  await takeOneNote(all, end, points);
  expect(existsSync(`${points}.killed`)).toBe(true);
}

/**
 * The whole process is killed, in each protocol, at the step that matters most: the order to stack is committed, and
 * nobody knows whether it went out. All other steps are cut in `drivers/bill-acceptor/conformance`.
 */
describe.concurrent.each(BILL_PROTOCOLS)('%s', { timeout: 60_000 }, (protocol) => {
  test('bridge killed with its order to stack committed', async () => {
    const all = await scene(protocol);
    await cutPower(all, 'CashInEnd', 'bridge-journal.stack-sent.after');
    await expectBooksToMatchTheBox(all);
  });
});

test('bridge killed, and the validator loses its power and forgets the value', async () => {
  const all = await scene('ssp');
  all.twin.setFault({ kind: 'forgets-value' });
  await cutPower(all, 'CashInEnd', 'bill-acceptor.stack.after');
  all.twin.powerCycle();
  await expectBooksToMatchTheBox(all);
});

test('bridge killed while the note goes back', async () => {
  const all = await scene('ssp');
  await cutPower(all, 'CashInRollback', 'bill-acceptor.return.after');
  await expectBooksToMatchTheBox(all);
  expect(all.twin.state().returnedFen).toEqual([NOTE_FEN]);
});
