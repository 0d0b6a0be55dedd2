import type { Logger } from 'pino';
import type { Transport, TransportFactory } from '../transports/transport.ts';
import type { Rung, Trouble } from './recovery-ladder.ts';
import { Rescue } from './rescue.ts';

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

/** A line that was there for this long works; a device that is lost sooner goes on up the ladder. */
const WORKING_MS = 2_000;

/** The ladder of a device that keeps no conversation: opened again, switched off and on, then looked for now and then. */
export function reopeningLadder({ firstMs, longestMs }: ReopenTiming): readonly Rung[] {
  const against: readonly Trouble[] = ['silent', 'closed'];
  return [
    { action: 'reopen', against, tries: 6, waitMs: firstMs, longestMs },
    { action: 'power-cycle', against, tries: 1, waitMs: firstMs, longestMs: firstMs },
    { action: 'out-of-service', against, tries: 1, waitMs: longestMs, longestMs },
  ];
}

/** Keeps one line open: opens it, and again after every loss, climbing the ladder while the device stays away. */
export interface ReopeningLine {
  start(): void;
  stop(): Promise<void>;
  isOpen(): boolean;
  /** Rejects when the line is not open or breaks while writing. */
  write(bytes: Uint8Array): Promise<void>;
  /** Closes a line that stopped making sense, or on which nobody answers (`silent`); it is opened again. */
  reopen(reason: string, trouble?: Trouble): void;
}

export function createReopeningLine(
  factory: TransportFactory,
  handlers: ReopeningLineHandlers,
  logger: Logger,
  timing: ReopenTiming = REOPEN_TIMING,
): ReopeningLine {
  const { description, relay, onRecovery } = factory;
  const rescue = new Rescue({ ladder: reopeningLadder(timing), relay, line: description, logger, onRecovery });
  let wanted = false;
  let transport: Transport | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isAway = false;
  let openSince = 0;
  let opening: Promise<void> | undefined;

  const open = async (): Promise<void> => {
    try {
      const opened = await factory.open();
      if (!wanted) {
        await opened.close();
        return;
      }
      transport = opened;
      isAway = false;
      openSince = performance.now();
      opened.onData((bytes) => {
        if (transport === opened) handlers.onData(bytes);
      });
      opened.onClose((reason) => {
        if (transport === opened) lose(reason);
      });
      logger.info({ line: description }, 'line opened');
      onRecovery?.(undefined);
      handlers.onOpen();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (!isAway) {
        logger.warn({ line: description, reason }, 'line cannot be opened');
        handlers.onLost(reason);
      }
      isAway = true;
      climb();
    }
  };

  const climb = (): void => {
    if (!wanted) return;
    const { action, waitMs } = rescue.next('closed');
    const begin = (): void => {
      opening = open();
    };
    timer = setTimeout(() => {
      if (action === 'power-cycle') void rescue.powerCycle().then(() => wanted && begin());
      else begin();
    }, waitMs);
  };

  const lose = (reason: string, trouble: Trouble = 'closed'): void => {
    transport = undefined;
    if (trouble === 'closed' && performance.now() - openSince > WORKING_MS) rescue.succeeded();
    logger.warn({ line: description, reason }, 'line lost');
    handlers.onLost(reason);
    isAway = true;
    climb();
  };

  return {
    start: () => {
      if (wanted) return;
      wanted = true;
      opening = open();
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
    reopen: (reason, trouble) => {
      const closing = transport;
      if (!closing) return;
      lose(reason, trouble);
      void closing.close();
    },
  };
}
