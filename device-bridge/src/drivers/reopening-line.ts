import type { Logger } from 'pino';
import type { Transport, TransportFactory } from '../transports/transport.ts';
import type { LadderStep, Rung, Trouble } from './recovery-ladder.ts';
import { Rescue } from './rescue.ts';

export interface ReopeningLineHandlers {
  readonly onOpen: () => void;
  readonly onData: (bytes: Uint8Array) => void;
  /** `silent`: given up because nobody answered on it; the device may well be there. */
  readonly onLost: (reason: string, trouble: Trouble) => void;
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

/** The ladder of a device that answers questions: asked again and told to start anew before its line is touched. */
export function talkingLadder(timing: ReopenTiming): readonly Rung[] {
  const { firstMs } = timing;
  return [
    { action: 'retry', against: ['silent'], tries: 1, waitMs: 0, longestMs: 0 },
    { action: 'soft-reset', against: ['silent'], tries: 1, waitMs: firstMs, longestMs: firstMs },
    ...reopeningLadder(timing),
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
  /**
   * Nobody answers on the open line: the next rung. `retry` and `soft-reset` are the caller's, with their wait; for any
   * other the line is given up here, and opened again. `undefined`: the line is not open.
   */
  silent(reason: string): LadderStep | undefined;
  /** The device answered: with a ladder of its own only this brings it down to the foot. */
  answered(): void;
}

export function createReopeningLine(
  factory: TransportFactory,
  handlers: ReopeningLineHandlers,
  logger: Logger,
  timing: ReopenTiming = REOPEN_TIMING,
  /** Of a device that is talked with: an open line is not yet a device that works. */
  ladder?: readonly Rung[],
): ReopeningLine {
  const { description, relay, onRecovery } = factory;
  const rungs = ladder ?? reopeningLadder(timing);
  const rescue = new Rescue({ ladder: rungs, relay, line: description, logger, onRecovery });
  let wanted = false;
  let transport: Transport | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isAway = false;
  let wasSilent = false;
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
      wasSilent = false;
      openSince = performance.now();
      opened.onData((bytes) => {
        if (transport === opened) handlers.onData(bytes);
      });
      opened.onClose((reason) => {
        if (transport === opened) lose(reason);
      });
      logger.info({ line: description }, 'line opened');
      if (!ladder) onRecovery?.(undefined);
      handlers.onOpen();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (!isAway || wasSilent) {
        logger.warn({ line: description, reason }, 'line cannot be opened');
        handlers.onLost(reason, 'closed');
      }
      isAway = true;
      wasSilent = false;
      if (wanted) climb(rescue.next('closed'));
    }
  };

  const climb = ({ action, waitMs }: LadderStep): void => {
    if (!wanted) return;
    const begin = (): void => {
      opening = open();
    };
    timer = setTimeout(() => {
      if (action === 'power-cycle') void rescue.powerCycle().then(() => wanted && begin());
      else begin();
    }, waitMs);
  };

  const lose = (reason: string, trouble: Trouble = 'closed', step?: LadderStep): void => {
    transport = undefined;
    const worked = trouble === 'closed' && performance.now() - openSince > WORKING_MS;
    if (worked && !ladder) rescue.succeeded();
    logger.warn({ line: description, reason }, 'line lost');
    handlers.onLost(reason, trouble);
    isAway = true;
    wasSilent = trouble === 'silent';
    climb(step ?? rescue.next('closed'));
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
    silent: (reason) => {
      const closing = transport;
      if (!closing) return undefined;
      const step = rescue.next('silent');
      if (step.action === 'retry' || step.action === 'soft-reset') return step;
      lose(reason, 'silent', step);
      void closing.close();
      return step;
    },
    answered: () => rescue.succeeded(),
  };
}
