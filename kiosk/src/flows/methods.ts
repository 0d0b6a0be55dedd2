import type { FailureCode } from '@louting/common/failure-codes';
import type {
  DeviceReport,
  DeviceRole,
  KioskConfiguration,
  OrderPurpose,
  PaymentMethod,
} from '@louting/server/contract/kiosk-api';
import type { MethodChoice } from '../screens.ts';
import { noCashBy } from './cabinet-rules.ts';
import type { OfflineAllowance } from './effects.ts';

export type DeviceReports = Readonly<Partial<Record<DeviceRole, DeviceReport>>>;

/** The device a method cannot do without. QR needs none: it goes on while cash is jammed. */
const NEEDS: Readonly<Partial<Record<PaymentMethod, { readonly role: DeviceRole; readonly absent: FailureCode }>>> = {
  cash: { role: 'cash-acceptor', absent: 'LT-3101' },
  'payer-code': { role: 'barcode-reader', absent: 'LT-3301' },
  'bank-card': { role: 'payment-terminal', absent: 'LT-3501' },
};

/** Only a change unit that is well is a promise: one that is low, empty or stuck may not pay what it is asked for. */
export function givesChange(devices: DeviceReports): boolean {
  return devices['change-dispenser']?.state === 'ok';
}

const ORDER: readonly PaymentMethod[] = ['cash', 'wechat-qr', 'alipay-qr', 'payer-code', 'bank-card'];

/** The server cannot be reached: only cash for bills goes on, as far as the kiosk may take it. */
export interface Offline {
  readonly purpose: OrderPurpose;
  readonly amountFen: number;
  readonly allowance: OfflineAllowance;
}

export const NOTHING_OFFLINE: Offline = {
  purpose: 'bills',
  amountFen: 0,
  allowance: { enabled: false, sessionLeftFen: 0, dayLeftFen: 0 },
};

export function methodChoices(
  configuration: KioskConfiguration | undefined,
  devices: DeviceReports,
  offline?: Offline,
): readonly MethodChoice[] {
  return offered(configuration, devices).map((method) => {
    if (!configuration?.methods.includes(method)) return { method, available: false, reason: 'LT-2111' };
    const refused = offline && offlineRefusal(method, configuration, offline);
    if (refused) return { method, available: false, reason: refused };
    const noCash = method === 'cash' ? noCashBy(devices) : undefined;
    if (noCash) return { method, available: false, reason: noCash };
    const bookedLater = offline ? { bookedLater: true } : {};
    const need = NEEDS[method];
    if (!need) return { method, available: true };
    if (works(devices, need.role)) return { method, available: true, ...bookedLater };
    return { method, available: false, reason: devices[need.role]?.code ?? need.absent };
  });
}

function works(devices: DeviceReports, role: DeviceRole): boolean {
  const state = devices[role]?.state;
  return state === 'ok' || state === 'attention';
}

export function takesHeldCode(configuration: KioskConfiguration | undefined, devices: DeviceReports): boolean {
  return configuration?.methods.includes('payer-code') === true && works(devices, 'barcode-reader');
}

const MOST_CHOICES = 4;

/**
 * No more choices than a screen may have. A terminal that is not fitted is no choice; one that is takes the place of
 * the payer code, which needs no key: it is held to the scanner right away, and both its wallets have a key.
 */
function offered(configuration: KioskConfiguration | undefined, devices: DeviceReports): readonly PaymentMethod[] {
  const takesCards = configuration?.methods.includes('bank-card') && devices['payment-terminal']?.state !== 'absent';
  const methods = takesCards ? ORDER : ORDER.filter((method) => method !== 'bank-card');
  if (methods.length <= MOST_CHOICES) return methods;
  const configured = methods.filter((method) => configuration?.methods.includes(method));
  return configured.length <= MOST_CHOICES ? configured : configured.filter((method) => method !== 'payer-code');
}

function offlineRefusal(
  method: PaymentMethod,
  configuration: KioskConfiguration,
  { purpose, amountFen, allowance }: Offline,
): FailureCode | undefined {
  if (method !== 'cash' || purpose !== 'bills' || !allowance.enabled) return 'LT-5001';
  return overAllowance(amountFen, allowance, configuration.acceptedNotes);
}

/** Whether notes for the amount stay within what may be taken off line: no note may be asked for that would not. */
export function overAllowance(
  amountFen: number,
  allowance: OfflineAllowance,
  acceptedNotes: readonly number[],
): 'LT-5006' | 'LT-5007' | undefined {
  const smallest = Math.min(...acceptedNotes);
  const inNotes = Math.ceil(amountFen / smallest) * smallest;
  if (inNotes > allowance.sessionLeftFen) return 'LT-5006';
  return inNotes > allowance.dayLeftFen ? 'LT-5007' : undefined;
}
