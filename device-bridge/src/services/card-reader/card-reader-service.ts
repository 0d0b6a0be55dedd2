import { failed, type Result } from '@louting/common/result';
import type { CardReaderDriver, PresentedCard } from '../../drivers/roles.ts';
import type { XfsStatus } from '../../protocol/common.ts';
import { fromBase64, toBase64 } from '../../protocol/message.ts';
import { commonCapabilities, commonStatus, tellErrors } from '../device-information.ts';
import {
  driverFailed,
  ended,
  Unsolicited,
  type CommandContext,
  type Completion,
  type XfsService,
} from '../xfs-service.ts';

/** A contactless reader. A card that lies on it already completes ReadRawData at once. */
export function createCardReaderService(name: string, driver: CardReaderDriver): XfsService {
  const unsolicited = new Unsolicited();
  /** ChipIO needs the card whose ATR was read, not one that was put in its place meanwhile. */
  let read: PresentedCard | undefined;
  const arrivals = new Set<() => void>();

  const status = (): XfsStatus => ({
    common: commonStatus(driver.condition()),
    cardReader: { media: driver.card() ? 'present' : 'notPresent' },
  });

  tellErrors(driver, unsolicited);
  driver.onCondition(() => unsolicited.send('Common.StatusChangedEvent', status()));
  driver.onCardPresented(() => {
    for (const arrive of arrivals) arrive();
    unsolicited.send('Common.StatusChangedEvent', { cardReader: { media: 'present' } });
  });
  driver.onCardRemoved(() => {
    read = undefined;
    unsolicited.send('CardReader.MediaRemovedEvent', {});
    unsolicited.send('Common.StatusChangedEvent', { cardReader: { media: 'notPresent' } });
  });

  const readRawData = async (context: CommandContext): Promise<Completion<'CardReader.ReadRawData'>> => {
    let card = driver.card();
    if (!card) {
      context.event('CardReader.InsertCardEvent', {});
      await oneArrival(arrivals, context.signal);
      card = driver.card();
      if (!card)
        return context.signal.aborted
          ? ended(context.signal)
          : { completionCode: 'commandErrorCode', payload: { errorCode: 'noMedia' }, failure: { code: 'LT-1005' } };
    }
    // Laid on askew, or nothing that answers to reset.
    if (card.atr.length === 0) {
      context.event('CardReader.InvalidMediaEvent', {});
      return {
        completionCode: 'commandErrorCode',
        payload: { errorCode: 'invalidMedia' },
        failure: { code: 'LT-1005' },
      };
    }
    context.event('CardReader.MediaInsertedEvent', {});
    read = card;
    return { payload: { chip: [{ data: toBase64(card.atr) }] } };
  };

  return {
    name,
    interfaces: ['CardReader'],
    status,
    capabilities: () => ({
      common: commonCapabilities(driver.identity()),
      cardReader: {
        type: 'contactless',
        chipProtocols: { chipTypeAPart3: true, chipTypeAPart4: true, chipT1: true },
        cardTakenSensor: true,
      },
    }),
    onUnsolicited: unsolicited.on,
    handlers: {
      'CardReader.ReadRawData': (payload, context) => {
        if (payload.chip !== true) return { completionCode: 'unsupportedData', failure: { code: 'LT-3905' } };
        return readRawData(context);
      },
      'CardReader.ChipIO': async ({ chipProtocol, chipData }) => {
        const present = driver.card();
        if (!present || !read) {
          const errorCode = present ? 'atrNotObtained' : 'noMedia';
          return { completionCode: 'commandErrorCode', payload: { errorCode }, failure: { code: 'LT-1005' } };
        }
        const answer = await Promise.race([read.transmit(fromBase64(chipData)), longSilence()]);
        if (!answer.ok && answer.error.code === 'LT-3901') return driverFailed(answer.error);
        if (!answer.ok) {
          return { completionCode: 'commandErrorCode', payload: { errorCode: 'noMedia' }, failure: answer.error };
        }
        return { payload: { chipProtocol, chipData: toBase64(answer.value) } };
      },
      'CardReader.Reset': async () => {
        read = undefined;
        const done = await driver.reset();
        return done.ok ? {} : driverFailed(done.error);
      },
    },
  };
}

/** A reader that hangs with a card on it, whatever its driver is waiting for. */
const LONGEST_APDU_MS = 15_000;

function longSilence(): Promise<Result<Uint8Array>> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(failed('LT-3901', 'card reader hangs')), LONGEST_APDU_MS).unref();
  });
}

/** Resolves with the next card, or when `signal` aborts. */
function oneArrival(arrivals: Set<() => void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      arrivals.delete(done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    arrivals.add(done);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}
