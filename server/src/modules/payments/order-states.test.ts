import { newId } from '@louting/common/ids';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startPayments, create } from '../../app/testing/test-payments.ts';
import { FINAL_ORDER_STATES, type PaymentOrderState, PaymentOrderStateSchema } from '../../contract/kiosk-api.ts';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';
import { assertAllowed, nextState, ORDER_STATES, type OrderEvent, type OrderField } from './order-states.ts';
import { findOrder, insertOrder, type OrderRow } from './orders.store.ts';

const STATES = PaymentOrderStateSchema.options;
const EVENTS: OrderEvent[] = ['offered', 'paid', 'refused', 'closed', 'unclear', 'still-open'];

/** What each event makes of an order; `.`: it changes nothing any more. */
const TABLE: Record<PaymentOrderState, string[]> = {
  CREATED: ['PENDING', 'SUCCEEDED', 'FAILED', 'CLOSED', 'UNKNOWN', 'CREATED'],
  PENDING: ['.', 'SUCCEEDED', 'FAILED', 'CLOSED', 'UNKNOWN', 'PENDING'],
  SUCCEEDED: ['.', '.', '.', '.', '.', '.'],
  FAILED: ['.', 'SUCCEEDED', '.', '.', '.', '.'],
  CLOSED: ['.', 'SUCCEEDED', '.', '.', '.', '.'],
  UNKNOWN: ['.', 'SUCCEEDED', 'FAILED', 'CLOSED', 'UNKNOWN', 'PENDING'],
};

describe('payment order states', () => {
  it.each(STATES)('%s: what each event makes of it', (state) => {
    expect(EVENTS.map((event) => nextState(state, event) ?? '.')).toEqual(TABLE[state]);
  });

  it('never leaves SUCCEEDED, and leaves FAILED and CLOSED only for money that came', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...EVENTS)), (happened) => {
        let state = PaymentOrderStateSchema.parse('CREATED');
        for (const event of happened) {
          const next = nextState(state, event);
          if (next !== undefined && FINAL_ORDER_STATES.has(state)) expect([event, next]).toEqual(['paid', 'SUCCEEDED']);
          if (state === 'SUCCEEDED') expect(next).toBeUndefined();
          state = next ?? state;
        }
      }),
    );
  });
});

const CHANGED: Record<Exclude<OrderField, 'state'>, string | number> = {
  order_id: newId(),
  kiosk_id: newId(),
  session_id: newId(),
  community_id: newId(),
  room_id: newId(),
  payer_masked: '李*',
  room_label: '9栋',
  method: 'cash',
  channel: 'alipay',
  bills: '[]',
  amount_fen: 1,
  reference: 'AAAA-AAAA',
  qr_content: 'other',
  expires_at: 1,
  created_at: 1,
  charged_at: 1,
  payer_code_hash: 'other',
  close_requested_at: 1,
  failure_code: 'LT-2101',
  failure_detail: 'other',
  channel_transaction_id: 'other',
  paid_at: 1,
  resolve_at: 1,
  resolve_attempts: 99,
  claimed_until: 1,
  manual_by: 1,
  purpose: 'prepayment',
  taken_offline_at: 1,
};
const FIELDS = Object.keys(CHANGED) as (keyof typeof CHANGED)[];
/** Younger than the rules in the books: the program alone guards them. */
const YOUNGER: readonly string[] = ['purpose'];

describeOnEachDatabase('a payment order in the books', (openBooks) => {
  /** An order in each state, fresh for each call. */
  async function orders() {
    const { server, home, k1 } = await startPayments(await openBooks());
    const { orderId } = await create(k1, home, 'payer-code');
    const made = await findOrder(server.storage.db, orderId);
    if (!made) throw new Error('no order');
    const inState = async (state: PaymentOrderState, fields: Partial<OrderRow> = {}): Promise<OrderRow> => {
      const paid = state === 'SUCCEEDED' ? { paid_at: 5, channel_transaction_id: newId() } : {};
      const order = { ...made, order_id: newId(), state, resolve_at: null, ...paid, ...fields };
      await server.storage.transact((tx) => insertOrder(tx, order));
      return order;
    };
    const write = async (order: OrderRow, changes: object) => {
      try {
        await server.storage.transact((tx) =>
          tx.updateTable('payment_order').set(changes).where('order_id', '=', order.order_id).execute(),
        );
        return 'allowed';
      } catch {
        return 'refused';
      }
    };
    return { inState, write };
  }

  function judged(order: OrderRow, changes: object): string {
    try {
      assertAllowed(order, changes);
      return 'allowed';
    } catch {
      return 'refused';
    }
  }

  it('changes its state as the table says and in no other way, by the program and by the database', async () => {
    const { inState, write } = await orders();
    for (const from of STATES) {
      for (const to of STATES) {
        const order = await inState(from);
        const changes = { state: to, ...(to === 'SUCCEEDED' && from !== to ? { paid_at: 7 } : {}) };
        const follows = from === to || Object.values(ORDER_STATES[from].next).includes(to);
        const seen = `${from} → ${to}: ${await write(order, changes)}`;
        expect(seen).toBe(`${from} → ${to}: ${follows ? 'allowed' : 'refused'}`);
        expect(judged(order, changes)).toBe(follows ? 'allowed' : 'refused');
      }
    }
  });

  it('keeps every column frozen that its state does not open, by the program and by the database', async () => {
    const { inState, write } = await orders();
    for (const state of STATES) {
      const order = await inState(state);
      for (const field of FIELDS) {
        const changes = { [field]: CHANGED[field] };
        const isMoney = field === 'channel_transaction_id' || field === 'paid_at';
        const stays = Object.values(ORDER_STATES[state].next).includes(state);
        const isOpen = ORDER_STATES[state].open.includes(field) && (stays || field === 'taken_offline_at');
        const expected = isOpen && !isMoney ? 'allowed' : 'refused';
        expect([state, field, judged(order, changes)]).toEqual([state, field, expected]);
        if (YOUNGER.includes(field)) continue;
        const written = await write(await inState(state), changes);
        expect([state, field, written]).toEqual([state, field, expected]);
      }
    }
  });

  it('takes its money with the move to SUCCEEDED, and nothing else with it', async () => {
    const { inState, write } = await orders();
    for (const state of STATES.filter((one) => one !== 'SUCCEEDED')) {
      for (const field of FIELDS) {
        const changes = { state: 'SUCCEEDED', paid_at: 7, channel_transaction_id: newId(), [field]: CHANGED[field] };
        const order = await inState(state);
        const expected = ORDER_STATES[state].open.includes(field) ? 'allowed' : 'refused';
        expect([state, field, judged(order, changes)]).toEqual([state, field, expected]);
        if (YOUNGER.includes(field)) continue;
        // A transaction is unique in its channel: this one is of no channel.
        expect([state, field, await write(order, changes)]).toEqual([state, field, expected]);
      }
      expect(judged(await inState(state), { state: 'SUCCEEDED' })).toBe('refused');
      expect(await write(await inState(state), { state: 'SUCCEEDED' })).toBe('refused');
    }
  });

  it('keeps what is set once', async () => {
    const { inState, write } = await orders();
    const set = { channel: 'wechat-pay', qr_content: 'q', charged_at: 5, payer_code_hash: 'h', close_requested_at: 5 };
    for (const field of ['channel', 'qr_content', 'charged_at', 'payer_code_hash', 'close_requested_at'] as const) {
      const order = await inState('CREATED', set as Partial<OrderRow>);
      expect([field, judged(order, { [field]: CHANGED[field] })]).toEqual([field, 'refused']);
      expect([field, await write(order, { [field]: CHANGED[field] })]).toEqual([field, 'refused']);
    }
  });

  it('is never deleted', async () => {
    const { server, home, k1 } = await startPayments(await openBooks());
    const { orderId } = await create(k1, home, 'cash');
    const gone = server.storage.transact((tx) =>
      tx.deleteFrom('payment_order').where('order_id', '=', orderId).execute(),
    );
    await expect(gone).rejects.toThrow('never deleted');
  });
});
