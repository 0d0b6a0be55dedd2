import { businessDate, type Clock } from '@louting/common/clock';
import type { NewId } from '@louting/common/ids';
import { fen, formatYuan } from '@louting/common/money';
import { failed, ok, type Result } from '@louting/common/result';
import type { Transaction } from 'kysely';
import type { Bill } from '../../contract/session-api.ts';
import type { Database } from '../../storage/database.ts';
import { openBillsOfRooms } from '../billing/billing.store.ts';
import { addBillByHand } from '../billing/manual-bill.store.ts';
import type { Period } from '../billing/periods.ts';
import { shownBill } from '../sessions/sessions.ts';
import type { SessionOfKiosk } from '../sessions/sessions.store.ts';
import { renewal } from './offers.ts';
import { offersOfRoom, type TakeableOffer } from './offers.store.ts';
import { isBeingPaid, undoTake } from './unpaid-takes.ts';

export interface OfferChoice {
  readonly sessionId: string;
  readonly takeId: string;
  readonly offerKey: string;
  readonly months: number | undefined;
}

interface Dependencies {
  readonly clock: Clock;
  readonly newId: NewId;
}

/**
 * Makes the bill of what an owner chose, and shows it in their session, so that it is paid like any other. The same
 * choice again is the same bill; another choice of the same offer takes its place while nothing is paid.
 * @returns LT-2851 not offered to this home, LT-2852 months do not fit, LT-2853 billed already, LT-2003 being paid
 */
export async function takeOffer(
  tx: Transaction<Database>,
  session: SessionOfKiosk,
  choice: OfferChoice,
  dependencies: Dependencies,
): Promise<Result<Bill>> {
  const today = businessDate(dependencies.clock.now());
  const known = await takeById(tx, choice.takeId);
  if (known)
    return known.room_id === session.roomId ? showBill(tx, session, choice, known.bill_id, today) : failed('LT-2852');
  const offer = (await offersOfRoom(tx, session, today)).find(({ key }) => key === choice.offerKey);
  if (!offer) return failed('LT-2851');
  const wanted = periodOf(offer, choice.months, today);
  if (!wanted.ok) return wanted;

  for (const open of await openTakes(tx, session.roomId, offer.key)) {
    if (open.to_date === wanted.value.toDate) return showBill(tx, session, choice, open.bill_id, today);
    if (await isBeingPaid(tx, open.bill_id, dependencies.clock.now())) return failed('LT-2003');
    const undone = await undoTake(tx, open, dependencies);
    if (!undone.ok) return failed('LT-2853');
  }
  const made = await makeBill(tx, session, offer, { months: choice.months ?? 1, ...wanted.value, today }, dependencies);
  if (!made.ok) return made;
  await tx
    .insertInto('offer_taken')
    .values({
      take_id: choice.takeId,
      offer_key: offer.key,
      kind: offer.kind,
      room_id: session.roomId,
      lease_id: offer.lease?.leaseId ?? null,
      bill_id: made.value,
      to_date: wanted.value.toDate,
      taken_at: dependencies.clock.now(),
      done_at: null,
    })
    .execute();
  return showBill(tx, session, choice, made.value, today);
}

function periodOf(
  offer: TakeableOffer,
  months: number | undefined,
  today: string,
): Result<{ readonly period: Period; readonly toDate: string | null }> {
  if (!offer.lease) {
    return months === undefined ? ok({ period: { from: today, to: today }, toDate: null }) : failed('LT-2852');
  }
  if (months === undefined || !offer.lease.months.includes(months)) return failed('LT-2852');
  const period = renewal(offer.lease.paidUntil, months);
  return ok({ period, toDate: period.to });
}

async function makeBill(
  tx: Transaction<Database>,
  session: SessionOfKiosk,
  offer: TakeableOffer,
  { months, period, today }: { readonly months: number; readonly period: Period; readonly today: string },
  dependencies: Dependencies,
): Promise<Result<string>> {
  const amountFen = fen(offer.priceFen * months);
  const price = formatYuan(fen(offer.priceFen));
  const explanation = offer.lease
    ? {
        'zh-CN': `${offer.lease.space} 号车位 ${price} 元 × ${months} 月`,
        en: `Space ${offer.lease.space}: ¥${price} × ${months} mo`,
      }
    : offer.name;
  const made = await addBillByHand(
    tx,
    {
      roomId: session.roomId,
      itemCode: offer.itemCode,
      period,
      dueDate: today > period.from ? today : period.from,
      lines: [{ explanation, amountFen }],
      taxRate: await taxRateOf(tx, session.communityId, offer, period.from),
      reason: '业主在自助机上选择',
      leaseId: offer.lease?.leaseId,
    },
    dependencies,
  );
  if (made.ok || made.error.code !== 'LT-7007') return made;
  return failed('LT-2853');
}

/** As the tariff says on the first day of what is sold; what no tariff charges is sold without tax of its own. */
async function taxRateOf(
  tx: Transaction<Database>,
  communityId: string,
  { itemCode, lease }: TakeableOffer,
  day: string,
): Promise<number> {
  const tariffId = lease?.tariffId ?? null;
  const row = await tx
    .selectFrom('tariff_version')
    .innerJoin('tariff', 'tariff.tariff_id', 'tariff_version.tariff_id')
    .select('tariff_version.tax_rate')
    .where('tariff.community_id', '=', communityId)
    .where('tariff.item_code', '=', itemCode)
    .where('tariff_version.from_date', '<=', day)
    .$if(tariffId !== null, (query) => query.where('tariff.tariff_id', '=', tariffId))
    .orderBy('tariff_version.from_date', 'desc')
    .executeTakeFirst();
  return row?.tax_rate ?? 0;
}

/** Only bills that a session shows can be paid in it. @returns LT-2853 when nothing is to be paid of it any more */
async function showBill(
  tx: Transaction<Database>,
  session: SessionOfKiosk,
  { sessionId }: OfferChoice,
  billId: string,
  today: string,
): Promise<Result<Bill>> {
  const found = (await openBillsOfRooms(tx, [session.roomId], today)).find((bill) => bill.billId === billId);
  if (!found) return failed('LT-2853');
  const { roomId: _hidden, ...bill } = found;
  const bills = [...session.bills.filter((one) => one.billId !== billId), shownBill(bill)];
  await tx
    .updateTable('kiosk_session')
    .set({ bills: JSON.stringify(bills) })
    .where('session_id', '=', sessionId)
    .execute();
  return ok(bill);
}

function takeById(tx: Transaction<Database>, takeId: string) {
  return tx.selectFrom('offer_taken').selectAll().where('take_id', '=', takeId).executeTakeFirst();
}

function openTakes(tx: Transaction<Database>, roomId: string, offerKey: string) {
  return tx
    .selectFrom('offer_taken')
    .innerJoin('bill', 'bill.bill_id', 'offer_taken.bill_id')
    .selectAll('offer_taken')
    .where('offer_taken.room_id', '=', roomId)
    .where('offer_taken.offer_key', '=', offerKey)
    .where('offer_taken.done_at', 'is', null)
    .where('bill.state', 'in', ['PUBLISHED', 'PARTIALLY_PAID'])
    .execute();
}
