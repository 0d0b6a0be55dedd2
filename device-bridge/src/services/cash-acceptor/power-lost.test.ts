import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@louting/common/clock';
import { noFailPoints } from '@louting/common/fail-points';
import { newId } from '@louting/common/ids';
import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { BridgeConfigSchema } from '../../config.ts';
import { SspValidatorTwin } from '../../simulators/ssp/ssp-validator-twin.ts';
import { startBridge } from '../../start-bridge.ts';
import { TestClient } from '../host/test-client.ts';
import { spawnBridge } from './bridge-process.ts';

const TOKEN = 'power-lost-test-token';
const NOTE_FEN = 5_000;
const open: { close(): Promise<unknown> }[] = [];

afterEach(async () => {
  for (const thing of open.splice(0).toReversed()) await thing.close();
});

interface Scene {
  readonly twin: SspValidatorTwin;
  readonly config: z.input<typeof BridgeConfigSchema>;
}

async function scene(): Promise<Scene> {
  const root = mkdtempSync(join(tmpdir(), 'power-lost-'));
  const stateDir = join(root, 'bridge');
  mkdirSync(stateDir);
  const speeds = { readMs: 20, stackMs: 60, rejectMs: 20, escrowMs: 10_000 };
  const twin = new SspValidatorTwin({ stateDir: join(root, 'validator'), speeds });
  const { port } = await twin.listen();
  open.push(twin);
  const transport = { type: 'tcp' as const, port };
  const cashAcceptors = [{ driver: 'ssp' as const, transport, pollMs: 20, replyTimeoutMs: 100 }];
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

/** Runs the journey and takes the power away at the named step, if any. */
async function cutPower(all: Scene, end: 'CashInEnd' | 'CashInRollback', step?: string): Promise<readonly string[]> {
  const points = join(all.config.stateDir, 'points');
  if (step) writeFileSync(`${points}.armed`, `${step} 1`);
  await takeOneNote(all, end, points);
  expect(existsSync(`${points}.killed`)).toBe(step !== undefined);
  return readFileSync(`${points}.hits`, 'utf8').trim().split('\n');
}

const STACK_STEPS = [
  'bridge-journal.started.before',
  'bridge-journal.started.after',
  'bridge-journal.escrow.before',
  'bridge-journal.escrow.after',
  'bridge-journal.stack-sent.before',
  'bridge-journal.stack-sent.after',
  'ssp.accepting-poll.before',
  'ssp.accepting-poll.after',
  'bridge-journal.stacked.before',
  'bridge-journal.stacked.after',
];
const RETURN_STEPS = [
  ...STACK_STEPS.slice(0, 4),
  'ssp.reject.before',
  'ssp.reject.after',
  'bridge-journal.returned.before',
  'bridge-journal.returned.after',
];

describe('note stacked, bridge loses power', () => {
  test('the steps of a stacked and of a returned note', async () => {
    expect(await cutPower(await scene(), 'CashInEnd')).toEqual(STACK_STEPS);
    expect(await cutPower(await scene(), 'CashInRollback')).toEqual(RETURN_STEPS);
  });

  test.each(STACK_STEPS)('at %s', async (step) => {
    const all = await scene();
    await cutPower(all, 'CashInEnd', step);
    await expectBooksToMatchTheBox(all);
  });

  test.each(STACK_STEPS.slice(5, 9))('and the validator with it, at %s', async (step) => {
    const all = await scene();
    all.twin.setFault({ kind: 'forgets-value' });
    await cutPower(all, 'CashInEnd', step);
    all.twin.powerCycle();
    await expectBooksToMatchTheBox(all);
  });
});

describe('note given back, bridge loses power', () => {
  test.each(RETURN_STEPS.slice(4))('at %s', async (step) => {
    const all = await scene();
    await cutPower(all, 'CashInRollback', step);
    await expectBooksToMatchTheBox(all);
    expect(all.twin.state().returnedFen).toEqual([NOTE_FEN]);
  });
});
