import type { RefundView } from '../../screens.ts';
import type { Sample } from './sample.ts';

const refund: RefundView = {
  reference: '5HX2-0QWE',
  amountFen: 28_640,
  reason: 'paid-twice',
  route: 'original',
  progress: 'on-its-way',
  requestedAt: Date.UTC(2026, 10, 20, 3),
  approvedAt: Date.UTC(2026, 10, 21, 3),
  sentAt: Date.UTC(2026, 10, 21, 4),
  expectedBy: '2026-11-27',
};
const { sentAt: _sent, expectedBy: _by, approvedAt: _approved, ...asked } = refund;

/** How far refunds are. */
export const REFUND_SAMPLES: readonly Sample[] = [
  { name: 'refunds-asking', screen: { screen: 'refunds' } },
  { name: 'refund-on-its-way', screen: { screen: 'refunds', refunds: [refund] } },
  {
    name: 'refunds-two',
    screen: { screen: 'refunds', refunds: [{ ...asked, progress: 'requested', reason: 'other' }, refund] },
  },
  {
    name: 'refund-at-office',
    screen: {
      screen: 'refunds',
      refunds: [{ ...asked, route: 'cash', progress: 'at-office', reason: 'service-not-given' }],
    },
  },
  {
    name: 'refund-done',
    screen: { screen: 'refunds', refunds: [{ ...refund, progress: 'done', endedAt: Date.UTC(2026, 10, 24, 3) }] },
  },
  {
    name: 'refund-rejected',
    screen: {
      screen: 'refunds',
      refunds: [{ ...asked, progress: 'rejected', endedAt: Date.UTC(2026, 10, 24, 3) }],
    },
  },
  { name: 'refunds-problem', screen: { screen: 'refunds', problem: 'LT-5001' } },
];
