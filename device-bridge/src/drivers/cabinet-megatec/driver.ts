import { failed, ok } from '@louting/common/result';
import type { Logger } from 'pino';
import type { TransportFactory } from '../../transports/transport.ts';
import type { UpsCondition, UpsDriver } from '../cabinet-roles.ts';
import { patience } from '../patience.ts';
import { createReopeningLine, type ReopenTiming } from '../reopening-line.ts';
import type { DeviceIdentity } from '../roles.ts';
import { createLineCutter, INFORMATION, readInformation, readStatus, STATUS } from './codec.ts';
import { conditionOf, power, type Power } from './power.ts';
import type { CabinetMegatecProfile } from './profile.ts';

export interface CabinetMegatecOptions {
  readonly profile: CabinetMegatecProfile;
  readonly reopen?: ReopenTiming;
}

export interface CabinetMegatecDependencies {
  readonly logger: Logger;
  readonly openTransport: TransportFactory;
}

const UNKNOWN = { mains: 'unknown', battery: 'unknown' } as const;
const ABSENT: UpsCondition = { device: 'noDevice', code: 'LT-3701', ...UNKNOWN };
const SILENT: UpsCondition = { device: 'offline', code: 'LT-3901', ...UNKNOWN };
const SILENT_AFTER = 3;

/** The UPS of a cabinet, asked once a second how it is. It is never told to switch off. */
export function createCabinetMegatec(options: CabinetMegatecOptions, deps: CabinetMegatecDependencies): UpsDriver {
  const { profile } = options;
  const logger = deps.logger.child({ driver: 'cabinet-megatec', model: profile.name });
  const listeners: ((condition: UpsCondition) => void)[] = [];
  let condition: UpsCondition = { device: 'starting', ...UNKNOWN };
  let believed: Power | undefined;
  let identity: DeviceIdentity | undefined;
  let cutter = createLineCutter();
  let endPause: () => void = () => undefined;
  let unanswered = 0;

  const change = (next: UpsCondition): void => {
    if (JSON.stringify(next) === JSON.stringify(condition)) return;
    condition = next;
    logger.info({ condition }, 'UPS condition changed');
    for (const listener of listeners) listener(next);
  };

  const hear = (line: string): void => {
    const information = readInformation(line);
    if (information) identity = { modelName: information.model, firmwareVersion: information.version };
    const status = readStatus(line);
    if (!status) return;
    unanswered = 0;
    believed = power(believed, status, profile);
    change(conditionOf(believed));
  };

  const line = createReopeningLine(
    deps.openTransport,
    {
      onOpen: () => {
        cutter = createLineCutter();
        unanswered = 0;
        ask(INFORMATION);
        endPause = patience(Math.min(profile.replyTimeoutMs, profile.pollMs), beat);
      },
      onData: (bytes) => {
        for (const heard of cutter.push(bytes)) hear(heard);
      },
      onLost: () => {
        endPause();
        believed = undefined;
        change(ABSENT);
      },
    },
    logger,
    options.reopen,
  );

  const ask = (question: string): void => {
    line.write(new TextEncoder().encode(`${question}\r`)).catch(() => undefined);
  };

  const beat = (): void => {
    if (unanswered === SILENT_AFTER) {
      believed = undefined;
      change(SILENT);
    }
    unanswered += 1;
    ask(STATUS);
    endPause = patience(profile.pollMs, beat);
  };

  return {
    start: () => line.start(),
    stop: async () => {
      endPause();
      await line.stop();
    },
    condition: () => condition,
    onCondition: (listener) => void listeners.push(listener),
    identity: () => identity,
    reset: async () => {
      if (!line.isOpen()) return failed('LT-3701');
      line.reopen('reset');
      return ok();
    },
  };
}
