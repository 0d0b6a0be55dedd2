import { failed, ok, type Result } from '@louting/common/result';
import type { Clock } from '@louting/common/clock';
import type { DeviceReport } from '@louting/server/contract/kiosk-api';
import type { BarcodeReaderPort } from './device-ports.ts';

/** As long as a scanner takes a code for the same phone still held there. */
const SAME_PHONE_MS = 5_000;
/** A camera that was refused may only have been busy: it is asked for again after this long. */
const REFUSED_FOR_MS = 300_000;

/** The scanner, and where it is not fitted the screen's camera in its place. */
export interface CameraEye extends BarcodeReaderPort {
  /** Somebody waits for a code that only the camera can see. */
  wanted(): boolean;
  /** @param text as it came from the screen: not trusted */
  seen(text: string): void;
  refused(): void;
}

type Scanned = Result<{ readonly text: string }>;

export function scannerOrCamera(scanner: BarcodeReaderPort, clock: Clock, onWanted: () => void): CameraEye {
  const listeners = new Set<(report: DeviceReport) => void>();
  let waiting: ((scanned: Scanned) => void) | undefined;
  let last: { readonly text: string; readonly at: number } | undefined;
  let refusedAt: number | undefined;

  const works = ({ state }: DeviceReport): boolean => state === 'ok' || state === 'attention';
  const isRefused = (): boolean => refusedAt !== undefined && clock.now() - refusedAt < REFUSED_FOR_MS;
  const report = (): DeviceReport => {
    const own = scanner.report();
    if (works(own)) return own;
    return isRefused()
      ? { role: 'barcode-reader', state: 'absent', code: 'LT-3303' }
      : { role: 'barcode-reader', state: 'ok' };
  };
  const tell = (): void => {
    for (const listener of listeners) listener(report());
  };
  scanner.onReport(tell);

  const readByCamera = (timeoutMs: number, signal: AbortSignal): Promise<Scanned> =>
    new Promise((resolve) => {
      const end = (scanned: Scanned): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', aborted);
        if (waiting === end) waiting = undefined;
        resolve(scanned);
        onWanted();
      };
      const aborted = (): void => end(failed('LT-3904'));
      const timer = setTimeout(() => end(failed('LT-3302')), timeoutMs);
      signal.addEventListener('abort', aborted);
      waiting?.(failed('LT-3904'));
      waiting = end;
      onWanted();
    });

  return {
    report,
    onReport: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    read: async (timeoutMs, signal) => {
      if (signal.aborted) return failed('LT-3904');
      if (works(scanner.report())) return scanner.read(timeoutMs, signal);
      return isRefused() ? failed('LT-3303') : readByCamera(timeoutMs, signal);
    },
    wanted: () => waiting !== undefined,
    seen: (said) => {
      const text = said.replaceAll(/\p{Cc}/gu, '').trim();
      const now = clock.now();
      const isSame = last?.text === text && now - last.at < SAME_PHONE_MS;
      if (text === '' || waiting === undefined) return;
      last = { text, at: now };
      if (!isSame) waiting(ok({ text }));
    },
    refused: () => {
      refusedAt = clock.now();
      tell();
      waiting?.(failed('LT-3303'));
      setTimeout(tell, REFUSED_FOR_MS).unref();
    },
  };
}
