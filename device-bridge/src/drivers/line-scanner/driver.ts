import type { Clock } from '@louting/common/clock';
import { failed, ok } from '@louting/common/result';
import type { Logger } from 'pino';
import type { TransportFactory } from '../../transports/transport.ts';
import { createReopeningLine, type ReopenTiming } from '../reopening-line.ts';
import type { BarcodeReaderDriver, DeviceCondition } from '../roles.ts';
import { createLineReader } from './codec.ts';
import type { LineScannerProfile } from './profile.ts';

export interface LineScannerOptions {
  readonly profile: LineScannerProfile;
  readonly reopen?: ReopenTiming;
}

export interface LineScannerDependencies {
  readonly logger: Logger;
  readonly clock: Clock;
  readonly openTransport: TransportFactory;
}

const ABSENT: DeviceCondition = { device: 'noDevice', code: 'LT-3301' };

/**
 * A scanner module that sends each code as a line of text. Codes read while it is not enabled are dropped: a payer code
 * belongs to the payment that asked for it. A code is never logged, only its length.
 */
export function createLineScanner(options: LineScannerOptions, deps: LineScannerDependencies): BarcodeReaderDriver {
  const { profile } = options;
  const logger = deps.logger.child({ driver: 'line-scanner', model: profile.name });
  const trigger = profile.trigger && {
    start: bytesOf(profile.trigger.start),
    stop: bytesOf(profile.trigger.stop),
  };
  const newReader = () => createLineReader(profile.longestCode, bytesOf(profile.trigger?.acknowledgement ?? ''));

  const conditionListeners: ((condition: DeviceCondition) => void)[] = [];
  const codeListeners: ((text: string) => void)[] = [];
  let condition: DeviceCondition = { device: 'starting' };
  let reader = newReader();
  let quiet: NodeJS.Timeout | undefined;
  let enabled = false;
  let last: { readonly text: string; readonly at: number } | undefined;

  const change = (next: DeviceCondition): void => {
    if (next.device === condition.device) return;
    condition = next;
    logger.info({ condition }, 'scanner condition changed');
    for (const listener of conditionListeners) listener(next);
  };

  const hear = (text: string): void => {
    if (!enabled) return;
    const now = deps.clock.now();
    const repeated = last?.text === text && now - last.at < profile.debounceMs;
    last = { text, at: now };
    if (repeated) return;
    logger.info({ characters: text.length }, 'code read');
    for (const listener of codeListeners) listener(text);
  };

  const line = createReopeningLine(
    deps.openTransport,
    {
      onOpen: () => {
        reader = newReader();
        change({ device: 'online' });
        if (enabled && trigger) line.write(trigger.start).catch(() => undefined);
      },
      onData: (bytes) => {
        clearTimeout(quiet);
        for (const text of reader.push(bytes)) hear(text);
        if (reader.pending) quiet = setTimeout(() => reader.timeout(), profile.interByteTimeoutMs);
      },
      onLost: () => {
        clearTimeout(quiet);
        change(ABSENT);
      },
    },
    logger,
    options.reopen,
  );

  const switchTrigger = async (to: 'start' | 'stop'): Promise<boolean> => {
    if (!line.isOpen()) return false;
    if (!trigger) return true;
    return line.write(trigger[to]).then(
      () => true,
      () => false,
    );
  };

  return {
    start: () => line.start(),
    stop: async () => {
      clearTimeout(quiet);
      enabled = false;
      await line.stop();
    },
    condition: () => condition,
    onCondition: (listener) => void conditionListeners.push(listener),
    identity: () => (condition.device === 'online' ? { modelName: profile.models[0] ?? profile.name } : undefined),
    enable: async () => {
      if (!(await switchTrigger('start'))) return failed('LT-3301');
      enabled = true;
      return ok();
    },
    disable: async () => {
      enabled = false;
      await switchTrigger('stop');
    },
    reset: async () => {
      reader = newReader();
      last = undefined;
      if (!line.isOpen()) return failed('LT-3301');
      line.reopen('reset');
      return ok();
    },
    onCode: (listener) => void codeListeners.push(listener),
  };
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}
