import type { Transaction } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { agreementOfRoom } from '../agreements/agreements.store.ts';
import { prepaidOfRoom } from '../ledger/ledger.store.ts';
import { bookPrepaymentUse } from '../prepayment/book-prepayment-use.ts';
import type { ParkingContext } from './parking-context.ts';
import type { Standing } from './parking-stays.ts';
import { charge, undoUnpaid } from './stay-charges.store.ts';
import { STAY_ITEM } from './stay-tariffs.store.ts';
import { chargesOf, type PricedStay, type StayRow } from './stay-facts.store.ts';

interface Owed {
  readonly facts: PricedStay;
  readonly standing: Extract<Standing, { owes: 'money' }>;
}

/**
 * Takes a stay from the prepayment of the household whose car it is, if they agreed that prepayment pays by itself and it
 * is enough for all of it: at the exit, in the transaction that opens the gate. The household gets a notice.
 * @returns whether it is paid
 */
export async function chargeHousehold(
  tx: Transaction<Database>,
  stay: StayRow,
  { facts, standing }: Owed,
  context: ParkingContext,
): Promise<boolean> {
  const roomId = stay.home_room_id;
  if (roomId === null || !(await agreementOfRoom(tx, roomId)).autoUsePrepayment) return false;
  const prepaidFen = await prepaidOfRoom(tx, roomId);
  if (prepaidFen < standing.owedFen) return false;
  await undoUnpaid(tx, stay.stay_id, context);
  // Somebody is paying it at a kiosk, or has looked at it a moment ago.
  const asked = await chargesOf(tx, stay.stay_id);
  if (asked.some(({ state }) => state === 'PUBLISHED' || state === 'PARTIALLY_PAID')) return false;
  const { billId, roomId: placeId } = await charge(tx, stay, facts, standing, context);
  const { clock, newId } = context;
  await bookPrepaymentUse(
    tx,
    {
      useId: newId(),
      roomId,
      communityId: stay.community_id,
      kind: 'auto',
      by: 'agreement',
      prepaidFen,
      parts: [{ billId, roomId: placeId, itemCode: STAY_ITEM, amountFen: standing.owedFen }],
    },
    { now: clock.now(), newId },
  );
  return true;
}
