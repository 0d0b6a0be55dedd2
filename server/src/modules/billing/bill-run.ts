import type { Clock } from '@louting/common/clock';
import type { FailureCode } from '@louting/common/failure-codes';
import type { NewId } from '@louting/common/ids';
import { type Fen, fen } from '@louting/common/money';
import type { Storage } from '../../storage/storage.ts';
import { tariffsOfCommunity } from '../tariffs/tariffs.store.ts';
import { type BillDue, type RoomCharges, roomsWithCharges } from './bill-basis.store.ts';
import { computeBill } from './billing.ts';
import { cyclePeriod, periodOf } from './periods.ts';
import { type PublishableBill, publishBills } from './publishing.store.ts';

export interface BillRunRequest {
  readonly runId: string;
  readonly communityId: string;
  /** `YYYY-MM`. Items of longer cycles are billed in the month their cycle says (cyclePeriod). */
  readonly month: string;
  /** Answers the same report and writes nothing. */
  readonly dryRun: boolean;
}

export interface BillRunException {
  readonly roomId: string;
  readonly roomCode: string;
  readonly itemCode: string;
  readonly code: FailureCode;
  readonly detail: string;
}

export interface BillRunReport {
  readonly runId: string;
  readonly bills: number;
  readonly amountFen: Fen;
  /** Bills of the same room, item and period that stood already: a run may be repeated at any time. */
  readonly alreadyBilled: number;
  /** Usage or price of zero: nothing to ask for. */
  readonly zeroAmounts: number;
  /** What could not be billed and why; never silently skipped. */
  readonly exceptions: readonly BillRunException[];
}

/** Rooms per transaction. A run that dies keeps its finished chunks; the next run bills the rest. */
const ROOMS_PER_TRANSACTION = 250;

/**
 * Bills every assigned item of a community for a month, publishes the bills and posts them to the ledger.
 * Idempotent by (room, item, period): a bill that stands is never made twice.
 */
export async function runBills(
  storage: Storage,
  request: BillRunRequest,
  { clock, newId }: { clock: Clock; newId: NewId },
): Promise<BillRunReport> {
  const { runId, communityId, month, dryRun } = request;
  const startedAt = clock.now();
  const tariffs = await tariffsOfCommunity(storage.db, communityId);
  const rooms = await roomsWithCharges(storage.db, communityId, tariffs, (cycleMonths, metered) =>
    cyclePeriod(month, cycleMonths, metered),
  );
  if (!dryRun) await openRun(storage, request, startedAt);
  const tally = { bills: 0, amount: 0, alreadyBilled: 0, zeroAmounts: 0 };
  const exceptions: BillRunException[] = [];
  for (let first = 0; first < rooms.length; first += ROOMS_PER_TRANSACTION) {
    const due = computeAll(rooms.slice(first, first + ROOMS_PER_TRANSACTION), exceptions, tally);
    const published = await publishBills(storage, due, { runId, communityId, clock, newId, dryRun });
    tally.bills += published.bills;
    tally.amount += published.amountFen;
    tally.alreadyBilled += published.alreadyBilled;
  }
  const { bills, alreadyBilled, zeroAmounts, amount } = tally;
  const report = { runId, bills, amountFen: fen(amount), alreadyBilled, zeroAmounts, exceptions };
  if (!dryRun) await finishRun(storage, report, clock.now());
  return report;
}

function computeAll(
  rooms: readonly RoomCharges[],
  exceptions: BillRunException[],
  tally: { zeroAmounts: number },
): PublishableBill[] {
  const bills: PublishableBill[] = [];
  for (const room of rooms) {
    for (const due of room.due) {
      const computed = computeBill(basisOf(room, due));
      if (!computed.ok) {
        const { code, detail = '' } = computed.error;
        exceptions.push({ roomId: room.roomId, roomCode: room.roomCode, itemCode: due.itemCode, code, detail });
      } else if (computed.value.amountFen === 0) {
        tally.zeroAmounts += 1;
      } else if (due.version) {
        bills.push({ room, due, version: due.version, computed: computed.value });
      }
    }
  }
  return bills;
}

function basisOf(room: RoomCharges, due: BillDue) {
  return {
    months: due.version?.cycleMonths ?? 1,
    area: room.area,
    hasOwner: due.ownershipId !== undefined,
    version: due.version,
    meter: due.meter,
  };
}

async function openRun(storage: Storage, request: BillRunRequest, startedAt: number): Promise<void> {
  const period = periodOf(request.month);
  await storage.transact((tx) =>
    tx
      .insertInto('bill_run')
      .values({
        run_id: request.runId,
        community_id: request.communityId,
        period_from: period.from,
        period_to: period.to,
        started_at: startedAt,
        finished_at: null,
        bills: 0,
        amount_fen: 0,
        exceptions: 0,
      })
      .execute(),
  );
}

async function finishRun(storage: Storage, report: BillRunReport, finishedAt: number): Promise<void> {
  await storage.transact(async (tx) => {
    for (const exception of report.exceptions) {
      await tx
        .insertInto('bill_run_exception')
        .values({
          run_id: report.runId,
          room_id: exception.roomId,
          item_code: exception.itemCode,
          failure_code: exception.code,
          detail: exception.detail,
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
    await tx
      .updateTable('bill_run')
      .set({
        finished_at: finishedAt,
        bills: report.bills,
        amount_fen: report.amountFen,
        exceptions: report.exceptions.length,
      })
      .where('run_id', '=', report.runId)
      .execute();
  });
}
