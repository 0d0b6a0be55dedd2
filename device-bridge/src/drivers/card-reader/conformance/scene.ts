import pino from 'pino';
import { CardReaderTwin } from '../../../simulators/card-reader/twin.ts';
import type { PcscdAvailability } from '../../../simulators/pcscd.ts';
import { openTcpSocket } from '../../../simulators/tcp-socket.ts';
import type { VirtualCard } from '../../../simulators/virtual-card/card.ts';
import { tcpTransport } from '../../../transports/tcp.ts';
import { createPcscCardReader } from '../../pcsc/driver.ts';
import type { CardReaderDriver } from '../../roles.ts';
import { createTcpCardReader } from '../../tcp-card-reader/driver.ts';
import { layInThread } from './card-in-thread.ts';

/** A card reader with its driver, and a hand that lays cards on it. */
export interface ReaderScene {
  readonly driver: CardReaderDriver;
  /** @returns how it is taken away */
  lay(card: VirtualCard): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

const logger = pino({ level: 'silent' });
const reopen = { firstMs: 20, longestMs: 100 };

export async function networkReader(): Promise<ReaderScene> {
  const twin = new CardReaderTwin();
  const socket = await openTcpSocket(0, (line) => twin.attach(line));
  const openTransport = tcpTransport({ host: '127.0.0.1', port: socket.port() });
  const driver = createTcpCardReader({ reopen }, { logger, openTransport });
  return {
    driver,
    lay: async (card) => {
      twin.present(card);
      return async () => twin.remove();
    },
    close: async () => {
      await driver.stop();
      twin.close();
      await socket.close();
    },
  };
}

/** @param slot the virtual PC/SC reader has two: Virtual PCD 00 00 and 00 01 */
export function pcscReader(pcscd: PcscdAvailability, slot = 0): ReaderScene {
  const driver = createPcscCardReader({ readerName: 'Virtual PCD', reopen }, { logger });
  const port = (pcscd.available ? pcscd.vpcdPort : 0) + slot;
  return {
    driver,
    lay: (card) => layInThread(card, { host: '127.0.0.1', port }),
    close: () => driver.stop(),
  };
}
