import { z } from 'zod';
import { Base64Schema, command, event, NoPayload } from './message.ts';

const PrintErrors = z.enum([
  'formNotFound',
  'fieldError',
  'flushFail',
  'mediaOverflow',
  'paperOut',
  'paperJammed',
  'mediaJammed',
  'shutterFail',
]);

export const printerCommands = {
  'Printer.PrintForm': command(
    '3.0',
    z.object({
      formName: z.string(),
      mediaName: z.string().nullish(),
      fields: z.record(z.string(), z.array(z.string())),
      paperSource: z.string().nullish(),
    }),
    '3.0',
    z.object({ errorCode: PrintErrors.nullish() }),
  ),
  /** For service tools only: the bytes are the printer's own language. */
  'Printer.PrintRaw': command(
    '3.0',
    z.object({ inputData: z.enum(['no', 'yes']).nullish(), data: Base64Schema }),
    '3.0',
    z.object({
      errorCode: z.enum(['shutterFail', 'mediaJammed', 'paperJammed', 'paperOut']).nullish(),
      data: Base64Schema.nullish(),
    }),
  ),
  'Printer.ControlMedia': command(
    '3.0',
    z.object({
      mediaControl: z.object({
        move: z.enum(['eject', 'retract', 'park', 'expel', 'ejectToTransport', 'stack']).nullish(),
        cut: z.boolean().nullish(),
        partialCut: z.boolean().nullish(),
        flush: z.boolean().nullish(),
      }),
    }),
    '2.0',
    z.object({
      errorCode: z.enum(['flushFail', 'shutterFail', 'mediaJammed', 'paperJammed', 'paperOut']).nullish(),
    }),
  ),
  'Printer.Reset': command(
    '3.0',
    z.object({ mediaControl: z.string().nullish() }),
    '2.0',
    z.object({ errorCode: z.enum(['shutterFail', 'mediaJammed', 'paperJammed']).nullish() }),
  ),
  /** Outside the standard: what became of the job of this transaction, also after everybody lost their power. */
  'Printer.GetJobOutcome': command(
    '1.0',
    z.object({ transactionID: z.string().max(64) }),
    '1.0',
    z.object({ outcome: z.enum(['printed', 'notPrinted', 'unknown']).nullish() }),
  ),
  'Printer.GetFormList': command('2.0', NoPayload, '2.0', z.object({ formList: z.array(z.string()).nullish() })),
};

export const printerEvents = {
  'Printer.MediaPresentedEvent': event(
    'event',
    '2.0',
    z.object({ wadIndex: z.number().int().nullish(), totalWads: z.number().int().nullish() }),
  ),
  'Printer.PaperThresholdEvent': event(
    'unsolicited',
    '2.0',
    z.object({ paperSource: z.string(), threshold: z.enum(['full', 'low', 'out']) }),
  ),
};
