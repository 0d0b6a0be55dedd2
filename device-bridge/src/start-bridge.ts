import { randomBytes } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monotonicClock, type Clock } from '@louting/common/clock';
import type { FailPoints } from '@louting/common/fail-points';
import type { NewId } from '@louting/common/ids';
import type { Logger } from 'pino';
import type { BridgeConfig } from './config.ts';
import { DeviceKit, openLine } from './device-kit.ts';
import { endOfPaper } from './drivers/escpos/codec.ts';
import { createEscposPrinter } from './drivers/escpos/driver.ts';
import { renderForm } from './drivers/escpos/forms.ts';
import { EscposProfileSchema } from './drivers/escpos/profile.ts';
import { createLineScanner } from './drivers/line-scanner/driver.ts';
import { LineScannerProfileSchema } from './drivers/line-scanner/profile.ts';
import { createPcscCardReader } from './drivers/pcsc/driver.ts';
import { readProfile } from './drivers/profile-file.ts';
import type { CardReaderDriver, Driver } from './drivers/roles.ts';
import { createTcpCardReader } from './drivers/tcp-card-reader/driver.ts';
import { TcpCardReaderProfileSchema } from './drivers/tcp-card-reader/profile.ts';
import { openBillAcceptor } from './open-bill-acceptor.ts';
import { openCabinet, openPowerSupply } from './open-cabinet.ts';
import { CcTalkBuses, openChangeDispenser, openCoinAcceptor } from './open-coin-devices.ts';
import { openCardTerminal } from './open-card-terminal.ts';
import { CardSaleJournal } from './journal/card-sale-journal.ts';
import { CashJournal } from './journal/cash-journal.ts';
import { PayoutJournal } from './journal/payout-journal.ts';
import { createCabinetService } from './services/auxiliaries/cabinet-service.ts';
import { createBarcodeReaderService } from './services/barcode-reader/barcode-reader-service.ts';
import { createCardReaderService } from './services/card-reader/card-reader-service.ts';
import { createCommunityCardService } from './services/card-reader/community-card-service.ts';
import { traceCards } from './services/card-reader/traced-card-reader.ts';
import { createCashAcceptorService } from './services/cash-acceptor/cash-acceptor-service.ts';
import { createCoinAcceptorService } from './services/cash-acceptor/coin-acceptor-service.ts';
import { createCashDispenserService } from './services/cash-dispenser/cash-dispenser-service.ts';
import { startXfsHost } from './services/host/xfs-host.ts';
import { createPowerSupplyService } from './services/power-management/power-supply-service.ts';
import { createPaymentTerminalService } from './services/payment-terminal/payment-terminal-service.ts';
import { PrintJournal } from './services/receipt-printer/print-journal.ts';
import { createReceiptPrinterService, type FormRenderer } from './services/receipt-printer/receipt-printer-service.ts';
import { createVendorModeService } from './services/vendor-mode/vendor-mode-service.ts';
import type { XfsService } from './services/xfs-service.ts';
import { tcpTransport } from './transports/tcp.ts';
import { allHeardIsSecret, printedIsSecret, wordsOfCardAreSecret } from './transports/trace-secrets.ts';

export interface BridgeDependencies {
  readonly logger: Logger;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly failPoints: FailPoints;
}

export interface Bridge {
  readonly port: number;
  /** URI of the service publisher, for clients. */
  readonly url: string;
  readonly token: string;
  close(): Promise<void>;
}

interface Device {
  readonly driver: Pick<Driver, 'start' | 'stop'>;
  /** Several where one driver shows two faces; all tell the same trace. */
  readonly services: readonly XfsService[];
  readonly kit: DeviceKit;
}

/**
 * Opens the services first and the devices behind them after: a device that is absent, or comes later, holds up
 * nothing. @throws Error in one sentence when the port, the state directory or a device profile cannot be used.
 */
export async function startBridge(config: BridgeConfig, dependencies: BridgeDependencies): Promise<Bridge> {
  const { logger } = dependencies;
  mkdirSync(config.stateDir, { recursive: true });
  const token = config.token ?? randomBytes(32).toString('base64url');
  writeToken(join(config.stateDir, 'token'), token);
  const journal = new CashJournal(join(config.stateDir, 'cash.sqlite'), dependencies.clock, dependencies.failPoints);

  const payouts = new PayoutJournal(
    join(config.stateDir, 'payout.sqlite'),
    dependencies.clock,
    dependencies.failPoints,
  );
  const sales = new CardSaleJournal(
    join(config.stateDir, 'card-sales.sqlite'),
    dependencies.clock,
    dependencies.failPoints,
  );
  const prints = new PrintJournal(join(config.stateDir, 'prints.sqlite'), dependencies.clock);

  const devices = openDevices(config, dependencies, journal, payouts, sales, prints);
  const host = await startXfsHost(
    [...devices.flatMap(({ services }) => services), createVendorModeService('VendorMode')],
    {
      token,
      allowedOrigins: config.allowedOrigins,
      vendorName: 'Louting',
      traces: new Map(devices.flatMap(({ services, kit }) => services.map(({ name }) => [name, kit.trace]))),
      traceDirectory: config.stateDir,
      ...(config.port !== undefined && { port: config.port }),
    },
    logger,
  );
  for (const { driver, kit } of devices) {
    kit.restorePower().catch((error: unknown) => logger.warn({ reason: String(error) }, 'relay board does not obey'));
    driver.start();
  }

  return {
    port: host.port,
    url: host.url,
    token,
    close: async () => {
      await host.close();
      await Promise.all(devices.map(({ driver }) => driver.stop()));
      journal.close();
      payouts.close();
      sales.close();
      prints.close();
    },
  };
}

/** In one step, so that a client that looks meanwhile reads the old or the new one, whole. */
function writeToken(file: string, token: string): void {
  rmSync(`${file}.new`, { force: true });
  writeFileSync(`${file}.new`, token, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

function openDevices(
  { devices, stateDir }: BridgeConfig,
  { logger: root, clock, newId, failPoints }: BridgeDependencies,
  journal: CashJournal,
  payouts: PayoutJournal,
  sales: CardSaleJournal,
  prints: PrintJournal,
): readonly Device[] {
  const buses = new CcTalkBuses();
  const cardReaders = devices.cardReaders.map((reader): Device => {
    const logger = root.child({ service: reader.service });
    const kit = new DeviceKit(clock, 'relay' in reader ? reader.relay : undefined);
    const opened: CardReaderDriver =
      reader.driver === 'pcsc'
        ? traceCards(
            createPcscCardReader(reader.readerName === undefined ? {} : { readerName: reader.readerName }, { logger }),
            kit.trace,
          )
        : createTcpCardReader(
            { profile: readProfile(TcpCardReaderProfileSchema, reader.profile) },
            { logger, openTransport: kit.line(tcpTransport(reader.transport), wordsOfCardAreSecret) },
          );
    const driver = kit.health.of(opened);
    const relayed = createCommunityCardService(`${reader.service}Community`, driver);
    return { driver, kit, services: [createCardReaderService(reader.service, driver), relayed] };
  });

  const cashAcceptors = devices.cashAcceptors.flatMap((acceptor): readonly Device[] => {
    const logger = root.child({ service: acceptor.service });
    const kit = new DeviceKit(clock, acceptor.relay);
    const traceFile = join(stateDir, `${acceptor.service}.trace`);
    const driver = kit.health.of(
      openBillAcceptor(acceptor, traceFile, kit, { logger, clock: monotonicClock, failPoints }),
    );
    const device = acceptor.service;
    const coinKit = new DeviceKit(clock, acceptor.coins?.relay);
    const coins = acceptor.coins && coinKit.health.of(openCoinAcceptor(acceptor.coins, buses, coinKit, logger));
    const parts = { device, driver, coins, journal, logger, newId };
    const { stackMs, abandonedMs } = acceptor;
    const service = createCashAcceptorService(device, parts, { stackMs, abandonedMs });
    const besides = coins && createCoinAcceptorService(`${device}Coins`, coins);
    return [
      { driver, kit, services: [service] },
      ...(coins && besides ? [{ driver: coins, kit: coinKit, services: [besides] }] : []),
    ];
  });

  const changeDispensers = devices.changeDispensers.map((dispenser): Device => {
    const logger = root.child({ service: dispenser.service });
    const kit = new DeviceKit(clock, dispenser.relay);
    const driver = kit.health.of(openChangeDispenser(dispenser, buses, kit, { logger, failPoints }));
    const parts = { device: dispenser.service, driver, journal: payouts, logger };
    return { driver, kit, services: [createCashDispenserService(dispenser.service, parts)] };
  });

  const printers = devices.printers.map((printer): Device => {
    const logger = root.child({ service: printer.service });
    const kit = new DeviceKit(clock, printer.relay);
    const profile = readProfile(EscposProfileSchema, printer.profile);
    const openTransport = kit.line(openLine(printer.transport), printedIsSecret);
    const driver = kit.health.of(createEscposPrinter({ profile }, { logger, clock, openTransport }));
    const render: FormRenderer = (formName, fields) => renderForm(formName, fields, profile);
    const knife = endOfPaper(profile);
    const service = createReceiptPrinterService(printer.service, driver, render, prints, failPoints, knife);
    return { driver, kit, services: [service] };
  });

  const barcodeReaders = devices.barcodeReaders.map((scanner): Device => {
    const logger = root.child({ service: scanner.service });
    const kit = new DeviceKit(clock, scanner.relay);
    const profile = readProfile(LineScannerProfileSchema, scanner.profile);
    const openTransport = kit.line(openLine(scanner.transport), allHeardIsSecret);
    const driver = kit.health.of(createLineScanner({ profile }, { logger, clock: monotonicClock, openTransport }));
    return { driver, kit, services: [createBarcodeReaderService(scanner.service, driver)] };
  });

  const cabinets = devices.cabinets.map((cabinet): Device => {
    const kit = new DeviceKit(clock, undefined);
    const driver = openCabinet(cabinet, kit, root.child({ service: cabinet.service }));
    return { driver, kit, services: [createCabinetService(cabinet.service, driver)] };
  });
  const powerSupplies = devices.powerSupplies.map((supply): Device => {
    const kit = new DeviceKit(clock, undefined);
    const driver = openPowerSupply(supply, kit, root.child({ service: supply.service }));
    return { driver, kit, services: [createPowerSupplyService(supply.service, driver)] };
  });

  const cardTerminals = devices.cardTerminals.map((terminal): Device => {
    const logger = root.child({ service: terminal.service });
    const kit = new DeviceKit(clock, undefined);
    const driver = kit.health.of(openCardTerminal(terminal, kit, { logger, clock }));
    const parts = { driver, journal: sales, logger };
    const service = createPaymentTerminalService(terminal.service, parts, terminal.patienceMs);
    return { driver, kit, services: [service] };
  });

  return [
    ...cardReaders,
    ...cashAcceptors,
    ...cardTerminals,
    ...changeDispensers,
    ...printers,
    ...barcodeReaders,
    ...cabinets,
    ...powerSupplies,
  ];
}
