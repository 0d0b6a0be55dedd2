import { performance } from 'node:perf_hooks';
import {
  openThermalPrinter,
  receiptOfReceiptline,
  receiptOfThermalPrinter,
} from '../../device-bridge/src/drivers/escpos/conformance/peer-receipts.ts';
import { renderForm } from '../../device-bridge/src/drivers/escpos/forms.ts';
import { EscposProfileSchema } from '../../device-bridge/src/drivers/escpos/profile.ts';
import { RECEIPT } from '../../device-bridge/src/drivers/escpos/receipt.fixture.ts';
import { readProfile } from '../../device-bridge/src/drivers/profile-file.ts';
import type { Figures } from './bench.ts';

const ROUNDS = 9;
const ROUND_MS = 250;

/**
 * Receipts encoded a second, from checked fields to bytes: ours, and the same lines, table and QR code by two libraries
 * many tills use. Ours carries logo and seal as well. In turns, the median of each, so that a noisy machine cancels out.
 */
export async function benchReceiptEncode(): Promise<Figures> {
  const profile = readProfile(EscposProfileSchema, 'escpos-epson-tm-t88');
  const printer = openThermalPrinter();
  const encoders = {
    ours: () => renderForm('receipt', RECEIPT, profile),
    thermalPrinter: () => receiptOfThermalPrinter(printer, RECEIPT),
    receiptline: () => receiptOfReceiptline(RECEIPT),
  };
  const rounds = { ours: [] as number[], thermalPrinter: [] as number[], receiptline: [] as number[] };
  // The first round only warms up.
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const name of ['ours', 'thermalPrinter', 'receiptline'] as const) {
      const perSecond = await rate(encoders[name]);
      if (round > 0) rounds[name].push(perSecond);
    }
  }
  const perSecond = median(rounds.ours);
  const nodeThermalPrinter = median(rounds.thermalPrinter);
  const receiptline = median(rounds.receiptline);
  return {
    perSecond,
    peers: 2,
    nodeThermalPrinterPerSecond: nodeThermalPrinter,
    receiptlinePerSecond: receiptline,
    ratio: perSecond / Math.max(nodeThermalPrinter, receiptline),
  };
}

async function rate(encode: () => Uint8Array): Promise<number> {
  await new Promise((resolve) => void setImmediate(resolve));
  const begun = performance.now();
  let count = 0;
  let bytes = 0;
  while (performance.now() - begun < ROUND_MS) {
    for (let times = 0; times < 20; times += 1) bytes += encode().length;
    count += 20;
  }
  if (bytes === 0) throw new Error('an encoder wrote nothing');
  return (count * 1_000) / (performance.now() - begun);
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}
