import { describe, expect, it } from 'vitest';
import { RefundStateSchema } from '../../contract/refunds-api.ts';
import { nextRefundState, type RefundEvent } from './refund-states.ts';

const EVENTS: readonly RefundEvent[] = [
  'approved-in-part',
  'approved',
  'rejected',
  'sent',
  'in-hand',
  'unclear',
  'succeeded',
  'failed',
  'rerouted',
  'paid-out',
];

describe('refund states', () => {
  it.each<[string, readonly RefundEvent[], string]>([
    ['two approvals, answered at once', ['approved-in-part', 'approved', 'sent', 'succeeded'], 'SUCCEEDED'],
    ['answered late', ['approved', 'sent', 'unclear', 'in-hand', 'succeeded'], 'SUCCEEDED'],
    [
      'refused by the channel, handed over in cash',
      ['approved', 'sent', 'failed', 'rerouted', 'paid-out'],
      'SUCCEEDED',
    ],
    ['asked again after a failure', ['approved', 'sent', 'failed', 'sent', 'succeeded'], 'SUCCEEDED'],
    ['done by the channel after all', ['approved', 'sent', 'failed', 'rerouted', 'succeeded'], 'SUCCEEDED'],
    ['cash', ['approved', 'paid-out'], 'SUCCEEDED'],
    ['rejected by the second', ['approved-in-part', 'rejected'], 'REJECTED'],
  ])('%s', (_, events, end) => {
    let state: Parameters<typeof nextRefundState>[0] = 'REQUESTED';
    for (const event of events) {
      const next = nextRefundState(state, event);
      expect([event, next]).not.toEqual([event, undefined]);
      state = next ?? state;
    }
    expect(state).toBe(end);
  });

  it('nothing moves a refund that has ended, and no money leaves before it is approved', () => {
    for (const event of EVENTS) {
      expect(nextRefundState('SUCCEEDED', event)).toBeUndefined();
      expect(nextRefundState('REJECTED', event)).toBeUndefined();
    }
    for (const state of ['REQUESTED', 'APPROVING'] as const) {
      for (const event of ['sent', 'succeeded', 'paid-out', 'rerouted'] as const) {
        expect(nextRefundState(state, event)).toBeUndefined();
      }
    }
  });

  it('silence is neither success nor failure', () => {
    for (const state of RefundStateSchema.options) {
      expect(['UNKNOWN', undefined]).toContain(nextRefundState(state, 'unclear'));
    }
  });
});
