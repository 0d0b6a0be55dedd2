import { systemClock, type Clock } from '@louting/common/clock';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { createBankTerminalTwin } from './bank-terminal/twins.ts';
import { Bench } from './bench/bench-api.ts';
import { createBenchHttp } from './bench/bench-http.ts';
import { CabinetDesk } from './cabinet/cabinet-desk.ts';
import { CcTalkBusTwin } from './cctalk/cctalk-bus-twin.ts';
import { CardReaderTwin } from './card-reader/twin.ts';
import { SimulatorsConfigSchema, type SimulatorsConfig } from './config.ts';
import { PrinterTwin } from './printer/twin.ts';
import { openPty } from './pty.ts';
import { ScannerTwin } from './scanner/twin.ts';
import { openTcpSocket } from './tcp-socket.ts';
import { SspPayoutTwin } from './ssp/payout-twin.ts';
import { createValidatorTwin } from './validator/validator-twins.ts';

export interface Simulators {
  readonly bench: Bench;
  readonly ports: {
    readonly http: number;
    readonly validator: number;
    readonly printer: number;
    readonly scanner: number;
    readonly cardReader: number;
    readonly coins: number;
    readonly cabinet: number;
    readonly ups: number;
    readonly bankTerminal: number;
    readonly smartHopper: number | undefined;
  };
  close(): Promise<void>;
}

export interface SimulatorsDependencies {
  readonly logger: Logger;
  readonly clock?: Clock;
}

/** Switches on every simulated device and the bench that stands in for people's hands. */
export async function startSimulators(
  input: SimulatorsConfig,
  { logger, clock = systemClock }: SimulatorsDependencies,
): Promise<Simulators> {
  if (process.env.NODE_ENV === 'production') throw new Error('simulated devices are not for production');
  const config = SimulatorsConfigSchema.parse(input);

  const validator = createValidatorTwin(config.validatorProtocol, {
    stateDir: join(config.stateDir, 'validator'),
    port: config.ports.validator,
    ...(config.validatorSpeeds && { speeds: config.validatorSpeeds }),
  });
  const { port: validatorPort } = await validator.listen();
  const coins = new CcTalkBusTwin({
    stateDir: join(config.stateDir, 'coins'),
    port: config.ports.coins,
    coinMs: config.coinMs,
    timeoutMs: 4 * config.coinMs,
  });
  const { port: coinsPort } = await coins.listen();
  const smartHopper =
    config.smartHopper &&
    new SspPayoutTwin({
      ...config.smartHopper,
      stateDir: join(config.stateDir, 'smart-hopper'),
      coinMs: config.coinMs,
      timeoutMs: 4 * config.coinMs,
    });
  const smartHopperAt = await smartHopper?.listen();
  const printer = new PrinterTwin({ now: () => clock.now(), lineMs: config.printerLineMs });
  const printerSocket = await openTcpSocket(config.ports.printer, (line) => printer.attach(line));
  const scanner = new ScannerTwin();
  const scannerSocket = await openTcpSocket(config.ports.scanner, (line) => scanner.attach(line));
  const cardReader = new CardReaderTwin();
  const cardReaderSocket = await openTcpSocket(config.ports.cardReader, (line) => cardReader.attach(line));
  const cabinet = await CabinetDesk.open(config.ports);

  const bankTerminal = createBankTerminalTwin(config.bankTerminalProtocol, {
    now: () => clock.now(),
    speeds: config.bankTerminalSpeeds,
  });
  const bankTerminalSocket = await openTcpSocket(config.ports.bankTerminal, (line) => bankTerminal.attach(line));

  const bench = new Bench({
    bankTerminal,
    bankTerminalSocket,
    validator,
    coins,
    smartHopper,
    printer,
    printerSocket,
    scanner,
    scannerSocket,
    cardReader,
    cardReaderSocket,
    cabinet,
    vpcd: config.vpcd,
    cards: config.cards,
    cardsFile: config.cardsFile,
    payerCodes: config.payerCodes,
  });
  const http = createBenchHttp(bench, logger);
  const address = new URL(await http.listen({ host: '127.0.0.1', port: config.httpPort }));
  const terminals = [
    ...(config.pty.validator === undefined ? [] : [openPty(config.pty.validator, validatorPort)]),
    ...(config.pty.printer === undefined ? [] : [openPty(config.pty.printer, printerSocket.port())]),
  ];

  return {
    bench,
    ports: {
      http: Number(address.port),
      validator: validatorPort,
      printer: printerSocket.port(),
      scanner: scannerSocket.port(),
      cardReader: cardReaderSocket.port(),
      coins: coinsPort,
      smartHopper: smartHopperAt?.port,
      cabinet: cabinet.port('cabinet'),
      ups: cabinet.port('ups'),
      bankTerminal: bankTerminalSocket.port(),
    },
    close: async () => {
      await http.close();
      await bench.act('remove-card');
      await Promise.all(terminals.map((terminal) => terminal.close()));
      printer.close();
      scanner.close();
      cardReader.close();
      await cabinet.close();
      bankTerminal.close();
      await Promise.all([
        validator.close(),
        coins.close(),
        smartHopper?.close(),
        printerSocket.close(),
        scannerSocket.close(),
        cardReaderSocket.close(),
        bankTerminalSocket.close(),
      ]);
    },
  };
}
