import { failed, ok, type Result } from '@louting/common/result';
import type { CardReaderDriver, PresentedCard } from '../../drivers/roles.ts';
import { fromBase64, toBase64 } from '../../protocol/message.ts';
import { commonCapabilities, commonStatus } from '../device-information.ts';
import {
  driverFailed,
  ended,
  Unsolicited,
  type CommandContext,
  type Completion,
  type XfsService,
} from '../xfs-service.ts';
import { isTaken, kindOfCard, mayRelay } from './card-kinds.ts';

/** PC/SC part 3 GET DATA: the number of the card. */
const GET_UID = Uint8Array.of(0xff, 0xca, 0x00, 0x00, 0x00);

type CardCommand = 'CommunityCard.Open' | 'CommunityCard.Relay';

/** Beside the service of a card reader, over the same reader: what a card and the server say to each other. */
export function createCommunityCardService(name: string, driver: CardReaderDriver): XfsService {
  const unsolicited = new Unsolicited();
  /** Relay needs the card that was opened, not one that was put in its place meanwhile. */
  let opened: PresentedCard | undefined;

  driver.onCondition(() => unsolicited.send('Common.StatusChangedEvent', { common: commonStatus(driver.condition()) }));
  driver.onCardRemoved(() => {
    opened = undefined;
  });

  return {
    name,
    interfaces: ['CommunityCard'],
    status: () => ({ common: commonStatus(driver.condition()) }),
    capabilities: () => ({ common: commonCapabilities(driver.identity()) }),
    onUnsolicited: unsolicited.on,
    handlers: {
      'CommunityCard.Open': async ({ probes }, context) => {
        opened = undefined;
        const card = driver.card();
        if (!card) return noCard('noMedia');
        if (!probes.every(({ commands }) => commands.map(fromBase64).every(mayRelay))) return notAllowed();
        const number = await untilEnded(converse(card, [GET_UID]), context);
        if (number === 'ended') return ended(context.signal);
        if (!number.ok) return refused(number.error);
        const [uid = new Uint8Array()] = number.value;
        if (!isTaken(uid)) return noCard('invalidMedia');
        const payload = { uid: toBase64(uid.subarray(0, -2)) };
        const kind = kindOfCard(card.atr);
        for (const probe of probes.filter((one) => one.card === kind)) {
          const said = await untilEnded(converse(card, probe.commands.map(fromBase64)), context);
          if (said === 'ended') return ended(context.signal);
          if (!said.ok) return refused(said.error);
          if (said.value.every(isTaken)) {
            opened = card;
            return { payload: { ...payload, application: probe.name, answers: said.value.map(toBase64) } };
          }
        }
        return { payload };
      },
      'CommunityCard.Relay': async ({ commands }, context) => {
        const card = opened;
        if (!card || card !== driver.card()) return noCard(driver.card() ? 'notOpened' : 'noMedia');
        const apdus = commands.map(fromBase64);
        if (!apdus.every(mayRelay)) return notAllowed();
        const said = await untilEnded(converse(card, apdus), context);
        if (said === 'ended') return ended(context.signal);
        return said.ok ? { payload: { answers: said.value.map(toBase64) } } : refused(said.error);
      },
    },
  };
}

/** One after another, up to the first that the card refuses. */
async function converse(card: PresentedCard, apdus: readonly Uint8Array[]): Promise<Result<readonly Uint8Array[]>> {
  const answers: Uint8Array[] = [];
  for (const apdu of apdus) {
    const answer = await card.transmit(apdu);
    if (!answer.ok) return answer;
    if (answer.value.length < 2) return failed('LT-1005', 'answer without status');
    answers.push(answer.value);
    if (!isTaken(answer.value)) break;
  }
  return ok(answers);
}

async function untilEnded<T>(work: Promise<T>, { signal }: CommandContext): Promise<T | 'ended'> {
  const { promise, resolve } = Promise.withResolvers<'ended'>();
  const end = (): void => resolve('ended');
  signal.addEventListener('abort', end);
  if (signal.aborted) end();
  const outcome = await Promise.race([work, promise]);
  signal.removeEventListener('abort', end);
  return outcome;
}

function noCard(errorCode: 'noMedia' | 'invalidMedia' | 'notOpened'): Completion<CardCommand> {
  return { completionCode: 'commandErrorCode', payload: { errorCode }, failure: { code: 'LT-1005' } };
}

function refused(failure: { readonly code: 'LT-1005' } | Parameters<typeof driverFailed>[0]): Completion<CardCommand> {
  return failure.code === 'LT-1005' ? { ...noCard('noMedia'), failure } : driverFailed(failure);
}

function notAllowed(): Completion<CardCommand> {
  return { completionCode: 'invalidData', failure: { code: 'LT-9001', detail: 'command is not on the list' } };
}
