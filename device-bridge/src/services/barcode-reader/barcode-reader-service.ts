import { ok, type Result } from '@louting/common/result';
import type { BarcodeReaderDriver } from '../../drivers/roles.ts';
import type { XfsStatus } from '../../protocol/common.ts';
import { toBase64 } from '../../protocol/message.ts';
import { commonCapabilities, commonStatus, tellErrors } from '../device-information.ts';
import { driverFailed, ended, Unsolicited, type XfsService } from '../xfs-service.ts';

export function createBarcodeReaderService(name: string, driver: BarcodeReaderDriver): XfsService {
  const unsolicited = new Unsolicited();
  let reading = false;
  /** Set while a Read waits; a code nobody asked for is dropped: it may be a payment code. */
  let take: ((code: Result<string | undefined>) => void) | undefined;

  const status = (): XfsStatus => ({
    common: commonStatus(driver.condition()),
    barcodeReader: { scanner: driver.condition().device !== 'online' ? 'inoperative' : reading ? 'on' : 'off' },
  });

  tellErrors(driver, unsolicited);
  driver.onCondition((condition) => {
    unsolicited.send('Common.StatusChangedEvent', status());
    if (condition.device !== 'online') take?.({ ok: false, error: { code: condition.code ?? 'LT-3301' } });
  });
  driver.onCode((text) => take?.(ok(text)));

  const nextCode = (signal: AbortSignal): Promise<Result<string | undefined>> =>
    new Promise((resolve) => {
      const aborted = (): void => take?.(ok(undefined));
      take = (code) => {
        take = undefined;
        signal.removeEventListener('abort', aborted);
        resolve(code);
      };
      signal.addEventListener('abort', aborted);
      if (signal.aborted) aborted();
    });

  return {
    name,
    interfaces: ['BarcodeReader'],
    status,
    capabilities: () => ({
      common: commonCapabilities(driver.identity()),
      barcodeReader: { canFilterSymbologies: false, symbologies: { qrCode: true, code128: true } },
    }),
    onUnsolicited: unsolicited.on,
    handlers: {
      'BarcodeReader.Read': async (_, { signal }) => {
        const code = nextCode(signal);
        const enabled = await driver.enable();
        if (!enabled.ok) {
          take?.(enabled);
          return driverFailed(enabled.error);
        }
        reading = true;
        const outcome = await code;
        reading = false;
        await driver.disable();
        if (!outcome.ok) return driverFailed(outcome.error);
        if (outcome.value === undefined) return ended(signal);
        return {
          payload: {
            readOutput: [{ symbology: 'symbologyUnknown', barcodeData: toBase64(Buffer.from(outcome.value, 'utf8')) }],
          },
        };
      },
      'BarcodeReader.Reset': async () => {
        const done = await driver.reset();
        return done.ok ? {} : driverFailed(done.error);
      },
    },
  };
}
