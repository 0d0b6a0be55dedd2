import type { FailureCode } from '@louting/common/failure-codes';
import type { UpsCondition } from '../cabinet-roles.ts';
import type { UpsStatus } from './codec.ts';
import type { CabinetMegatecProfile } from './profile.ts';

/** What is believed so far, and how many readings in a row say otherwise. */
export interface Power {
  readonly onBattery: boolean;
  readonly otherwise: number;
  readonly status: UpsStatus;
}

export function power(
  before: Power | undefined,
  status: UpsStatus,
  { outReadings, backReadings }: Pick<CabinetMegatecProfile, 'outReadings' | 'backReadings'>,
): Power {
  const onBattery = before?.onBattery ?? false;
  if (status.utilityFailed === onBattery) return { onBattery, otherwise: 0, status };
  const otherwise = (before?.otherwise ?? 0) + 1;
  const believed = otherwise >= (status.utilityFailed ? outReadings : backReadings);
  return { onBattery: believed ? !onBattery : onBattery, otherwise: believed ? 0 : otherwise, status };
}

/** The gravest first. A low battery matters once the mains are gone; before that it is charging. */
export function conditionOf({ onBattery, status }: Power): UpsCondition {
  const empty = onBattery && status.batteryLow;
  const code: FailureCode | undefined = empty
    ? 'LT-3703'
    : onBattery
      ? 'LT-3702'
      : status.failed
        ? 'LT-3704'
        : undefined;
  const battery = status.failed ? 'failure' : empty ? 'critical' : status.batteryLow ? 'low' : 'operational';
  return { device: 'online', ...(code && { code }), mains: onBattery ? 'noPower' : 'powering', battery };
}
