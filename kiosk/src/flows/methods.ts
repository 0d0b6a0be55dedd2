import type { FailureCode } from '@louting/common/failure-codes';
import type { DeviceReport, DeviceRole, KioskConfiguration, PaymentMethod } from '@louting/server/contract/kiosk-api';
import type { MethodChoice } from '../screens.ts';

export type DeviceReports = Readonly<Partial<Record<DeviceRole, DeviceReport>>>;

/** The device a method cannot do without. QR needs none: it goes on while cash is jammed. */
const NEEDS: Readonly<Partial<Record<PaymentMethod, { readonly role: DeviceRole; readonly absent: FailureCode }>>> = {
  cash: { role: 'cash-acceptor', absent: 'LT-3101' },
  'payer-code': { role: 'barcode-reader', absent: 'LT-3301' },
};

const ORDER: readonly PaymentMethod[] = ['cash', 'wechat-qr', 'alipay-qr', 'payer-code'];

export function methodChoices(
  configuration: KioskConfiguration | undefined,
  devices: DeviceReports,
): readonly MethodChoice[] {
  return ORDER.map((method) => {
    if (!configuration?.methods.includes(method)) return { method, available: false, reason: 'LT-2111' };
    const need = NEEDS[method];
    if (!need) return { method, available: true };
    const report = devices[need.role];
    if (report?.state === 'ok' || report?.state === 'attention') return { method, available: true };
    return { method, available: false, reason: report?.code ?? need.absent };
  });
}

export function isAvailable(
  method: PaymentMethod,
  configuration: KioskConfiguration | undefined,
  devices: DeviceReports,
): boolean {
  return methodChoices(configuration, devices).some((choice) => choice.method === method && choice.available);
}
