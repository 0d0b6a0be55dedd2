import { fen } from '@louting/common/money';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate, placesOfRest } from './allocation.ts';

const bill = (billId: string, dueDate: string, outstanding: number) => ({
  billId,
  dueDate,
  outstandingFen: fen(outstanding),
});
const march = bill('b', '2026-03-31', 10_000);
const april = bill('a', '2026-04-30', 8_640);

describe('allocate', () => {
  it.each([
    ['exactly the bills', 18_640, { b: 10_000, a: 8_640 }, 0],
    ['less: oldest due date first', 12_000, { b: 10_000, a: 2_000 }, 0],
    ['less than the oldest', 5_000, { b: 5_000 }, 0],
    ['more: the rest is left over', 20_000, { b: 10_000, a: 8_640 }, 1_360],
  ])('%s', (_, received, parts, rest) => {
    const result = allocate(fen(received), [april, march]);
    expect(Object.fromEntries(result.parts.map((part) => [part.bill.billId, part.amountFen]))).toEqual(parts);
    expect(result.restFen).toBe(rest);
  });

  it('never loses or makes a fen and never overpays a bill', () => {
    const bills = fc.array(
      fc.record({ due: fc.constantFrom('2026-01-31', '2026-02-28'), fen: fc.integer({ min: 1, max: 1e6 }) }),
    );
    fc.assert(
      fc.property(bills, fc.integer({ min: 1, max: 1e7 }), (rows, received) => {
        const open = rows.map((row, index) => bill(`bill-${index}`, row.due, row.fen));
        const result = allocate(fen(received), open);
        expect(result.allocatedFen + result.restFen).toBe(received);
        expect(result.parts.reduce((sum, part) => sum + part.amountFen, 0)).toBe(result.allocatedFen);
        for (const part of result.parts) expect(part.amountFen).toBeLessThanOrEqual(part.bill.outstandingFen);
      }),
    );
  });
});

describe('placesOfRest', () => {
  it.each([
    ['consented', 1_360, 20_000, 18_640, 'prepayment', 1_360, 0],
    ['nobody there to consent', 1_360, 20_000, 18_640, 'unclaimed', 0, 1_360],
    ['bill paid elsewhere, exact notes', 8_640, 18_640, 18_640, 'unclaimed', 8_640, 0],
    ['bill paid elsewhere and too many notes', 10_000, 20_000, 18_640, 'unclaimed', 8_640, 1_360],
  ] as const)('%s', (_, rest, received, due, excess, toPrepaymentFen, unclaimedFen) => {
    expect(placesOfRest(fen(rest), fen(received), fen(due), excess)).toEqual({ toPrepaymentFen, unclaimedFen });
  });
});
