import { z } from 'zod';
import { Base64Schema, command, event, NoPayload } from './message.ts';

const ChipProtocol = z.enum(['chipT0', 'chipT1', 'chipTypeAPart3', 'chipTypeAPart4', 'chipTypeB', 'chipTypeNFC']);

export const cardReaderCommands = {
  'CardReader.ReadRawData': command(
    '2.0',
    z.object({ chip: z.boolean().nullish(), track1: z.boolean().nullish(), track2: z.boolean().nullish() }),
    '3.0',
    z.object({
      errorCode: z.enum(['noMedia', 'invalidMedia', 'cardCollision']).nullish(),
      /** `data` is the answer to reset or select. */
      chip: z.array(z.object({ status: z.string().nullish(), data: Base64Schema.nullish() })).nullish(),
    }),
  ),
  /** A transparent APDU. The card must have been read by ReadRawData before. */
  'CardReader.ChipIO': command(
    '3.0',
    z.object({ chipProtocol: ChipProtocol, chipData: Base64Schema }),
    '3.0',
    z.object({
      errorCode: z
        .enum(['noMedia', 'invalidMedia', 'invalidData', 'protocolNotSupported', 'atrNotObtained', 'cardCollision'])
        .nullish(),
      chipProtocol: ChipProtocol.nullish(),
      chipData: Base64Schema.nullish(),
    }),
  ),
  'CardReader.Reset': command(
    '2.0',
    z.object({ to: z.enum(['exit', 'retain', 'currentPosition', 'auto']).nullish() }),
    '2.0',
    z.object({ errorCode: z.enum(['mediaJam', 'shutterFail']).nullish() }),
  ),
};

export const cardReaderEvents = {
  'CardReader.InsertCardEvent': event('event', '2.0', NoPayload),
  'CardReader.MediaInsertedEvent': event('event', '2.0', NoPayload),
  'CardReader.InvalidMediaEvent': event('event', '2.0', NoPayload),
  'CardReader.MediaRemovedEvent': event('unsolicited', '2.0', NoPayload),
};
