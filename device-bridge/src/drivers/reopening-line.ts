import type { Logger } from 'pino';
import type { Transport, TransportFactory } from '../transports/transport.ts';

export interface ReopeningLineHandlers {
  readonly onOpen: () => void;
  readonly onData: (bytes: Uint8Array) => void;
  readonly onLost: (reason: string) => void;
}

export interface ReopenTiming {
  /** First wait after a loss; each further failure doubles it. */
  readonly firstMs: number;
  readonly longestMs: number;
}

export const REOPEN_TIMING: ReopenTiming = { firstMs: 200, longestMs: 5_000 };

/** Keeps one line open: opens it, and again after every loss, waiting longer while the device stays away. */
export interface ReopeningLine {
  start(): void;
  stop(): Promise<void>;
  isOpen(): boolean;
  /** Rejects when the line is not open or breaks while writing. */
  write(bytes: Uint8Array): Promise<void>;
  /** Closes a line that stopped making sense; it is opened again at once. */
  reopen(reason: string): void;
}

export function createReopeningLine(
  factory: TransportFactory,
  handlers: ReopeningLineHandlers,
  logger: Logger,
  timing: ReopenTiming = REOPEN_TIMING,
): ReopeningLine {
  let wanted = false;
  let transport: Transport | undefined;
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;
  let opening: Promise<void> | undefined;

  const open = async (): Promise<void> => {
    try {
      const opened = await factory.open();
      if (!wanted) {
        await opened.close();
        return;
      }
      transport = opened;
      opened.onData((bytes) => {
        if (transport !== opened) return;
        failures = 0;
        handlers.onData(bytes);
      });
      opened.onClose((reason) => {
        if (transport === opened) lose(reason);
      });
      logger.info({ line: factory.description }, 'line opened');
      handlers.onOpen();
    } catch (error) {
      failures += 1;
      if (failures === 1) {
        const reason = error instanceof Error ? error.message : String(error);
        logger.warn({ line: factory.description, reason }, 'line cannot be opened');
        handlers.onLost(reason);
      }
      schedule();
    }
  };

  const schedule = (): void => {
    if (!wanted) return;
    const wait = Math.min(timing.longestMs, timing.firstMs * 2 ** Math.max(0, failures - 1));
    timer = setTimeout(begin, wait);
  };

  const begin = (): void => {
    opening = open();
  };

  const lose = (reason: string): void => {
    transport = undefined;
    failures += 1;
    logger.warn({ line: factory.description, reason }, 'line lost');
    handlers.onLost(reason);
    schedule();
  };

  return {
    start: () => {
      if (wanted) return;
      wanted = true;
      begin();
    },
    stop: async () => {
      wanted = false;
      clearTimeout(timer);
      const closing = transport;
      transport = undefined;
      await closing?.close();
      await opening;
    },
    isOpen: () => transport !== undefined,
    write: (bytes) => (transport ? transport.write(bytes) : Promise.reject(new Error('line is not open'))),
    reopen: (reason) => {
      const closing = transport;
      if (!closing) return;
      lose(reason);
      void closing.close();
    },
  };
}
