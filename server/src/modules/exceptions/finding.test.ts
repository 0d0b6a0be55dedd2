import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findingOf } from './finding.ts';

const ID = '0193a5b2-0000-7000-8000-000000000001';

it.each<[string, string, string[]]>([
  ['bills were paid elsewhere meanwhile; a refund is on its way', 'paid-elsewhere-refund', []],
  [
    'bills were paid elsewhere meanwhile; kept as prepayment, because it cannot be refunded (LT-2507)',
    'paid-elsewhere-not-refundable',
    ['LT-2507'],
  ],
  ['12000 fen in one session, 10000 allowed', 'offline-session', ['12000', '10000']],
  ['12000 fen on 2026-11-23, 10000 allowed', 'offline-day', ['12000', '10000']],
  ['wechat-pay was paid for 0193: 4200001', 'no-order', ['4200001']],
  ['2 notes in doubt: count the box', 'in-doubt', ['2']],
  ['money arrived while the order was CLOSED', 'after-the-end', []],
  ['alipay names a second payment for a booked order: 2026', 'second-payment', ['2026']],
  ['alipay says 1 fen, the order is 2 fen', 'other-amount', ['1', '2']],
  [`refund ${ID}: alipay says 1 fen, the refund is 2 fen`, 'refund-other-amount', ['1', '2']],
  [`refund ${ID}: alipay gave it back after it had been given up`, 'refund-too-late', []],
  [`refund ${ID}: UNKNOWN since its time limit`, 'refund-overdue', []],
  ['something of old', 'said', ['something of old']],
  ['', 'said', []],
])('what was found has a code: %s', (record, code, values) => {
  expect(findingOf(record)).toMatchObject({ code, values });
});

/** Written where cases are raised: what is said there without a value is known here word for word. */
it.each([
  [
    'payments/cash-settlement.ts',
    ['a note is already counted in another order', 'the order is booked with other notes'],
  ],
  ['payments/booking.ts', ['cash above the bills, without consent']],
  ['payments/learnt.ts', ['the channel does not tell the outcome']],
  ['payments/duplicates.ts', ['cash is kept as prepayment', 'kept as prepayment, as the owners chose']],
])('the records of %s are those that have words', (file, records) => {
  const source = readFileSync(join(import.meta.dirname, '..', file), 'utf8');
  const begin = file.endsWith('duplicates.ts') ? 'bills were paid elsewhere meanwhile; ' : '';
  for (const record of records) {
    expect(source).toContain(`'${record}'`);
    expect(findingOf(begin + record).code).not.toBe('said');
  }
});
