import { setTimeout as delay } from 'node:timers/promises';
import { failed, ok, type Result } from '@louting/common/result';
import type { Logger } from 'pino';
import type * as Pcsc from 'pcsc-mini';
import { REOPEN_TIMING, type ReopenTiming } from '../reopening-line.ts';
import { pcscdAnswers } from './pcscd-service.ts';
import type { CardReaderDriver, DeviceCondition, DeviceIdentity, PresentedCard } from '../roles.ts';

export interface PcscOptions {
  /** Only readers whose PC/SC name contains this; absent = every reader of the machine. */
  readonly readerName?: string;
  readonly reopen?: ReopenTiming;
  /** While no reader is known, all are asked for anew this often; 5,000 ms unless told. */
  readonly lookAgainMs?: number;
  /** How long the service may take to answer anything at all. */
  readonly answersWithinMs?: number;
}

export interface PcscDependencies {
  readonly logger: Logger;
}

/**
 * Clients whose service went before them, or hangs. Collected as garbage, each would end this process: its finalizer gives back
 * a handle that nobody knows any more, and throws where nobody can catch it.
 */
const orphaned: Pcsc.Client[] = [];

/**
 * How long a client rests before it is stopped. `pcsc-mini` 0.1.3 cancels its watch and then waits for it; a watch that
 * is between two questions hears no cancelling, and the whole process would wait for the next card.
 */
const REST_BEFORE_STOP_MS = 250;

const ABSENT: DeviceCondition = { device: 'noDevice', code: 'LT-3001' };

/**
 * Every PC/SC reader of the machine as one card reader: they come and go while running, and the last card laid on any
 * of them is the card. Without the PC/SC service (pcscd) the condition is `noDevice` and the service is tried again.
 */
export function createPcscCardReader(options: PcscOptions, deps: PcscDependencies): CardReaderDriver {
  const timing = options.reopen ?? REOPEN_TIMING;
  const lookAgainMs = options.lookAgainMs ?? 5_000;
  const logger = deps.logger.child({ driver: 'pcsc' });
  const conditionListeners: ((condition: DeviceCondition) => void)[] = [];
  const presentedListeners: ((card: PresentedCard) => void)[] = [];
  const removedListeners: (() => void)[] = [];

  const readers = new Map<string, Pcsc.Reader>();
  let condition: DeviceCondition = { device: 'starting' };
  let wanted = false;
  let client: Pcsc.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;
  let current: { readonly reader: string; readonly card: PresentedCard; readonly release: () => void } | undefined;

  const change = (next: DeviceCondition): void => {
    if (next.device === condition.device) return;
    condition = next;
    logger.info({ condition, readers: readers.size }, 'card reader condition changed');
    for (const listener of conditionListeners) listener(next);
  };

  const connect = async (): Promise<void> => {
    try {
      // Loaded here and not above: on a machine without the PC/SC library the bridge still runs its other devices.
      const pcsc = await import('pcsc-mini');
      if (!(await pcscdAnswers(options.answersWithinMs))) throw new Error('PC/SC service hangs');
      if (!wanted || client) return;
      const opened = new pcsc.Client();
      client = opened;
      opened.on('reader', (reader) => {
        if (client === opened) addReader(pcsc, reader);
      });
      opened.on('error', (error) => {
        if (client === opened) lose(error.code);
      });
      opened.start();
      if (failures > 0 || condition.device === 'starting') logger.info('PC/SC service found');
      failures = 0;
      if (readers.size === 0) noReader();
    } catch (error) {
      lose(reasonOf(error));
    }
  };

  const lose = (reason: string): void => {
    failures += 1;
    if (failures === 1) logger.warn({ reason }, 'PC/SC service is not available; is pcscd running?');
    void release();
    if (!wanted) return;
    change(ABSENT);
    clearTimeout(timer);
    timer = setTimeout(() => void connect(), Math.min(timing.longestMs, timing.firstMs * 2 ** (failures - 1)));
  };

  /**
   * A reader that is plugged in between the question which there are and the watch for more is never told: PCSC lite
   * counts anew when the watch begins (`SCardGetStatusChange`, 1.9.9). So they are asked for again.
   */
  const noReader = (): void => {
    change(ABSENT);
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!client || readers.size > 0) return;
      void release();
      void connect();
    }, lookAgainMs);
  };

  const release = async (): Promise<void> => {
    const closing = client;
    client = undefined;
    for (const name of readers.keys()) cardGone(name);
    for (const reader of readers.values()) reader.removeAllListeners();
    readers.clear();
    if (!closing) return;
    await delay(REST_BEFORE_STOP_MS);
    try {
      // Stopping asks the service too.
      if (await pcscdAnswers(options.answersWithinMs)) closing.stop();
      else orphaned.push(closing);
    } catch {
      // The service went first; there is nothing left to stop.
      orphaned.push(closing);
    }
  };

  const addReader = (pcsc: typeof Pcsc, reader: Pcsc.Reader): void => {
    const name = reader.name();
    if (options.readerName !== undefined && !name.includes(options.readerName)) return;
    readers.set(name, reader);
    change({ device: 'online' });
    let inField = false;
    reader.on('change', (status) => {
      const isPresent = status.has(pcsc.ReaderStatus.PRESENT);
      if (isPresent === inField) return;
      inField = isPresent;
      if (isPresent) void present(pcsc, reader, () => inField);
      else cardGone(name);
    });
    reader.on('disconnect', () => {
      inField = false;
      cardGone(name);
      readers.delete(name);
      if (readers.size === 0) noReader();
    });
  };

  /** Connects before it tells anyone: the answer to reset is read from the open card, and a mute card is known. */
  const present = async (pcsc: typeof Pcsc, reader: Pcsc.Reader, inField: () => boolean): Promise<void> => {
    const name = reader.name();
    let handle: Promise<Pcsc.Card> | undefined;
    let gone = false;

    const transmitOnce = async (apdu: Uint8Array): Promise<Uint8Array> => {
      handle ??= reader.connect(pcsc.CardMode.SHARED);
      return (await handle).transmit(apdu);
    };
    const drop = (): void => {
      const closing = handle;
      handle = undefined;
      closing?.then((card) => card.disconnect(pcsc.CardDisposition.LEAVE)).catch(() => undefined);
    };
    const readAtr = async (): Promise<Uint8Array> => {
      handle = reader.connect(pcsc.CardMode.SHARED);
      return Uint8Array.from((await (await handle).state()).atr);
    };

    const atr = await readAtr().catch((error: unknown) => {
      logger.warn({ reader: name, reason: reasonOf(error) }, 'card does not answer to reset');
      drop();
      return new Uint8Array();
    });
    if (!inField() || !readers.has(name)) {
      drop();
      return;
    }
    const card: PresentedCard = {
      atr,
      transmit: async (apdu): Promise<Result<Uint8Array>> => {
        for (let attempt = 1; ; attempt += 1) {
          if (gone) return failed('LT-1005', 'card was taken away');
          try {
            return ok(Uint8Array.from(await transmitOnce(apdu)));
          } catch (error) {
            // Another program may have reset the card, or it lay badly at first: one fresh connection, then give up. In
            // the middle of a proof a fresh connection would be another conversation: the card is laid down anew.
            drop();
            if (attempt === 2 || !isGetData(apdu)) return failed('LT-1005', reasonOf(error));
          }
        }
      },
    };
    const release = (): void => {
      gone = true;
      drop();
    };
    if (current) cardGone(current.reader);
    current = { reader: name, card, release };
    logger.info({ reader: name }, 'card presented');
    for (const listener of presentedListeners) listener(card);
  };

  const cardGone = (readerName: string): void => {
    if (current?.reader !== readerName) return;
    current.release();
    current = undefined;
    logger.info({ reader: readerName }, 'card removed');
    for (const listener of removedListeners) listener();
  };

  const identity = (): DeviceIdentity | undefined => {
    const names = [...readers.keys()];
    return names.length === 0 ? undefined : { modelName: names.join(', ') };
  };

  return {
    start: () => {
      if (wanted) return;
      wanted = true;
      void connect();
    },
    stop: async () => {
      wanted = false;
      clearTimeout(timer);
      await release();
    },
    condition: () => condition,
    onCondition: (listener) => void conditionListeners.push(listener),
    identity,
    reset: async () => {
      if (readers.size === 0) return failed('LT-3001');
      void release();
      void connect();
      return ok();
    },
    card: () => current?.card,
    onCardPresented: (listener) => void presentedListeners.push(listener),
    onCardRemoved: (listener) => void removedListeners.push(listener),
  };
}

/** GET DATA of the reader: the same whenever it is asked. */
function isGetData([cla, ins]: Uint8Array): boolean {
  return cla === 0xff && ins === 0xca;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
