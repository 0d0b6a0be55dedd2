import type { Transaction } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { agreementOfRoom } from '../agreements/agreements.store.ts';
import { type OrderRow, raiseException } from './orders.store.ts';
import type { PaymentsContext } from './payments-context.ts';

/**
 * Money for bills that somebody else paid meanwhile: a lock ran out, or money came late. It is on the books as
 * prepayment of the room already. What came over a channel goes back the way it came, unless the owners of the room chose
 * to keep it; a machine cannot give cash back, so cash stays. Staff see each case with where the money is (LT-2002).
 * @param amountFen what the bills did not take
 */
export async function dealWithDuplicate(
  tx: Transaction<Database>,
  context: PaymentsContext,
  order: OrderRow,
  amountFen: number,
): Promise<void> {
  const stays = order.method === 'cash' ? 'cash' : await keptByAgreement(tx, order);
  await raiseException(tx, {
    exceptionId: context.newId(),
    orderId: order.order_id,
    kioskId: order.kiosk_id,
    code: 'LT-2002',
    detail: WORDS[stays],
    amountFen,
    at: context.clock.now(),
  });
}

type WhereItIs = 'cash' | 'agreed' | 'refund';

const WORDS: Readonly<Record<WhereItIs, string>> = {
  cash: 'bills were paid elsewhere meanwhile; cash is kept as prepayment',
  agreed: 'bills were paid elsewhere meanwhile; kept as prepayment, as the owners chose',
  refund: 'bills were paid elsewhere meanwhile; to be refunded the way it came, prepayment until then',
};

async function keptByAgreement(tx: Transaction<Database>, order: OrderRow): Promise<WhereItIs> {
  const { duplicatePayment } = await agreementOfRoom(tx, order.room_id);
  return duplicatePayment === 'prepayment' ? 'agreed' : 'refund';
}
