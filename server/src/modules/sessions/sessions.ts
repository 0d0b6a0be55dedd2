import { addFen, ZERO_FEN } from '@louting/common/money';
import type { Bill, Session, Strength } from '../../contract/session-api.ts';
import type { OpenBill } from '../billing/billing.store.ts';
import type { HouseholdOfRoom } from '../estate/estate.store.ts';
import { maskName, maskRoomLabel } from '../estate/masking.ts';
import type { ShownBill } from './sessions.tables.ts';

export const SESSION_LIVES_MS = 15 * 60_000;

/** `2026年10月`, `2026年10月–12月` or, off month limits, both dates: short enough for a line of the receipt. */
export function periodText(from: string, to: string): string {
  const [year, month, day] = from.split('-').map(Number);
  const end = new Date(`${to}T00:00:00Z`);
  const lastOfMonth = new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() + 1, 0)).getUTCDate();
  const wholeMonths = day === 1 && end.getUTCDate() === lastOfMonth && end.getUTCFullYear() === year;
  if (!wholeMonths) return `${from}–${to}`;
  const lastMonth = end.getUTCMonth() + 1;
  return lastMonth === month ? `${year}年${month}月` : `${year}年${month}月–${lastMonth}月`;
}

export function shownBill(bill: Bill): ShownBill {
  return { billId: bill.billId, itemName: bill.item.name['zh-CN'], period: periodText(bill.periodFrom, bill.periodTo) };
}

/** The room that a card stands for when it opens several: the home before the parking space. */
export function mainRoom(households: readonly HouseholdOfRoom[]): HouseholdOfRoom {
  const [first] = households;
  if (!first) throw new Error('a session needs a room');
  return households.find(({ kind }) => kind !== 'parking') ?? first;
}

/** Everything about a household that may leave the server, masked. */
export function maskedSession(facts: {
  readonly sessionId: string;
  readonly expiresAt: number;
  readonly household: HouseholdOfRoom;
  /** All that the card stands for, `household` among them. */
  readonly households: readonly HouseholdOfRoom[];
  readonly partyId: string;
  readonly preferences: Session['preferences'];
  readonly strength: Strength;
  readonly prepaidFen: Session['prepaidFen'];
  readonly bills: readonly OpenBill[];
  readonly agreement: Session['agreement'];
  readonly lateOrders: Session['lateOrders'];
  readonly refundCount: number;
  readonly disputes: Session['disputes'];
  readonly nextDueDate: Session['nextDueDate'];
}): Session {
  const party = facts.household.parties.find(({ partyId }) => partyId === facts.partyId);
  const labels = new Map(facts.households.map(({ roomId, roomLabel }) => [roomId, maskRoomLabel(roomLabel)]));
  const shown = {
    sessionId: facts.sessionId,
    strength: facts.strength,
    expiresAt: facts.expiresAt,
    payerMasked: maskName(party?.name ?? ''),
    roomLabel: labels.size === 2 ? [...labels.values()].join('、') : maskRoomLabel(facts.household.roomLabel),
    bills: facts.bills.map(({ roomId, ...bill }) =>
      labels.size > 1 ? { ...bill, roomLabel: labels.get(roomId) } : bill,
    ),
    totalOutstandingFen: addFen(...facts.bills.map(({ outstandingFen }) => outstandingFen)),
    disputes: facts.disputes,
    onBehalf: false,
  };
  // What is kept, was agreed or goes back is nothing for whoever only knows a room.
  if (facts.strength === 'weak') {
    return { ...shown, prepaidFen: ZERO_FEN, preferences: {}, lateOrders: [], refundCount: 0 };
  }
  return {
    ...shown,
    prepaidFen: facts.prepaidFen,
    preferences: facts.preferences,
    ...(facts.agreement ? { agreement: facts.agreement } : {}),
    lateOrders: facts.lateOrders,
    refundCount: facts.refundCount,
    ...(facts.nextDueDate === undefined ? {} : { nextDueDate: facts.nextDueDate }),
  };
}
