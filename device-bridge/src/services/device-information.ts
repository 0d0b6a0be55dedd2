import type { XfsCapabilities } from '../protocol/common.ts';
import type { DeviceCondition, DeviceIdentity } from '../drivers/roles.ts';

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

export function commonStatus({ device, code }: DeviceCondition): {
  device: DeviceCondition['device'];
  failureCode?: NonNullable<DeviceCondition['code']>;
} {
  return { device, ...(code && { failureCode: code }) };
}
