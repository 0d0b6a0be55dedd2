import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '@louting/common/clock';
import type { FailPoints } from '@louting/common/fail-points';
import { fen, type Fen } from '@louting/common/money';
import { failed, ok, type Result } from '@louting/common/result';
import { holdsCoin, noteIn } from '@louting/device-bridge/protocol/cash';
import type { CompletionPayload, EventPayload } from '@louting/device-bridge/protocol/profile';
import type { ServiceLink } from './bridge-link.ts';
import type { CashAcceptorPort, CashInStatus, OrphanNote } from './device-ports.ts';
import { keepReport } from './device-report.ts';

/** How long `statusOf` goes on asking while bridge or device cannot tell yet. */
const STATUS_WAIT_MS = 20_000;
const STATUS_RETRY_MS = 250;

type Refusal = { readonly code: 'LT-3102' | 'LT-3106' };

/**
 * One note is one XFS transaction. No command that moves a note is ever sent twice: after a lost connection the bridge
 * is asked what became of it.
 */
export function createCashAcceptorPort(
  link: ServiceLink,
  clock: Clock,
  failPoints: FailPoints,
  statusWaitMs = STATUS_WAIT_MS,
): CashAcceptorPort {
  const refusals = new Set<(refusal: Refusal) => void>();

  const start = async (noteId: string, limitFen: Fen): Promise<Result<unknown>> => {
    const named = await link.command('Common.SetTransactionState', { state: 'active', transactionID: noteId });
    if (!named.ok) return named;
    const limit = { amountLimit: [{ currency: 'CNY', value: limitFen / 100 }], totalItemsLimit: 1 };
    failPoints.hit('xfs.cash-in-start.before');
    let started = await link.command('CashAcceptor.CashInStart', limit);
    if (!started.ok && started.error.errorCode === 'cashInActive') {
      // Left open by a kiosk that stopped in between; whatever lies in escrow belongs to nobody's payment.
      await link.command('CashAcceptor.CashInRollback', {});
      started = await link.command('CashAcceptor.CashInStart', limit);
    }
    failPoints.hit('xfs.cash-in-start.after');
    return started;
  };

  const rollback = async (): Promise<Result<unknown>> => {
    failPoints.hit('xfs.cash-in-rollback.before');
    const rolledBack = await link.command('CashAcceptor.CashInRollback', {});
    failPoints.hit('xfs.cash-in-rollback.after');
    return rolledBack;
  };

  const onRefuse = (payload: Record<string, unknown>): void => {
    const { reason } = payload as EventPayload<'CashAcceptor.InputRefuseEvent'>;
    const code = reason === 'counterfeit' ? 'LT-3106' : 'LT-3102';
    for (const listener of refusals) listener({ code });
  };

  return {
    ...keepReport('cash-acceptor', 'LT-3101', link),

    takeNote: async (noteId, limitFen, signal) => {
      if (signal.aborted) return failed('LT-3904');
      const started = await start(noteId, limitFen);
      if (!started.ok) return failed(started.error.code, started.error.detail);
      const taken = await link.command(
        'CashAcceptor.CashIn',
        {},
        {
          signal,
          onEvent: (name, payload) => {
            if (name === 'CashAcceptor.InputRefuseEvent') onRefuse(payload);
          },
        },
      );
      const denomination = taken.ok ? noteIn(taken.value.items) : undefined;
      const isCoin = taken.ok && holdsCoin(taken.value.items);
      if (denomination !== undefined && !signal.aborted) return ok({ denominationFen: fen(denomination), isCoin });
      // Closes the transaction; a note that came in while the cancel was under way goes back.
      if (taken.ok || taken.error.completionCode !== undefined) await rollback();
      if (signal.aborted) return failed('LT-3904');
      return taken.ok ? failed('LT-3902', 'no denomination') : failed(taken.error.code, taken.error.detail);
    },

    onRefused: (listener) => {
      refusals.add(listener);
      return () => refusals.delete(listener);
    },

    stack: async (noteId) => {
      const mine = await ownsTransaction(link, noteId);
      if (!mine.ok) return mine;
      failPoints.hit('xfs.cash-in-end.before');
      const stacked = await link.command('CashAcceptor.CashInEnd', {});
      failPoints.hit('xfs.cash-in-end.after');
      if (!stacked.ok) return failed(stacked.error.code, stacked.error.detail);
      const [unit] = Object.values(stacked.value.storage ?? {});
      const denomination = noteIn(unit?.deposited);
      return denomination === undefined ? failed('LT-3902', 'no deposit') : ok({ denominationFen: fen(denomination) });
    },

    returnNote: async (noteId) => {
      const mine = await ownsTransaction(link, noteId);
      if (!mine.ok) return mine;
      const returned = await rollback();
      return returned.ok ? ok() : failed(returned.error.code, returned.error.detail);
    },

    orphans: async () => {
      const answer = await link.command('CashAcceptor.GetOrphanNotes', {});
      if (!answer.ok) return failed(answer.error.code, answer.error.detail);
      return ok((answer.value.orphans ?? []).map(orphanOf));
    },

    statusOf: async (noteId) => {
      const until = clock.now() + statusWaitMs;
      for (;;) {
        const status = await link.command('CashAcceptor.GetCashInStatus', { transactionID: noteId });
        if (status.ok) return ok(statusOf(status.value));
        const undecided = status.error.completionCode === 'deviceNotReady' || status.error.code === 'LT-3903';
        if (!undecided || clock.now() >= until) return failed(status.error.code, status.error.detail);
        await delay(STATUS_RETRY_MS);
      }
    },
  };
}

function orphanOf({
  orphanID,
  time,
  value,
}: NonNullable<CompletionPayload<'CashAcceptor.GetOrphanNotes'>['orphans']>[number]): OrphanNote {
  return {
    orphanId: orphanID,
    stackedAt: Date.parse(time),
    ...(typeof value === 'number' ? { denominationFen: fen(Math.round(value * 100)) } : {}),
  };
}

/** The bridge's open transaction must be this note's: after a restart it may be another, or none. */
async function ownsTransaction(link: ServiceLink, noteId: string): Promise<Result<undefined>> {
  const status = await link.command('CashAcceptor.GetCashInStatus', {});
  if (!status.ok) return failed(status.error.code, status.error.detail);
  // A coin has ended its transaction by falling.
  const isThere = status.value.status === 'active' || holdsCoin(status.value.noteNumberList);
  return status.value.transactionID === noteId && isThere ? ok() : failed('LT-3108');
}

function statusOf({ status, noteNumberList }: CompletionPayload<'CashAcceptor.GetCashInStatus'>): CashInStatus {
  const denomination = noteIn(noteNumberList);
  const known = denomination === undefined ? {} : { denominationFen: fen(denomination) };
  switch (status) {
    case 'ok':
      return denomination === undefined
        ? { status: 'unknown' }
        : { status: 'stacked', denominationFen: fen(denomination) };
    case 'active':
      return denomination === undefined ? { status: 'none' } : { status: 'escrow', denominationFen: fen(denomination) };
    case 'rollback':
      return { status: 'returned' };
    case 'retract':
    case 'reset':
    case 'unknown':
      return { status: 'unknown', ...known };
    default:
      return { status: 'none' };
  }
}
