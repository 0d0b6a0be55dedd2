import { addFen, type Fen } from '@louting/common/money';
import { failed, ok, type Result } from '@louting/common/result';
import { type Explanation, explain } from '../tariffs/explanation.ts';
import {
  chargeByArea,
  chargeFixed,
  chargeMetered,
  type ChargeLine,
  taxContained,
  type TariffVersion,
} from '../tariffs/tariffs.ts';

/** What a meter tells about a period, in 0.001 unit. Absent: no such reading. */
export interface MeterState {
  /** The reading that the last bill ended with, or the last one before the period. */
  readonly previous: number | undefined;
  /** The last reading inside the period. */
  readonly current: number | undefined;
  /** Billed since the year began. */
  readonly usedThisYear: number;
  /** A bill of a later period exists, so the usage of this one is already in it. */
  readonly billedLater: boolean;
}

export interface BillBasis {
  readonly months: number;
  /** In 0.01 m². */
  readonly area: number | undefined;
  readonly hasOwner: boolean;
  readonly version: (TariffVersion & { readonly taxRate: number }) | undefined;
  readonly meter: MeterState | undefined;
}

export interface ComputedBill {
  readonly lines: readonly (ChargeLine & { readonly explanation: Explanation })[];
  readonly quantity: number;
  readonly readings: { readonly previous: number; readonly current: number } | undefined;
  readonly amountFen: Fen;
  readonly taxFen: Fen;
}

/**
 * What a room owes for one item and period. An amount of 0 is an answer, not a bill.
 * @returns LT-7001…7009 naming what is missing: it is listed for staff, never silently skipped or guessed.
 */
export function computeBill(basis: BillBasis): Result<ComputedBill> {
  const { version, months } = basis;
  if (!basis.hasOwner) return failed('LT-7003');
  if (!version) return failed('LT-7004');
  if (version.formula === 'metered') return meteredBill(version, basis.meter);
  if (version.formula === 'fixed') return ok(billOf(version, chargeFixed(version, months), months));
  if (basis.area === undefined || basis.area <= 0) return failed('LT-7001');
  return ok(billOf(version, chargeByArea(version, basis.area, months), basis.area));
}

type TaxedVersion = NonNullable<BillBasis['version']>;

function meteredBill(version: TaxedVersion, meter: MeterState | undefined): Result<ComputedBill> {
  if (!meter) return failed('LT-7009');
  const { previous, current } = meter;
  if (meter.billedLater) return failed('LT-7007', 'the usage is in the bill of a later period');
  if (current === undefined) return failed('LT-7002');
  // A first reading is a base, never a usage: billing it once cost an owner 4,319 yuan instead of 105.
  if (previous === undefined) return failed('LT-7006');
  if (current < previous) return failed('LT-7005', `from ${previous} to ${current}`);
  const usage = current - previous;
  return ok(billOf(version, chargeMetered(version, usage, meter.usedThisYear), usage, { previous, current }));
}

function billOf(
  version: TaxedVersion,
  lines: readonly ChargeLine[],
  quantity: number,
  readings?: { readonly previous: number; readonly current: number },
): ComputedBill {
  const amountFen = addFen(...lines.map((line) => line.amountFen));
  return {
    lines: lines.map((line) => ({ ...line, explanation: explain(version, line) })),
    quantity,
    readings,
    amountFen,
    taxFen: taxContained(amountFen, version.taxRate),
  };
}
