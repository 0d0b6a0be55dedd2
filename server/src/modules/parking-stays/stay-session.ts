import { businessDate } from '@louting/common/clock';
import { fen, type Fen, ZERO_FEN } from '@louting/common/money';
import { failed, ok, type Result } from '@louting/common/result';
import type { Transaction } from 'kysely';
import type { Stay } from '../../contract/parking-stays-api.ts';
import type { Bill, Session } from '../../contract/session-api.ts';
import type { Database } from '../../storage/database.ts';
import { openBillsOfRooms } from '../billing/billing.store.ts';
import type { KioskIdentity } from '../kiosks/kiosks.store.ts';
import { insertSession } from '../sessions/sessions.store.ts';
import { SESSION_LIVES_MS, shownBill } from '../sessions/sessions.ts';
import type { ParkingContext } from './parking-context.ts';
import { explainCharge, spanZh, stayPeriodText } from './parking-stays.ts';
import { type OpenCharge, type Quote, quoteStay, STAY_LABEL } from './stay-charges.store.ts';

/**
 * Whoever stands there may pay for the car, and sees its stay and nothing else. The sum is asked for as a bill that holds
 * as long as the session can begin a payment; where nothing is owed there is nothing to open.
 * @returns LT-2863 it has left, LT-2864, LT-2865, LT-1007 session id used
 */
export async function openStaySession(
  tx: Transaction<Database>,
  context: ParkingContext,
  kiosk: KioskIdentity,
  { sessionId, stayId }: { readonly sessionId: string; readonly stayId: string },
): Promise<Result<Session>> {
  const row = await tx.selectFrom('parking_stay').selectAll().where('stay_id', '=', stayId).executeTakeFirst();
  if (row?.community_id !== kiosk.communityId || row.left_at !== null) return failed('LT-2863');
  const quote = await quoteStay(tx, row, context);
  if (!quote.ok) return quote;
  const now = context.clock.now();
  const { open } = quote.value;
  const bills = open ? await billOf(tx, open, businessDate(now)) : [];
  const owedFen = bills[0]?.outstandingFen ?? ZERO_FEN;
  const stay = stayOf(row.stay_id, row.plate_masked, quote.value, { now, owedFen });
  const expiresAt = open ? Math.max(open.holdsUntil, now + 1) : now + SESSION_LIVES_MS;
  const session: Session = {
    sessionId,
    strength: 'weak',
    expiresAt,
    payerMasked: row.plate_masked,
    roomLabel: STAY_LABEL,
    prepaidFen: ZERO_FEN,
    bills,
    totalOutstandingFen: owedFen,
    preferences: {},
    lateOrders: [],
    refundCount: 0,
    disputes: [],
    onBehalf: true,
    stay,
  };
  if (!open) return ok(session);
  const [inserted] = await insertSession(tx, {
    session_id: sessionId,
    kiosk_id: kiosk.kioskId,
    community_id: kiosk.communityId,
    room_id: open.roomId,
    bills: JSON.stringify(bills.map((bill) => onPaper(bill, stay))),
    payer_masked: row.plate_masked,
    room_label: STAY_LABEL,
    opened_at: now,
    expires_at: expiresAt,
    closed_at: null,
    party_id: null,
    pay_slip_id: null,
  });
  return inserted ? ok({ ...session, expiresAt: inserted.expires_at }) : failed('LT-1007');
}

async function billOf(tx: Transaction<Database>, open: OpenCharge, today: string): Promise<Bill[]> {
  const bills = await openBillsOfRooms(tx, [open.roomId], today);
  return bills.flatMap(({ roomId: _hidden, ...bill }) => (bill.billId === open.billId ? [bill] : []));
}

function stayOf(
  stayId: string,
  plateMasked: string,
  { facts, standing, open }: Quote,
  { now, owedFen }: { readonly now: number; readonly owedFen: Fen },
): Stay {
  const leaveBy = standing.owes === 'nothing' ? standing.leaveBy : undefined;
  return {
    stayId,
    plateMasked,
    enteredAt: facts.enteredAt,
    pricedAt: open?.pricedAt ?? now,
    minutes: standing.charge.minutes,
    lines: explainCharge(standing.charge),
    paidFen: fen(facts.paidFen),
    owedFen,
    graceMinutes: facts.tariff.graceMinutes,
    ...(standing.owes === 'nothing' ? { why: standing.why } : {}),
    ...(open ? { holdsUntil: open.holdsUntil } : {}),
    ...(leaveBy === undefined ? {} : { leaveBy }),
  };
}

/** The receipt says from when to when, and how long that is. */
function onPaper(bill: Bill, { enteredAt, pricedAt, minutes }: Stay) {
  return { ...shownBill(bill), period: `${stayPeriodText(enteredAt, pricedAt)} ${spanZh(minutes)}` };
}
