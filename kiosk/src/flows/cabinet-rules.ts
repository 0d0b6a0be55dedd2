import type { FailureCode } from '@louting/common/failure-codes';
import type { DeviceReport } from '@louting/server/contract/kiosk-api';
import type { DeviceReports } from './methods.ts';

/** With these the kiosk closes as soon as the money of whoever is there is safe, and until then takes no new note. */
const CLOSING: ReadonlySet<FailureCode> = new Set(['LT-3602', 'LT-3603', 'LT-3703'] satisfies FailureCode[]);
/** With these a payment that was begun is finished, and no other is begun with cash. */
const NO_CASH: ReadonlySet<FailureCode> = new Set(['LT-3702'] satisfies FailureCode[]);

/** Why the kiosk has to close: an open or forced cabinet, or a battery that is nearly empty. */
export function closedBy({ cabinet, ups }: DeviceReports): FailureCode | undefined {
  return [cabinet?.code, ups?.code].find((code) => code !== undefined && CLOSING.has(code));
}

/** Why nobody is served, the gravest first. */
export function shutBy(kiosk: {
  readonly startFailure: FailureCode | undefined;
  readonly trouble: FailureCode | undefined;
  readonly devices: DeviceReports;
}): FailureCode | undefined {
  return kiosk.startFailure ?? kiosk.trouble ?? closedBy(kiosk.devices);
}

/** Why cash is not offered, whatever the acceptor says. */
export function noCashBy(devices: DeviceReports): FailureCode | undefined {
  const { ups } = devices;
  return closedBy(devices) ?? (ups?.code && NO_CASH.has(ups.code) ? ups.code : undefined);
}

/**
 * A sensor that fell silent while it said stop is still believed: a cable that is cut behind an open door must not open
 * the kiosk.
 */
export function devicesAfter(devices: DeviceReports, report: DeviceReport): DeviceReports {
  const before = devices[report.role];
  const isSensor = report.role === 'cabinet' || report.role === 'ups';
  const saidStop = before?.code !== undefined && (CLOSING.has(before.code) || NO_CASH.has(before.code));
  const isBlind = report.state === 'failed' || report.state === 'absent';
  return isSensor && saidStop && isBlind ? devices : { ...devices, [report.role]: report };
}
