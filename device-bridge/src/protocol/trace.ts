import { z } from 'zod';
import { command } from './message.ts';

/** Outside the standard, on every service: what went over the device's line, secrets left out. */
export const traceCommands = {
  'Common.GetTrace': command(
    '1.0',
    z.object({
      /** Also keep it whole as a file of the bridge's state directory. */
      save: z.boolean().nullish(),
    }),
    '1.0',
    z.object({
      /** The newest part that fits a frame; `>` host to device, `<` device to host. */
      trace: z.string().nullish(),
      /** Name of the file it was saved as. */
      file: z.string().nullish(),
    }),
  ),
};
