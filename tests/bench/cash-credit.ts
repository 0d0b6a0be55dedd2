import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '@louting/common/clock';
import { noFailPoints } from '@louting/common/fail-points';
import { fen } from '@louting/common/money';
import { pino } from 'pino';
import {
  BILL_PROTOCOLS,
  BillAcceptorProfileSchema,
  type BillProtocol,
} from '../../device-bridge/src/drivers/bill-acceptor/profile.ts';
import { readProfile } from '../../device-bridge/src/drivers/profile-file.ts';
import { spawnBridge } from '../../device-bridge/src/services/cash-acceptor/bridge-process.ts';
import type { ValidatorTwin } from '../../device-bridge/src/simulators/validator/validator-twin.ts';
import { createValidatorTwin } from '../../device-bridge/src/simulators/validator/validator-twins.ts';
import { connectBridge } from '../../kiosk/src/service/devices/bridge-client.ts';
import type { KioskDevices } from '../../kiosk/src/service/devices/device-ports.ts';
import type { Figures } from './bench.ts';

const NOTES = 100;
const WARM_UP_NOTES = 3;
const LIMIT = fen(10_000);
/** Jitter as long as a poll, so that a note falls into the box at any moment between two of them. */
const speedsOf = (pollMs: number) => ({ readMs: 20, stackMs: 60, rejectMs: 20, jitterMs: 2 * pollMs });
const TOKEN = 'cash-credit-benchmark-token';

/**
 * Note stacked by the validator → credit at the kiosk service, through wire, driver, journal on the disk, bridge process
 * and WebSocket, at the poll interval of the protocol's own profile. Under `cash-credit` stands the slowest protocol,
 * measured by what it needs beyond its poll interval.
 */
export async function benchCashCredit(): Promise<Readonly<Record<string, Figures>>> {
  // Side by side: each waits for its motors nearly all the time.
  const measured = await Promise.all(
    BILL_PROTOCOLS.map(async (protocol) => [protocol, await measure(protocol)] as const),
  );
  const slowest = measured.map(([, figures]) => figures).toSorted((one, other) => beyond(other) - beyond(one))[0];
  return {
    ...(slowest && { 'cash-credit': slowest }),
    ...Object.fromEntries(measured.map(([protocol, figures]) => [`cash-credit-${protocol}`, figures])),
  };
}

interface CreditFigures extends Figures {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly pollIntervalMs: number;
}

const beyond = ({ p99Ms, pollIntervalMs }: CreditFigures): number => p99Ms - pollIntervalMs;

async function measure(protocol: BillProtocol): Promise<CreditFigures> {
  const root = mkdtempSync(join(tmpdir(), 'cash-credit-'));
  const { pollMs } = readProfile(BillAcceptorProfileSchema, `${protocol}-generic`);
  const twin = createValidatorTwin(protocol, { stateDir: join(root, 'validator'), speeds: speedsOf(pollMs) });
  const { port } = await twin.listen();
  const stateDir = join(root, 'bridge');
  mkdirSync(stateDir);
  const cashAcceptors = [{ driver: protocol, transport: { type: 'tcp' as const, port } }];
  const bridge = await spawnBridge({ stateDir, port: 0, token: TOKEN, devices: { cashAcceptors } }, undefined);
  const devices = connectBridge({
    url: bridge.url,
    token: { file: join(stateDir, 'token') },
    logger: pino({ level: 'silent' }),
    clock: systemClock,
    failPoints: noFailPoints,
  });
  try {
    const creditMs: number[] = [];
    for (let note = -WARM_UP_NOTES; note < NOTES; note += 1) {
      const ms = await creditOne(twin, devices, `note-${protocol}-${note}`);
      if (note >= 0) creditMs.push(ms);
    }
    creditMs.sort((one, other) => one - other);
    const at = (share: number): number => creditMs[Math.min(NOTES - 1, Math.ceil(share * NOTES) - 1)] ?? NaN;
    return { p50Ms: at(0.5), p99Ms: at(0.99), pollIntervalMs: pollMs };
  } finally {
    await devices.close();
    await bridge.close();
    await twin.close();
    rmSync(root, { recursive: true });
  }
}

async function creditOne(twin: ValidatorTwin, { cashAcceptor }: KioskDevices, noteId: string): Promise<number> {
  while (cashAcceptor.report().state !== 'ok') await delay(5);
  const taken = cashAcceptor.takeNote(noteId, LIMIT, AbortSignal.timeout(20_000));
  while (twin.insertNote(100) !== 'taken') await delay(2);
  const inEscrow = await taken;
  if (!inEscrow.ok) throw new Error(inEscrow.error.code);

  const before = twin.state().counters.stacked;
  let stackedAt = 0;
  const forget = twin.onChange(() => {
    if (stackedAt === 0 && twin.state().counters.stacked > before) stackedAt = performance.now();
  });
  const credited = await cashAcceptor.stack(noteId);
  const ms = performance.now() - stackedAt;
  forget();
  if (!credited.ok || stackedAt === 0) throw new Error('the note was not credited');
  return ms;
}
