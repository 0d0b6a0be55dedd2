import { FAILURE_CODES } from '@louting/common/failure-codes';
import type { DeviceCondition, DeviceIdentity } from '../drivers/roles.ts';
import type { XfsCapabilities } from '../protocol/common.ts';
import type { EventPayload } from '../protocol/profile.ts';
import type { Unsolicited } from './xfs-service.ts';

export const SERVICE_VERSION = '1.0';

export function commonCapabilities(identity: DeviceIdentity | undefined): XfsCapabilities['common'] {
  return {
    serviceVersion: SERVICE_VERSION,
    deviceInformation: identity
      ? [
          {
            modelName: identity.modelName,
            serialNumber: identity.serialNumber,
            firmware: [{ firmwareVersion: identity.firmwareVersion }],
          },
        ]
      : [],
    powerSaveControl: false,
    antiFraudModule: false,
  };
}

/** What is told of a device's health: its state, the product's code for it, and what is being tried to mend it. */
export function commonStatus({ device, code, recovery }: DeviceCondition): {
  device: DeviceCondition['device'];
  failureCode?: NonNullable<DeviceCondition['code']>;
  recovery?: NonNullable<DeviceCondition['recovery']>;
} {
  return { device, ...(code && { failureCode: code }), ...(recovery && { recovery }) };
}

type ErrorEvent = EventPayload<'Common.ErrorEvent'>;

/** What XFS calls an error that somebody has to act on; undefined for a device that is well, absent or starting. */
export function errorOf({ device, code, recovery }: DeviceCondition): ErrorEvent | undefined {
  const described = { ...(code && { vendorDescription: `${code} ${FAILURE_CODES[code]}` }) };
  if (device === 'fraudAttempt') return { eventId: 'fraudAttempt', action: 'suspend', ...described };
  if (device === 'userError') return { eventId: 'user', action: 'clear', ...described };
  if (device !== 'hardwareError' && recovery !== 'out-of-service') return undefined;
  return { eventId: 'hardware', action: recovery === 'out-of-service' ? 'maintenance' : 'reset', ...described };
}

/** Tells each error once, when it begins or what is to be done about it changes. */
export function tellErrors(
  driver: { onCondition(listener: (condition: DeviceCondition) => void): void },
  unsolicited: Unsolicited,
): void {
  let told = '';
  driver.onCondition((condition) => {
    const error = errorOf(condition);
    const key = error ? JSON.stringify(error) : '';
    if (error && key !== told) unsolicited.send('Common.ErrorEvent', error);
    told = key;
  });
}
