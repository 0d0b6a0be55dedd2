import { businessDate } from '@louting/common/clock';
import type { RefundView } from '../../../screens.ts';

export const SAID = {
  requested: 'refunds.requested',
  approved: 'refunds.approved',
  'on-its-way': 'refunds.onItsWay',
  'at-office': 'refunds.atOffice',
  done: 'refunds.done',
  rejected: 'refunds.rejected',
  returned: 'refunds.returned',
} as const satisfies Record<RefundView['progress'], string>;

export const REASON = {
  'paid-twice': 'refunds.paidTwice',
  'wrong-bill': 'refunds.wrongBill',
  'wrong-amount': 'refunds.wrongAmount',
  'moved-out': 'refunds.movedOut',
  'service-not-given': 'refunds.serviceNotGiven',
  other: 'refunds.other',
} as const satisfies Record<RefundView['reason'], string>;

type StepWords =
  | 'refunds.stepAsked'
  | 'refunds.stepAgreed'
  | 'refunds.stepSent'
  | 'refunds.stepArrived'
  | 'refunds.stepOffice'
  | 'refunds.stepPaid'
  | 'refunds.stepRejected'
  | 'refunds.stepReturned';

interface RefundStep {
  readonly words: StepWords;
  /** Business dates: when it happened, or by when it will have. */
  readonly at?: string;
  readonly by?: string;
  readonly state: 'done' | 'now' | 'ahead' | 'stopped';
}

/** The way of the money, as far as it has gone and as far as it has to go. */
export function stepsOf(refund: RefundView): readonly RefundStep[] {
  const { progress, approvedAt, sentAt, endedAt, expectedBy } = refund;
  const day = (at: number | undefined) => (at === undefined ? {} : { at: businessDate(at) });
  const asked: RefundStep = { words: 'refunds.stepAsked', ...day(refund.requestedAt), state: 'done' };
  if (progress === 'rejected') {
    return [asked, { words: 'refunds.stepRejected', ...day(endedAt), state: 'stopped' }];
  }
  const isAgreed = progress !== 'requested';
  const agreed: RefundStep = { words: 'refunds.stepAgreed', ...day(approvedAt), state: isAgreed ? 'done' : 'now' };
  if (progress === 'returned') {
    return [asked, agreed, { words: 'refunds.stepReturned', ...day(endedAt), state: 'stopped' }];
  }
  if (progress === 'at-office' || refund.route !== 'original') {
    const paid = progress === 'done';
    return [
      asked,
      agreed,
      { words: 'refunds.stepOffice', state: paid ? 'done' : isAgreed ? 'now' : 'ahead' },
      { words: 'refunds.stepPaid', ...day(paid ? endedAt : undefined), state: paid ? 'done' : 'ahead' },
    ];
  }
  const isSent = progress === 'on-its-way' || progress === 'done';
  return [
    asked,
    agreed,
    { words: 'refunds.stepSent', ...day(sentAt), state: isSent ? 'done' : isAgreed ? 'now' : 'ahead' },
    {
      words: 'refunds.stepArrived',
      ...(expectedBy === undefined ? {} : { by: expectedBy }),
      state: progress === 'done' ? 'done' : isSent ? 'now' : 'ahead',
    },
  ];
}
