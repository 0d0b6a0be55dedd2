import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FINAL_ORDER_STATES, PaymentOrderStateSchema } from '../../contract/kiosk-api.ts';
import { nextState, statesBefore, type OrderEvent } from './order-states.ts';

const events: OrderEvent[] = ['offered', 'paid', 'refused', 'closed', 'unclear', 'still-open'];

describe('payment order states', () => {
  it.each<[string, OrderEvent, string | undefined]>([
    ['CREATED', 'offered', 'PENDING'],
    ['PENDING', 'paid', 'SUCCEEDED'],
    ['PENDING', 'unclear', 'UNKNOWN'],
    ['UNKNOWN', 'paid', 'SUCCEEDED'],
    ['UNKNOWN', 'closed', 'CLOSED'],
    ['UNKNOWN', 'offered', undefined],
    ['CLOSED', 'paid', 'SUCCEEDED'],
    ['FAILED', 'paid', 'SUCCEEDED'],
    ['CLOSED', 'unclear', undefined],
    ['SUCCEEDED', 'closed', undefined],
  ])('%s, %s → %s', (state, event, expected) => {
    expect(nextState(PaymentOrderStateSchema.parse(state), event)).toBe(expected);
  });

  it('never leaves SUCCEEDED, and leaves FAILED and CLOSED only for money that came', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events)), (happened) => {
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

  it('money can come in any state but one', () => {
    expect(statesBefore('paid')).toEqual(['CREATED', 'PENDING', 'UNKNOWN', 'FAILED', 'CLOSED']);
  });
});
