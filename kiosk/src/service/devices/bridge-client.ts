import type { Clock } from '@louting/common/clock';
import type { FailPoints } from '@louting/common/fail-points';
import type { Logger } from 'pino';
import { createBarcodeReaderPort } from './barcode-reader-client.ts';
import { BridgeLink, type BridgeAddress } from './bridge-link.ts';
import { createCabinetPort } from './cabinet-client.ts';
import { createCardReaderPort } from './card-reader-client.ts';
import { createChangeDispenserPort } from './change-dispenser-client.ts';
import { createCardTerminalPort } from './card-terminal-client.ts';
import { createCashAcceptorPort } from './cash-acceptor-client.ts';
import type { KioskDevices } from './device-ports.ts';
import { createCommunityCardPort } from './community-card-client.ts';
import { createCoinAcceptorPort, keepFittedReport } from './fitted-port.ts';
import { createPrinterPort } from './printer-client.ts';

export interface BridgeClientOptions extends BridgeAddress {
  readonly logger: Logger;
  readonly clock: Clock;
  readonly failPoints: FailPoints;
  /** How long `statusOf` waits for a bridge or device that cannot tell yet; milliseconds. */
  readonly statusWaitMs?: number;
}

/** The kiosk's devices, over the device bridge. Returns at once; each port's report tells when its device is there. */
export function connectBridge({
  logger,
  clock,
  failPoints,
  statusWaitMs,
  ...address
}: BridgeClientOptions): KioskDevices {
  const link = new BridgeLink(address, logger);
  const devices: KioskDevices = {
    cardReader: createCardReaderPort(link.service('CardReader')),
    communityCard: createCommunityCardPort(link.service('CommunityCard')),
    cashAcceptor: createCashAcceptorPort(link.service('CashAcceptor'), clock, failPoints, statusWaitMs),
    coinAcceptor: createCoinAcceptorPort(link.service('CoinAcceptor')),
    change: createChangeDispenserPort(link.service('CashDispenser'), clock, failPoints, statusWaitMs),
    printer: createPrinterPort(link.service('Printer'), clock, failPoints, statusWaitMs),
    barcodeReader: createBarcodeReaderPort(link.service('BarcodeReader')),
    cardTerminal: createCardTerminalPort(link.service('PaymentTerminal'), failPoints),
    cabinet: createCabinetPort(link.service('Auxiliaries')),
    ups: keepFittedReport('ups', 'LT-3701', link.service('PowerManagement')),
    close: () => {
      link.close();
      return Promise.resolve();
    },
  };
  link.start();
  return devices;
}
