import type { FailureCode } from '@louting/common/failure-codes';
import type { CashIn } from '../../journal/cash-in.ts';
import type { OrphanNote } from '../../journal/cash-journal.ts';
import { coinType, noteType, type XfsNoteCounts } from '../../protocol/cash.ts';
import type { CompletionPayload, EventPayload } from '../../protocol/profile.ts';
import type { Completion } from '../xfs-service.ts';
import type { NoteNews } from './cash-in-session.ts';

type RefuseReason = EventPayload<'CashAcceptor.InputRefuseEvent'>['reason'];
export const REFUSE_REASONS: Readonly<Record<Extract<NoteNews, { news: 'refused' }>['reason'], RefuseReason>> = {
  invalidBill: 'invalidBill',
  counterfeit: 'counterfeit',
  inhibited: 'limitOverAmount',
  transport: 'commonInputComponentFailure',
};

/** CashInEnd and CashInRollback complete alike. */
export type Closed = Pick<Completion<'CashAcceptor.CashInEnd'>, 'completionCode' | 'failure'> & {
  readonly payload?: {
    readonly errorCode?: 'cashUnitError';
    readonly storage?: NonNullable<CompletionPayload<'CashAcceptor.CashInEnd'>['storage']>;
  };
};

type XfsCashInStatus = NonNullable<CompletionPayload<'CashAcceptor.GetCashInStatus'>['status']>;
export const STATUS_OF_PHASE: Readonly<Record<CashIn['phase'], XfsCashInStatus>> = {
  open: 'active',
  escrow: 'active',
  'stack-sent': 'active',
  stacked: 'ok',
  returned: 'rollback',
  ended: 'rollback',
  suspense: 'unknown',
};

export function notesOf({ denominationFen, coin }: Pick<CashIn, 'denominationFen' | 'coin'>): XfsNoteCounts {
  if (denominationFen === undefined) return {};
  return { [coin ? coinType(denominationFen) : noteType(denominationFen)]: { fit: 1 } };
}

export function toOrphan({
  orphanId,
  at,
  denominationFen,
}: OrphanNote): NonNullable<CompletionPayload<'CashAcceptor.GetOrphanNotes'>['orphans']>[number] {
  return {
    orphanID: orphanId,
    time: new Date(at).toISOString(),
    ...(denominationFen === undefined ? {} : { value: denominationFen / 100 }),
  };
}

function refusedBecause<Code extends string>(errorCode: Code, code: FailureCode) {
  return { completionCode: 'commandErrorCode' as const, payload: { errorCode }, failure: { code } };
}

export const noCashInActive = () => refusedBecause('noCashInActive', 'LT-3108');
export const cashInActive = () => refusedBecause('cashInActive', 'LT-3109');
/** Staff are at the box. */
export const exchangeActive = () => refusedBecause('exchangeActive', 'LT-3109');
