import type { Finding } from '../../contract/exceptions-api.ts';

/**
 * What was found, by the record that raised it: a code, and what goes into its words. The record itself stays as it was
 * written, because the same finding again is known by it.
 */
const FINDINGS: readonly (readonly [code: string, record: RegExp])[] = [
  ['paid-elsewhere-cash-kept', /^bills were paid elsewhere meanwhile; cash is kept as prepayment$/],
  ['paid-elsewhere-not-refundable', /^bills were paid elsewhere meanwhile; kept as prepayment, .*\((LT-\d{4})\)$/],
  ['paid-elsewhere-refund', /^bills were paid elsewhere meanwhile; a refund is on its way$/],
  ['paid-elsewhere-kept', /^bills were paid elsewhere meanwhile; kept as prepayment, as the owners chose$/],
  ['offline-unknown-order', /^cash was taken off line for an order that the books cannot hold/],
  ['offline-session', /^(\d+) fen in one session, (\d+) allowed$/],
  ['offline-day', /^(\d+) fen on [\d-]+, (\d+) allowed$/],
  ['no-order', /^\S+ was paid for \S+: (.+)$/],
  ['in-doubt', /^(\d+) notes in doubt: count the box$/],
  ['without-consent', /^cash above the bills, without consent$/],
  ['after-the-end', /^money arrived while the order was (?:CLOSED|FAILED)$/],
  ['in-another-order', /^a note is already counted in another order$/],
  ['doubt-stacked', /^a note in doubt is now said to be stacked$/],
  ['other-notes', /^the order is booked with other notes$/],
  ['second-payment', /^\S+ names a second payment for a booked order: (.+)$/],
  ['other-amount', /^\S+ says (\d+) fen, the order is (\d+) fen$/],
  ['no-outcome', /^the channel does not tell the outcome$/],
  ['refund-other-amount', /^refund [\da-f-]{36}: \S+ says (\d+) fen, the refund is (\d+) fen$/],
  ['refund-too-late', /^refund [\da-f-]{36}: \S+ gave it back /],
  ['refund-in-hand', /^refund [\da-f-]{36}: the channel has had it in hand for days$/],
  ['refund-no-outcome', /^refund [\da-f-]{36}: the channel does not tell the outcome$/],
  ['refund-overdue', /^refund [\da-f-]{36}: \w+ since its time limit$/],
];

/** Amounts of these are fen; all other values are shown as they are. */
const IN_FEN: ReadonlySet<string> = new Set(['offline-session', 'offline-day', 'other-amount', 'refund-other-amount']);

/** @param record `detail` of the case; one that no rule knows is shown as it was written */
export function findingOf(record: string): Finding {
  for (const [code, pattern] of FINDINGS) {
    const found = pattern.exec(record);
    if (found) return { code, values: found.slice(1), inFen: IN_FEN.has(code) };
  }
  return { code: 'said', values: record === '' ? [] : [record], inFen: false };
}
