import { createHash, createHmac, createSecretKey } from 'node:crypto';
import { fen } from '@louting/common/money';
import { unwrap } from '@louting/common/result';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { taxContained } from '../tariffs/tariffs.ts';
import { nextInvoiceState } from './invoice-states.ts';
import { checkedBuyer, invoiceAmounts, type InvoiceLine, invoiceToken, redAmounts } from './invoices.ts';
import { isTaxNumber, tidyTaxNumber } from './tax-number.ts';

describe('tax number of a company', () => {
  // The example of GB 32100-2015.
  test.each(['91350100M000100Y43'])('%s is right', (taxNumber) => expect(isTaxNumber(taxNumber)).toBe(true));
  test.each([
    ['91350100M000100Y44', 'another check character'],
    ['91350100M000100Y4', 'one too few'],
    ['91350100M000100Y433', 'one too many'],
    ['9135010OM000100Y43', 'the letter O for a nought'],
    ['', 'nothing'],
  ])('%s is refused: %s', (taxNumber) => expect(isTaxNumber(taxNumber)).toBe(false));

  test('one wrong character is always found', () => {
    const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
    fc.assert(
      fc.property(fc.nat(16), fc.nat(30), (place, value) => {
        const right = '91350100M000100Y43';
        const other = alphabet[value] ?? '';
        const wrong = right.slice(0, place) + other + right.slice(place + 1);
        return isTaxNumber(wrong) === (wrong === right);
      }),
    );
  });

  test('typed with spaces and small letters it is the same', () => {
    expect(tidyTaxNumber(' 91350100 m000100y43 ')).toBe('91350100M000100Y43');
    const buyer = { kind: 'company', name: ' 榕城贸易有限公司 ', taxNumber: '9135 0100 m000 100y 43' } as const;
    expect(unwrap(checkedBuyer(buyer))).toEqual({
      kind: 'company',
      name: '榕城贸易有限公司',
      taxNumber: '91350100M000100Y43',
    });
    expect(checkedBuyer({ ...buyer, name: ' ' })).toMatchObject({ error: { code: 'LT-2903' } });
    expect(checkedBuyer({ ...buyer, taxNumber: '1' })).toMatchObject({ error: { code: 'LT-2904' } });
  });
});

const part = (billId: string, amount: number, taxClassCode: string | null = '3040801010000000000', taxRate = 600) => ({
  billId,
  itemCode: 'property',
  name: '物业费',
  taxClassCode,
  taxRate,
  amountFen: fen(amount),
});

test('water that is only collected stands on no invoice of the property company', () => {
  const amounts = unwrap(invoiceAmounts([part('a', 10_600), part('b', 4_200, null)]));
  expect(amounts).toMatchObject({ amountFen: 10_600, taxFen: 600 });
  expect(invoiceAmounts([part('b', 4_200, null)])).toMatchObject({ error: { code: 'LT-2901' } });
});

test('refunds in any parts: red invoices take back the invoice whole, amount and tax, and never more', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.array(fc.integer({ min: 1, max: 400_000 })),
      (total, parts) => {
        const line: InvoiceLine = {
          ...part('a', total),
          taxClassCode: '3040801010000000000',
          taxFen: taxContained(fen(total), 600),
        };
        let refunded = 0;
        let takenBack = 0;
        let tax = 0;
        for (const step of [...parts, total]) {
          refunded = Math.min(refunded + step, total);
          const red = redAmounts([line], new Map([['a', refunded]]), new Map([['a', takenBack]]));
          if (!red) continue;
          takenBack += red.amountFen;
          tax += red.taxFen;
        }
        return takenBack === total && Math.abs(tax - line.taxFen) <= parts.length;
      },
    ),
  );
});

test('an invoice that was taken back in part stays valid for the rest', () => {
  expect(nextInvoiceState('ISSUED', 'refunded')).toBe('RED_REQUIRED');
  expect(nextInvoiceState('RED_REQUIRED', 'red-issued-in-part')).toBe('ISSUED');
  expect(nextInvoiceState('RED_REQUIRED', 'red-issued-whole')).toBe('RED_ISSUED');
  expect(nextInvoiceState('REJECTED', 'issued')).toBeUndefined();
});

test('the address of an invoice cannot be guessed from the payment', () => {
  const key = createSecretKey(Buffer.alloc(32, 3));
  const expected = createHmac('sha256', key).update('invoice p-1').digest().subarray(0, 16).toString('base64url');
  expect(invoiceToken('p-1', key)).toBe(expected);
  expect(invoiceToken('p-1', key)).not.toBe(
    createHash('sha256').update('invoice p-1').digest('base64url').slice(0, 22),
  );
});
