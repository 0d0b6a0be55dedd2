import type { Clock } from '@louting/common/clock';
import { channelOfPayerCode } from '@louting/server/contract/payer-codes';
import type { BarcodeReaderPort } from '../devices/device-ports.ts';
import { pause } from '../pause.ts';

const PATIENCE_MS = 60_000;
const AGAIN_AFTER_FAILURE_MS = 2_000;
/** A phone shows another code after a minute. */
const GOOD_FOR_MS = 45_000;

/** A payer code that was held to the scanner before there was an order for it; in memory only, and not for long. */
export function heldCodes(scanner: BarcodeReaderPort, clock: Clock) {
  let held: { readonly code: string; readonly at: number } | undefined;
  return {
    wait: async (signal: AbortSignal): Promise<object> => {
      held = undefined;
      while (!signal.aborted) {
        const scanned = await scanner.read(PATIENCE_MS, signal);
        if (signal.aborted) break;
        const code = scanned.ok ? scanned.value.text.trim() : '';
        if (channelOfPayerCode(code) !== undefined) {
          held = { code, at: clock.now() };
          break;
        }
        // An absent scanner must not be asked in a busy loop; other codes are nobody's business here.
        if (!scanned.ok && scanned.error.code !== 'LT-3302') await pause(AGAIN_AFTER_FAILURE_MS, signal);
      }
      return {};
    },
    take: (): string | undefined => {
      const { code, at } = held ?? { code: undefined, at: 0 };
      held = undefined;
      return clock.now() - at < GOOD_FOR_MS ? code : undefined;
    },
  };
}
