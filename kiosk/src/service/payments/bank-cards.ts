import { failed, ok, type Result } from '@louting/common/result';
import { FINAL_ORDER_STATES, type PaymentOrder } from '@louting/server/contract/kiosk-api';
import type { IntentClosing } from '../journal/intents.ts';
import { isUncertain, type FlowEffects, type Resolution } from '../../flows/effects.ts';
import type { CardSaleOutcome } from '../devices/card-terminal-port.ts';
import { concludeOrder, closeOnce } from './orders.ts';
import { record, type PaymentWorld } from './payment-world.ts';

type Settled = Exclude<Resolution, { resolved: 'never-existed' }>;

/** An order paid at the bank-card terminal: one sale, journaled before it is sent, told to the server until it is booked. */
export function bankCardEffects(world: PaymentWorld): Pick<FlowEffects, 'sellByCard' | 'stopCardSale'> {
  let stop = new AbortController();
  return {
    sellByCard: async ({ orderId, amountFen }) => {
      stop = new AbortController();
      const saleId = world.newId();
      const written = record(world, {
        open: [{ id: saleId, kind: 'card-sale', subject: orderId, payload: { amountFen } }],
      });
      if (!written.ok) return written;
      const sold = await world.devices.cardTerminal.sell(saleId, amountFen, stop.signal);
      // Whatever the failure is, a sale may have been sent: its status tells.
      if (!sold.ok) {
        await world.server.reportBankCard(orderId, { outcome: 'unknown' });
        return failed('LT-2103', sold.error.code);
      }
      const told = await tellSale(world, orderId, saleId, sold.value);
      if (told === undefined) return failed('LT-2103');
      return told.resolved === 'order' ? ok(told.order) : failed(told.code);
    },
    stopCardSale: () => stop.abort(),
  };
}

/** What the terminal says of the sale now, told to the server. Undefined: nobody knows yet, or the server does not answer. */
export async function askSale(world: PaymentWorld, orderId: string, saleId: string): Promise<Settled | undefined> {
  const asked = await world.devices.cardTerminal.statusOf(saleId);
  if (asked.ok) return tellSale(world, orderId, saleId, asked.value);
  if (asked.error.code === 'LT-2103') await world.server.reportBankCard(orderId, { outcome: 'unknown' });
  return undefined;
}

async function tellSale(
  world: PaymentWorld,
  orderId: string,
  saleId: string,
  sale: CardSaleOutcome,
): Promise<Settled | undefined> {
  const close = [{ id: saleId, kind: 'card-sale', outcome: { sale: sale.outcome } } as const];
  const told = await tell(world, orderId, sale, close);
  if (told?.ok) {
    if (!FINAL_ORDER_STATES.has(told.value.state)) return undefined;
    concludeOrder(world, told.value, close);
    return { resolved: 'order', order: told.value };
  }
  if (told === undefined || isUncertain(told.error)) return undefined;
  // The server is sure that it books nothing: then the card must not have paid.
  if (sale.outcome === 'approved' && !(await world.devices.cardTerminal.reverse(saleId)).ok) return undefined;
  const code = sale.outcome === 'approved' ? 'LT-3508' : told.error.code;
  record(world, {
    close: [
      { id: saleId, kind: 'card-sale', outcome: { sale: sale.outcome === 'approved' ? 'reversed' : sale.outcome } },
      { id: orderId, kind: 'order', outcome: { order: 'REFUSED', code } },
    ],
  });
  return { resolved: 'refused', code };
}

/** Undefined: the order did not come to an end. */
function tell(
  world: PaymentWorld,
  orderId: string,
  sale: CardSaleOutcome,
  close: readonly IntentClosing[],
): Promise<Result<PaymentOrder> | undefined> {
  if (sale.outcome === 'approved') return world.server.reportBankCard(orderId, sale);
  if (sale.outcome === 'declined') return world.server.reportBankCard(orderId, sale);
  return closeOnce(world, orderId, close);
}
