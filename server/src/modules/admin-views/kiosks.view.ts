import { businessDate } from '@louting/common/clock';
import { fen } from '@louting/common/money';
import type { KioskRow } from '../../contract/admin-api.ts';
import { ACCOUNTS } from '../ledger/ledger.ts';
import { byUrgency, kioskCondition } from './kiosk-state.ts';
import type { ScopedBooks } from './scope.ts';
import { startOfBusinessDay } from './search.ts';

/** Kiosks with what they last reported, red first. */
export async function listKiosks(books: ScopedBooks, now: number): Promise<KioskRow[]> {
  const kiosks = await books
    .kiosks()
    .select(['kiosk_id', 'number', 'location', 'status', 'created_at', 'last_seen_at'])
    .select(['heartbeat', 'heartbeat_changed_at', 'name_zh', 'name_en'])
    .execute();
  const calls = await books
    .tickets()
    .select(['ticket.ticket_id', 'ticket.kiosk_id', 'ticket.screen', 'ticket.received_at'])
    .where('ticket.kind', '=', 'help-call')
    .where('ticket.state', '=', 'open')
    .orderBy('ticket.received_at')
    .execute();
  const cash = await books
    .balances()
    // The cash box of a kiosk belongs to no room; the key of the balances begins with the room.
    .where('room_id', '=', '')
    .where('account_code', '=', ACCOUNTS.cashInKiosk)
    .groupBy('kiosk_id')
    .select(['kiosk_id', (eb) => eb.fn.sum<number>(eb('debit_fen', '-', eb.ref('credit_fen'))).as('held_fen')])
    .execute();
  const bags = await books.bagsToCount();
  const midnight = startOfBusinessDay(businessDate(now));
  const today = await books
    .bookings()
    .where('payment.paid_at', '>=', midnight)
    // Nothing is booked before it is paid.
    .where('payment.booked_at', '>=', midnight)
    .groupBy('payment_order.kiosk_id')
    .select((eb) => [
      'payment_order.kiosk_id',
      eb.fn.sum<number>('payment.received_fen').as('received_fen'),
      eb.fn.count<number>('payment.order_id').as('payments'),
    ])
    .execute();

  const cashOf = new Map(cash.map((row) => [row.kiosk_id, row.held_fen]));
  // A bag stays on the account of its kiosk until it is counted, but is not in the box any more.
  for (const bag of bags) cashOf.set(bag.kioskId, (cashOf.get(bag.kioskId) ?? 0) - bag.bookedFen);
  const todayOf = new Map(today.map((row) => [row.kiosk_id, row]));
  const callsOf = Map.groupBy(calls, (call) => call.kiosk_id);

  return kiosks
    .map((kiosk): KioskRow => {
      const { state, since, heartbeat } = kioskCondition(kiosk, now);
      return {
        kioskId: kiosk.kiosk_id,
        kioskNumber: kiosk.number,
        communityName: { 'zh-CN': kiosk.name_zh, en: kiosk.name_en },
        location: kiosk.location,
        state,
        since,
        ...(kiosk.last_seen_at !== null && { lastSeenAt: kiosk.last_seen_at }),
        ...(heartbeat && {
          version: heartbeat.version,
          screen: heartbeat.screen,
          idle: heartbeat.idle,
          openIntents: heartbeat.openIntents,
        }),
        devices: heartbeat?.devices ?? [],
        helpCalls: (callsOf.get(kiosk.kiosk_id) ?? []).map((call) => ({
          ticketId: call.ticket_id,
          at: call.received_at,
          screen: call.screen ?? '',
        })),
        cashBoxFen: fen(cashOf.get(kiosk.kiosk_id) ?? 0),
        receivedTodayFen: fen(todayOf.get(kiosk.kiosk_id)?.received_fen ?? 0),
        paymentsToday: todayOf.get(kiosk.kiosk_id)?.payments ?? 0,
      };
    })
    .sort(byUrgency);
}
