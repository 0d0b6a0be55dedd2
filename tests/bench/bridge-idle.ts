import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '@louting/common/clock';
import { noFailPoints } from '@louting/common/fail-points';
import { pino } from 'pino';
import { spawnBridge } from '../../device-bridge/src/services/cash-acceptor/bridge-process.ts';
import { createBankTerminalTwin } from '../../device-bridge/src/simulators/bank-terminal/twins.ts';
import { CabinetDesk } from '../../device-bridge/src/simulators/cabinet/cabinet-desk.ts';
import { CardReaderTwin } from '../../device-bridge/src/simulators/card-reader/twin.ts';
import { CcTalkBusTwin } from '../../device-bridge/src/simulators/cctalk/cctalk-bus-twin.ts';
import { PrinterTwin } from '../../device-bridge/src/simulators/printer/twin.ts';
import { ScannerTwin } from '../../device-bridge/src/simulators/scanner/twin.ts';
import { openTcpSocket } from '../../device-bridge/src/simulators/tcp-socket.ts';
import { createValidatorTwin } from '../../device-bridge/src/simulators/validator/validator-twins.ts';
import { connectBridge } from '../../kiosk/src/service/devices/bridge-client.ts';
import { allPorts, type DevicePort } from '../../kiosk/src/service/devices/device-ports.ts';
import type { Figures } from './bench.ts';

const WARM_UP_MS = 5_000;
const IDLE_MS = 20_000;
const EVENTS = 100_000;
/** Cards come and go as fast as a line may speak; any faster and the bridge would close it. */
const EVENTS_A_BURST = 100;
const BURST_MS = 15;
/** The door opens and closes meanwhile: what a slow poll finds is told beside the flood of cards. */
const DOOR_EVERY = 5_000;
const BOARD = 'cabinet-modbus-waveshare-io-8ch';
const HOPPERS = [
  { address: 3, denominationFen: 100 as const },
  { address: 4, denominationFen: 50 as const },
  { address: 5, denominationFen: 10 as const },
];
const TOKEN = 'bridge-idle-benchmark-token';
const CARD = { uid: Uint8Array.of(4, 1, 2, 3, 4, 5, 6), kind: 'desfire' } as const;

/**
 * What the bridge costs while nobody pays: processor time of its process with every device attached and a kiosk
 * connected, each device polled as its profile says; and what its process holds after a hundred thousand device events.
 * The twins run in this process, not in the bridge's.
 */
export async function benchBridgeIdle(): Promise<Figures> {
  const root = mkdtempSync(join(tmpdir(), 'bridge-idle-'));
  const validator = createValidatorTwin('essp', { stateDir: join(root, 'validator') });
  const { port } = await validator.listen();
  const printer = new PrinterTwin({ now: () => systemClock.now(), lineMs: 25 });
  const scanner = new ScannerTwin();
  const cardReader = new CardReaderTwin();
  const printerSocket = await openTcpSocket(0, (line) => printer.attach(line));
  const scannerSocket = await openTcpSocket(0, (line) => scanner.attach(line));
  const readerSocket = await openTcpSocket(0, (line) => cardReader.attach(line));
  const coins = new CcTalkBusTwin({ stateDir: join(root, 'coins') });
  const { port: coinsPort } = await coins.listen();
  const desk = await CabinetDesk.open({ cabinet: 0, ups: 0 });
  const terminal = createBankTerminalTwin('nexo', { now: () => systemClock.now() });
  const terminalSocket = await openTcpSocket(0, (line) => terminal.attach(line));
  const at = (number: number) => ({ type: 'tcp' as const, port: number });

  const stateDir = join(root, 'bridge');
  mkdirSync(stateDir);
  // As on a kiosk, where every start but the first finds its code compiled and loads no TypeScript.
  process.env.NODE_COMPILE_CACHE = join(root, 'compiled');
  const configuration = {
    stateDir,
    port: 0,
    token: TOKEN,
    logLevel: 'error' as const,
    devices: {
      cashAcceptors: [
        {
          driver: 'essp' as const,
          transport: at(port),
          coins: { driver: 'cctalk' as const, transport: at(coinsPort) },
        },
      ],
      changeDispensers: [{ driver: 'cctalk' as const, transport: at(coinsPort), hoppers: HOPPERS }],
      cardTerminals: [{ driver: 'nexo' as const, transport: at(terminalSocket.port()), poiId: 'BENCH-1' }],
      cabinets: [{ driver: 'cabinet-modbus' as const, transport: at(desk.port('cabinet')), profile: BOARD }],
      powerSupplies: [{ driver: 'cabinet-megatec' as const, transport: at(desk.port('ups')) }],
      printers: [{ driver: 'escpos' as const, transport: at(printerSocket.port()) }],
      barcodeReaders: [{ driver: 'line-scanner' as const, transport: at(scannerSocket.port()) }],
      cardReaders: [{ driver: 'tcp-card-reader' as const, transport: at(readerSocket.port()) }],
    },
  };
  await startAndStop(configuration);
  const bridge = await spawnBridge(configuration, undefined);
  const devices = connectBridge({
    url: bridge.url,
    token: { file: join(stateDir, 'token') },
    logger: pino({ level: 'silent' }),
    clock: systemClock,
    failPoints: noFailPoints,
  });
  try {
    const all = allPorts(devices);
    const isThere = (port: DevicePort) => !['absent', 'failed'].includes(port.report().state);
    while (!all.every(isThere)) await delay(50);
    await delay(WARM_UP_MS);
    const cpuPercent = await cpuPercentOf(bridge.processId, IDLE_MS);

    for (let events = 0; events < EVENTS; events += EVENTS_A_BURST) {
      for (let event = 0; event < EVENTS_A_BURST; event += 2) {
        cardReader.present(CARD);
        cardReader.remove();
      }
      if (events % (2 * DOOR_EVERY) === 0) desk.board.openDoor();
      else if (events % DOOR_EVERY === 0) desk.board.closeDoor();
      await delay(BURST_MS);
    }
    await delay(WARM_UP_MS);
    if (devices.cardReader.report().state !== 'ok') throw new Error('the reader was lost on the way');
    return { cpuPercent, memoryMb: memoryMbOf(bridge.processId) };
  } finally {
    await devices.close();
    await bridge.close();
    terminal.close();
    for (const twin of [validator, printerSocket, scannerSocket, readerSocket, coins, desk, terminalSocket]) {
      await twin.close();
    }
    rmSync(root, { recursive: true });
  }
}

/** The runtime writes what it compiled when it ends in good order. */
async function startAndStop(configuration: Parameters<typeof spawnBridge>[0]): Promise<void> {
  const first = await spawnBridge(configuration, undefined);
  process.kill(first.processId, 'SIGTERM');
  await first.ended;
}

/** Of one core. */
async function cpuPercentOf(processId: number, ms: number): Promise<number> {
  const [begun, before] = [performance.now(), cpuTicksOf(processId)];
  await delay(ms);
  const seconds = (cpuTicksOf(processId) - before) / TICKS_A_SECOND;
  return (100_000 * seconds) / (performance.now() - begun);
}

/** What Linux counts processor time in, on every architecture a kiosk has. */
const TICKS_A_SECOND = 100;

function cpuTicksOf(processId: number): number {
  // The name in brackets may hold spaces; times are the 14th and 15th field.
  const fields = readFileSync(`/proc/${processId}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

function memoryMbOf(processId: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${processId}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}
