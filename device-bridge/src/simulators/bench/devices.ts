import type { z } from 'zod';
import { barcodeReader } from './devices/barcode-reader.ts';
import { cabinet } from './devices/cabinet.ts';
import { cardReader } from './devices/card-reader.ts';
import { cashAcceptor } from './devices/cash-acceptor.ts';
import { coins } from './devices/coins.ts';
import { paymentTerminal } from './devices/payment-terminal.ts';
import { receiptPrinter } from './devices/receipt-printer.ts';
import { smartHopper } from './devices/smart-hopper.ts';
import { ups } from './devices/ups.ts';

/** All the bench knows, in the order of the page. */
export const DEVICES = [
  cardReader,
  barcodeReader,
  cashAcceptor,
  coins,
  smartHopper,
  paymentTerminal,
  cabinet,
  ups,
  receiptPrinter,
] as const;

type Device = (typeof DEVICES)[number];
type StateOf<Each extends Device> = ReturnType<NonNullable<ReturnType<Each['fit']>>['state']>;

/** By the names the kiosk reports its devices under. */
export type BenchRole = Device['role'];

export type BenchFault = {
  [Each in Device as Each['role']]: { readonly role: Each['role']; readonly fault: z.input<Each['faults']> };
}[BenchRole];

export type BenchState = {
  readonly [Each in Exclude<Device, typeof smartHopper> as Each['stateName']]: StateOf<Each>;
} & { readonly smartHopper?: StateOf<typeof smartHopper> };

export const ROLES: readonly BenchRole[] = DEVICES.map(({ role }) => role);
