import { z } from 'zod';
import { Base64Schema, command, NoPayload } from './message.ts';

export const barcodeReaderCommands = {
  'BarcodeReader.Read': command(
    '2.0',
    z.object({ symbologies: z.record(z.string(), z.boolean().nullish()).nullish() }),
    '3.0',
    z.object({
      errorCode: z.enum(['barcodeInvalid']).nullish(),
      readOutput: z
        .array(
          z.object({
            symbology: z.string().nullish(),
            barcodeData: Base64Schema.nullish(),
            symbologyName: z.string().nullish(),
          }),
        )
        .nullish(),
    }),
  ),
  'BarcodeReader.Reset': command('2.0', NoPayload, '2.0', NoPayload),
};
