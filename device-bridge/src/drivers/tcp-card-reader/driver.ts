import { failed, ok, type Result } from '@louting/common/result';
import type { Logger } from 'pino';
import type { TransportFactory } from '../../transports/transport.ts';
import { patience } from '../patience.ts';
import { readProfile } from '../profile-file.ts';
import { createReopeningLine, type ReopenTiming } from '../reopening-line.ts';
import type { CardReaderDriver, DeviceCondition, DeviceIdentity, PresentedCard } from '../roles.ts';
import { apdu, createLineSplitter, parseReaderLine, ping, type ReaderMessage } from './codec.ts';
import { TcpCardReaderProfileSchema, type TcpCardReaderProfile } from './profile.ts';

export interface TcpCardReaderOptions {
  /** Absent: the timing of the line protocol's own profile. */
  readonly profile?: TcpCardReaderProfile;
  readonly reopen?: ReopenTiming;
}

export interface TcpCardReaderDependencies {
  readonly logger: Logger;
  readonly openTransport: TransportFactory;
}

const ABSENT: DeviceCondition = { device: 'noDevice', code: 'LT-3001' };
const SILENT: DeviceCondition = { device: 'offline', code: 'LT-3901' };

/** So many questions without an answer, and the line itself is tried anew. */
const SILENT_BEATS = 6;

/** A card reader on the network, one line of text a message. Protocol: README.md beside this file. */
export function createTcpCardReader(options: TcpCardReaderOptions, deps: TcpCardReaderDependencies): CardReaderDriver {
  const profile = options.profile ?? readProfile(TcpCardReaderProfileSchema, 'tcp-card-reader-line');
  const logger = deps.logger.child({ driver: 'tcp-card-reader' });
  const conditionListeners: ((condition: DeviceCondition) => void)[] = [];
  const presentedListeners: ((card: PresentedCard) => void)[] = [];
  const removedListeners: (() => void)[] = [];

  let condition: DeviceCondition = { device: 'starting' };
  let identity: DeviceIdentity | undefined;
  let split = createLineSplitter();
  let current: { readonly card: PresentedCard; readonly leave: () => void } | undefined;
  let answer: ((result: Result<Uint8Array>) => void) | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  let endPause: () => void = () => undefined;
  let unanswered = 0;

  const change = (next: DeviceCondition): void => {
    if (next.device === condition.device) return;
    condition = next;
    logger.info({ condition }, 'card reader condition changed');
    for (const listener of conditionListeners) listener(next);
  };

  const line = createReopeningLine(
    deps.openTransport,
    {
      onOpen: () => {
        split = createLineSplitter();
        unanswered = 0;
        beat();
      },
      onData: (bytes) => {
        for (const text of split(bytes)) {
          const message = parseReaderLine(text);
          if (message) hear(message);
          else logger.warn({ code: 'LT-3902', characters: text.length }, 'malformed line from the card reader');
        }
      },
      onLost: () => {
        endPause();
        cardGone();
        change(ABSENT);
      },
    },
    logger,
    options.reopen,
  );

  const beat = (): void => {
    endPause();
    if (!line.isOpen()) return;
    if (unanswered >= 2) {
      change(SILENT);
      cardGone();
    }
    if (unanswered >= SILENT_BEATS) {
      line.reopen('card reader stays silent', 'silent');
      return;
    }
    unanswered += 1;
    line.write(ping()).catch(() => undefined);
    endPause = patience(unanswered > 1 ? profile.replyTimeoutMs : profile.heartbeatMs, beat);
  };

  const hear = (message: ReaderMessage): void => {
    unanswered = 0;
    change({ device: 'online' });
    if (message.message === 'hello') {
      identity = {
        modelName: message.model,
        ...(message.serialNumber !== '' && { serialNumber: message.serialNumber }),
        ...(message.firmware !== '' && { firmwareVersion: message.firmware }),
      };
    }
    if (message.message === 'card') cardPresented(message.atr);
    if (message.message === 'removed') cardGone();
    if (message.message === 'response') settle(ok(message.bytes));
    if (message.message === 'card-error') settle(failed('LT-1005', 'card does not answer'));
  };

  const settle = (result: Result<Uint8Array>): void => {
    answer?.(result);
    answer = undefined;
  };

  const cardPresented = (atr: Uint8Array): void => {
    cardGone();
    let gone = false;
    const card: PresentedCard = {
      atr,
      transmit: (command) => {
        const turn = queue.then(() => (gone ? failed('LT-1005', 'card was taken away') : exchange(command)));
        queue = turn;
        return turn;
      },
    };
    current = { card, leave: () => (gone = true) };
    logger.info('card presented');
    for (const listener of presentedListeners) listener(card);
  };

  const cardGone = (): void => {
    if (!current) return;
    current.leave();
    current = undefined;
    settle(failed('LT-1005', 'card was taken away'));
    logger.info('card removed');
    for (const listener of removedListeners) listener();
  };

  const exchange = async (command: Uint8Array): Promise<Result<Uint8Array>> => {
    const { promise, resolve } = Promise.withResolvers<Result<Uint8Array>>();
    answer = resolve;
    const endWait = patience(profile.replyTimeoutMs, () => {
      settle(failed('LT-3901'));
      // A late answer would be taken for the next command's: the line starts afresh.
      line.reopen('no answer to an APDU');
    });
    line.write(apdu(command)).catch(() => settle(failed('LT-3001')));
    const result = await promise;
    endWait();
    return result;
  };

  return {
    start: () => line.start(),
    stop: async () => {
      endPause();
      cardGone();
      await line.stop();
    },
    condition: () => condition,
    onCondition: (listener) => void conditionListeners.push(listener),
    identity: () => identity,
    reset: async () => {
      if (!line.isOpen()) return failed('LT-3001');
      line.reopen('reset');
      return ok();
    },
    card: () => current?.card,
    onCardPresented: (listener) => void presentedListeners.push(listener),
    onCardRemoved: (listener) => void removedListeners.push(listener),
  };
}
