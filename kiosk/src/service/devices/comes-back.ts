import { failed, ok, type Result } from '@louting/common/result';
import type { DevicePort } from './device-ports.ts';

const PATIENCE_MS = 15_000;

/** Whether a device that is started anew goes away and is there again. */
export async function comesBack(
  port: Pick<DevicePort, 'report' | 'onReport'>,
  startAnew: () => Promise<Result<undefined>>,
  patienceMs = PATIENCE_MS,
): Promise<Result<undefined>> {
  const { promise: back, resolve } = Promise.withResolvers<Result<undefined>>();
  let wasAway = port.report().state !== 'ok';
  const forget = port.onReport(({ state }) => {
    if (state !== 'ok') wasAway = true;
    else if (wasAway) resolve(ok());
  });
  const timer = setTimeout(() => resolve(failed(port.report().code ?? 'LT-3901')), patienceMs);
  const begun = await startAnew();
  const outcome = begun.ok ? await back : begun;
  clearTimeout(timer);
  forget();
  return outcome;
}
