import { failed, ok, type Result } from '@louting/common/result';
import { fromBase64, toBase64 } from '@louting/device-bridge/protocol/message';
import type { ServiceLink } from './bridge-link.ts';
import type { CardReaderPort } from './device-ports.ts';
import { keepReport } from './device-report.ts';
import type { XfsChannel } from './xfs-channel.ts';

/** PC/SC part 3 GET DATA: the card's UID. */
const GET_UID = Uint8Array.of(0xff, 0xca, 0x00, 0x00, 0x00);

/** Always reads: a ReadRawData is pending whenever no card lies on the reader. */
export function createCardReaderPort(link: ServiceLink): CardReaderPort {
  const cards = new Set<(card: Result<{ readonly uid: string }>) => void>();
  const removals = new Set<() => void>();
  let present = false;
  let afterRemoval: (() => void) | undefined;

  const left = (): void => {
    if (!present) return;
    present = false;
    for (const listener of removals) listener();
    afterRemoval?.();
  };
  link.onUnsolicited((name) => {
    if (name === 'CardReader.MediaRemovedEvent') left();
  });

  const readAll = async (channel: XfsChannel): Promise<void> => {
    for (;;) {
      const read = await channel.command(
        'CardReader.ReadRawData',
        { chip: true },
        {
          onEvent: (name) => {
            if (name === 'CardReader.MediaInsertedEvent') present = true;
          },
        },
      );
      // Without a completion the channel is gone, and a new one starts over.
      if (!read.ok && read.error.completionCode === undefined) return;
      const card = read.ok ? await readUid(channel) : failed('LT-1005', read.error.detail);
      if (read.ok || read.error.completionCode === 'commandErrorCode') for (const listener of cards) listener(card);
      await new Promise<void>((resolve) => {
        if (read.ok && present) afterRemoval = resolve;
        else setTimeout(resolve, 200);
      });
      afterRemoval = undefined;
    }
  };

  link.onAttach((channel) => {
    left();
    if (channel !== undefined && channel !== 'missing') void readAll(channel);
  });

  return {
    ...keepReport('card-reader', 'LT-3001', link),
    onCard: (listener) => {
      cards.add(listener);
      return () => cards.delete(listener);
    },
    onCardRemoved: (listener) => {
      removals.add(listener);
      return () => removals.delete(listener);
    },
  };
}

async function readUid(channel: XfsChannel): Promise<Result<{ readonly uid: string }>> {
  const command = { chipProtocol: 'chipTypeAPart3', chipData: toBase64(GET_UID) } as const;
  const answer = await channel.command('CardReader.ChipIO', command);
  if (!answer.ok) return failed('LT-1005', answer.error.code);
  const bytes = fromBase64(answer.value.chipData ?? '');
  const uid = Buffer.from(bytes.subarray(0, -2)).toString('hex').toUpperCase();
  const status = Buffer.from(bytes.subarray(-2)).toString('hex');
  if (status !== '9000' || !/^([0-9A-F]{8}|[0-9A-F]{14}|[0-9A-F]{20})$/.test(uid)) {
    return failed('LT-1005', `status ${status}, ${uid.length / 2} bytes`);
  }
  return ok({ uid });
}
