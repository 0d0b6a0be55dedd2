import { failed, ok, type Result } from '@louting/common/result';
import { maskedCard, type ApprovedSale, type CardSale, type SaleEnd } from '../card-terminal/role.ts';
import type { UmsReply } from './codec.ts';
import type { ChinaUmsProfile } from './profile.ts';

/**
 * What a reply makes of a sale. The protocol has no question for one sale by our id: the terminal's own number of its
 * last payment, written down before the sale, is the witness. While only this bridge drives the terminal, another number
 * afterwards is our sale, and the same number means that no money moved.
 */
export type Codes = Pick<ChinaUmsProfile, 'declines' | 'unclear' | 'nothingThere'>;

/** No payment yet. */
const NONE = 'none';

export function markOf(reply: UmsReply, { nothingThere }: Codes): Result<string> {
  if (reply.code === '00') return ok(reply.trace);
  return nothingThere.includes(reply.code) ? ok(NONE) : failed('LT-3901', `last payment: code ${reply.code}`);
}

/** The reply to the sale itself. */
export function saleEnd(reply: UmsReply, sale: CardSale, codes: Codes, now: number): Result<SaleEnd> {
  if (reply.code === '00') return approved(reply, sale, now);
  if (codes.unclear.includes(reply.code)) return failed('LT-2103', `code ${reply.code}`);
  return ok({ end: 'declined', code: codes.declines[reply.code] ?? 'LT-3502' });
}

/** The terminal's last payment, asked for when the reply to the sale was lost. */
export function statusEnd(reply: UmsReply, sale: CardSale, mark: string, codes: Codes, now: number): Result<SaleEnd> {
  const last = markOf(reply, codes);
  if (!last.ok) return failed('LT-2103', last.error.detail);
  if (last.value === mark) return ok({ end: 'absent' });
  return last.value === NONE ? failed('LT-2103', 'the terminal has lost its payments') : approved(reply, sale, now);
}

function approved(reply: UmsReply, sale: CardSale, now: number): Result<SaleEnd> {
  const paidAt = momentOf(reply.date, reply.time, now);
  if (reply.amountFen !== sale.amountFen || paidAt === undefined || reply.trace === '' || reply.reference === '') {
    return failed('LT-2103', `the terminal paid ${reply.amountFen} fen as ${reply.trace}`);
  }
  const sold: ApprovedSale = {
    reference: reply.reference,
    terminalTransaction: reply.trace,
    terminalId: reply.terminal,
    amountFen: reply.amountFen,
    paidAt,
    authorisation: reply.authorisation === '' ? undefined : reply.authorisation,
    batch: reply.batch === '' ? undefined : reply.batch,
    cardMasked: maskedCard(reply.card),
  };
  return ok({ end: 'approved', sale: sold });
}

const DAY_MS = 86_400_000;
const CHINA_MS = 8 * 3_600_000;

/** The record has no year: it is the one in which the moment is not ahead of us by more than a day. */
export function momentOf(date: string, time: string, now: number): number | undefined {
  if (!/^\d{4}$/.test(date) || !/^\d{6}$/.test(time)) return undefined;
  const year = new Date(now + CHINA_MS).getUTCFullYear();
  const ofYear = (value: number): number =>
    Date.UTC(
      value,
      Number(date.slice(0, 2)) - 1,
      Number(date.slice(2)),
      Number(time.slice(0, 2)),
      Number(time.slice(2, 4)),
      Number(time.slice(4)),
    ) - CHINA_MS;
  return ofYear(year) > now + DAY_MS ? ofYear(year - 1) : ofYear(year);
}
