import { businessDate, type Clock } from '@louting/common/clock';
import type { Fen } from '@louting/common/money';
import type { NewId } from '@louting/common/ids';
import { ok, type Result, unwrap } from '@louting/common/result';
import type { Transaction } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { addBillByHand } from '../billing/manual-bill.store.ts';
import { reverseBill } from '../billing/reversal.store.ts';
import { isBeingPaid } from '../offers/unpaid-takes.ts';
import { billLines, type Standing, standingOf } from './parking-stays.ts';
import { chargesOf, factsOf, type PricedStay, type StayRow } from './stay-facts.store.ts';
import { STAY_ITEM } from './stay-tariffs.store.ts';

/** How long a sum holds for whoever looks at it. */
export const HOLDS_MS = 5 * 60_000;
export const STAY_LABEL = '临时停车';

interface Dependencies {
  readonly clock: Clock;
  readonly newId: NewId;
}

export interface Quote {
  readonly facts: PricedStay;
  readonly standing: Standing;
  /** Absent when nothing is owed. */
  readonly open?: OpenCharge;
}

export interface OpenCharge {
  readonly billId: string;
  readonly roomId: string;
  readonly pricedAt: number;
  readonly holdsUntil: number;
}

/**
 * What is asked for a stay now. A sum that was asked for a short while ago, is being paid or has money on it stands; any
 * other that was not paid is undone, and asked for anew as of this moment.
 * @returns LT-2864, LT-2865
 */
export async function quoteStay(
  tx: Transaction<Database>,
  stay: StayRow,
  dependencies: Dependencies,
): Promise<Result<Quote>> {
  const now = dependencies.clock.now();
  const facts = await factsOf(tx, stay);
  if (!facts.ok) return facts;
  const standing = await openCharge(tx, stay.stay_id);
  if (standing && !(await mayUndo(tx, standing, now))) {
    return ok({ facts: facts.value, standing: standingOf(facts.value, standing.pricedAt), open: standing });
  }
  if (standing) await undo(tx, standing, dependencies);
  const fresh = standingOf(facts.value, now);
  if (fresh.owes === 'nothing') return ok({ facts: facts.value, standing: fresh });
  const open = await charge(tx, stay, facts.value, fresh, dependencies);
  return ok({ facts: facts.value, standing: fresh, open });
}

type AskedCharge = OpenCharge & { readonly chargeId: string; readonly paidFen: number };

async function openCharge(tx: Transaction<Database>, stayId: string): Promise<AskedCharge | undefined> {
  const row = (await chargesOf(tx, stayId)).find(({ state }) => state === 'PUBLISHED' || state === 'PARTIALLY_PAID');
  return (
    row && {
      chargeId: row.charge_id,
      billId: row.bill_id,
      roomId: row.room_id,
      pricedAt: row.priced_at,
      holdsUntil: row.holds_until,
      paidFen: row.paid_fen,
    }
  );
}

async function mayUndo(tx: Transaction<Database>, open: AskedCharge, now: number): Promise<boolean> {
  return open.paidFen === 0 && now >= open.holdsUntil && !(await isBeingPaid(tx, open.billId, now));
}

async function undo(tx: Transaction<Database>, open: AskedCharge, dependencies: Dependencies): Promise<void> {
  unwrap(await reverseBill(tx, { billId: open.billId, reason: '停车费未支付，撤销' }, dependencies));
  await settle(tx, open.chargeId, dependencies.clock.now());
}

/** Asked for and not paid: nobody owes it once it holds no more. @returns whether it is settled */
export async function undoUnpaid(
  tx: Transaction<Database>,
  stayId: string,
  dependencies: Dependencies,
): Promise<boolean> {
  const open = await openCharge(tx, stayId);
  if (!open || !(await mayUndo(tx, open, dependencies.clock.now()))) return false;
  await undo(tx, open, dependencies);
  return true;
}

export async function settle(tx: Transaction<Database>, chargeId: string, at: number): Promise<void> {
  await tx.updateTable('parking_stay_charge').set({ settled_at: at }).where('charge_id', '=', chargeId).execute();
}

/** A bill on a place of its own: neither its period nor its money can be taken for another stay's. */
export async function charge(
  tx: Transaction<Database>,
  stay: StayRow,
  { tariff, enteredAt, paidFen }: PricedStay,
  { owedFen, charge: why }: { readonly owedFen: Fen; readonly charge: Extract<Standing, { owes: 'money' }>['charge'] },
  dependencies: Dependencies,
): Promise<OpenCharge> {
  const now = dependencies.clock.now();
  const [chargeId, roomId] = [dependencies.newId(), dependencies.newId()];
  const today = businessDate(now);
  await tx
    .insertInto('room')
    .values({
      room_id: roomId,
      community_id: stay.community_id,
      building_id: null,
      unit_id: null,
      code: `stay-${roomId}`,
      label: STAY_LABEL,
      kind: 'stay',
      billable_area: null,
      handover_date: null,
    })
    .execute();
  const billed = await addBillByHand(
    tx,
    {
      roomId,
      itemCode: STAY_ITEM,
      period: { from: businessDate(enteredAt), to: today },
      dueDate: today,
      lines: billLines(why, paidFen, owedFen),
      taxRate: tariff.taxRate,
      reason: `临时停车 ${stay.plate_masked}`,
    },
    dependencies,
  );
  const open = { billId: unwrap(billed), roomId, pricedAt: now, holdsUntil: now + HOLDS_MS };
  await tx
    .insertInto('parking_stay_charge')
    .values({
      charge_id: chargeId,
      stay_id: stay.stay_id,
      room_id: roomId,
      bill_id: open.billId,
      priced_at: now,
      holds_until: open.holdsUntil,
      settled_at: null,
    })
    .execute();
  return open;
}
