import { failed, ok, type Result } from '@louting/common/result';
import { compareStatements } from '../statement-balances/statements.store.ts';
import type { ReconciliationContext } from '../reconciliation-context.ts';
import { compareCashDay } from './cash-days.store.ts';
import { compareStaged } from './channel-run.ts';
import type { RunRow } from './channel-run.store.ts';

/**
 * Compares a day anew with the books as they are now, on what its last file said.
 * @returns LT-2725 no such run, LT-2755 its last file was not read whole, LT-2721, LT-2722 as `claimRun`
 */
export async function compareAgain(context: ReconciliationContext, runId: string, by: string): Promise<Result<RunRow>> {
  const known = await findRow(context, runId);
  if (!known) return failed('LT-2725');
  if (known.state === 'CLOSED') return failed('LT-2721');
  if (known.channel === 'kiosk-cash') {
    return compareCashDay(context, { communityId: known.merchant, date: known.business_date }, { by, force: true });
  }
  if (known.channel === 'bank') {
    await compareStatements(context, known.merchant, known.business_date, by);
    const compared = await findRow(context, runId);
    return compared ? ok(compared) : failed('LT-2725');
  }
  if (known.state !== 'DONE') return failed('LT-2755');
  return compareStaged(context, known, by);
}

function findRow({ storage }: ReconciliationContext, runId: string): Promise<RunRow | undefined> {
  return storage.db.selectFrom('channel_run').selectAll().where('run_id', '=', runId).executeTakeFirst();
}
