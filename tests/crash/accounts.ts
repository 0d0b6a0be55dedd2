import type { BooksTotals } from '../support/books.ts';

/** Money as three independent witnesses saw it: the acceptor's own box, the channel, and the server's books. */
export interface Witnesses {
  readonly boxFen: number;
  readonly channelPaidFen: number;
  readonly books: BooksTotals;
  readonly receiptNumbers: readonly string[];
  /** Receipt numbers of prints that are not marked 补打, one a print. */
  readonly originalsPrinted: readonly string[];
}

export interface Discrepancy {
  readonly lostFen: number;
  readonly doubledFen: number;
  readonly problems: readonly string[];
}

/** Money in = money credited + returned + in a named exception; what the box gave back never counts as in. */
export function compare(before: Witnesses, after: Witnesses): Discrepancy {
  const cashIn = after.boxFen - before.boxFen;
  const cashKnown = difference(before, after, (books) => books.cashCreditedFen + books.cashSuspenseFen);
  const channelIn = after.channelPaidFen - before.channelPaidFen;
  const channelKnown = difference(before, after, (books) => books.channelReceivedFen + books.channelExceptionFen);
  const gaps = [cashIn - cashKnown, channelIn - channelKnown];

  const problems: string[] = [];
  if (gaps[0] !== 0) problems.push(`cash box ${cashIn} fen, books ${cashKnown} fen`);
  if (gaps[1] !== 0) problems.push(`channel ${channelIn} fen, books ${channelKnown} fen`);
  if (after.books.cashReceivedFen !== after.books.cashCreditedFen) problems.push('payments differ from credited notes');
  if (after.books.payments !== after.books.receipts) problems.push('a payment without a receipt');
  if (after.books.liveOrders > 0) problems.push(`${after.books.liveOrders} payment orders stayed open`);
  const twice = after.originalsPrinted.filter((number, index, all) => all.indexOf(number) !== index);
  if (twice.length > 0) problems.push(`receipt printed twice without a mark: ${twice.join(', ')}`);
  if (hasGap(after.receiptNumbers)) problems.push('the receipt series has a gap');
  return {
    lostFen: gaps.reduce((sum, gap) => sum + Math.max(0, gap), 0),
    doubledFen: gaps.reduce((sum, gap) => sum + Math.max(0, -gap), 0),
    problems,
  };
}

function difference(before: Witnesses, after: Witnesses, figure: (books: BooksTotals) => number): number {
  return figure(after.books) - figure(before.books);
}

function hasGap(numbers: readonly string[]): boolean {
  const serials = numbers.map((number) => Number(/(\d+)$/.exec(number)?.[1]));
  return serials.some((serial, index) => index > 0 && serial !== (serials[index - 1] ?? 0) + 1);
}
