import { paySlipToken } from '@louting/server/contract/pay-slip-api';
import type { BarcodeReaderPort } from './devices/device-ports.ts';
import { pause } from './pause.ts';

const PATIENCE_MS = 60_000;
const AGAIN_AFTER_FAILURE_MS = 2_000;

/** Somebody comes with a slip: the scanner listens while nobody is served, so that nothing has to be pressed. */
export interface SlipWatch {
  /** @param free nobody is served: whoever holds a slip to the scanner is meant */
  listen(free: boolean): void;
  close(): void;
}

export function watchForSlips(scanner: BarcodeReaderPort, onSlip: (token: string) => void): SlipWatch {
  let listening: AbortController | undefined;

  const listenOn = async (signal: AbortSignal) => {
    while (!signal.aborted) {
      const scanned = await scanner.read(PATIENCE_MS, signal);
      if (signal.aborted) return;
      const token = scanned.ok ? paySlipToken(scanned.value.text) : undefined;
      if (token !== undefined) onSlip(token);
      // An absent scanner must not be asked in a busy loop; other codes are nobody's business here.
      else if (!scanned.ok && scanned.error.code !== 'LT-3302') await pause(AGAIN_AFTER_FAILURE_MS, signal);
    }
  };

  return {
    listen: (free) => {
      if (free === (listening !== undefined)) return;
      listening?.abort();
      listening = undefined;
      if (!free) return;
      listening = new AbortController();
      void listenOn(listening.signal);
    },
    close: () => listening?.abort(),
  };
}
