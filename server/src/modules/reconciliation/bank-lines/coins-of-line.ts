import type { Transaction } from 'kysely';
import type { Database } from '../../../storage/database.ts';
import { dayAfter, spanOfDay } from '../reconciliation-context.ts';
import type { BankLineEntity } from './bank-booking.store.ts';

/** Coins are in the hoppers at most so many days after they were fetched. */
const FILLED_WITHIN_DAYS = 7;
const DRAWN = /取现|支取|取款|提现|提取|备用金|兑换|硬币|CASH ?WITHDRAWAL/i;

/**
 * Which filling of hoppers took the money of a line that left the account: the only one of its amount, near in time,
 * whose coins came from the bank. It is on 1002 already.
 */
export async function coinsOfLine(tx: Transaction<Database>, line: BankLineEntity): Promise<string | undefined> {
  if (line.amount_fen >= 0 || line.entry_id !== null || !DRAWN.test(line.remark)) return undefined;
  const fills = await tx
    .selectFrom('hopper_movement')
    .leftJoin('bank_line', 'bank_line.explained_by', 'hopper_movement.movement_id')
    .select('hopper_movement.movement_id')
    .where('hopper_movement.community_id', '=', line.community_id)
    .where('hopper_movement.source', '=', 'bank')
    .where('hopper_movement.counted_fen', '=', -line.amount_fen)
    .where('hopper_movement.moved_at', '>=', spanOfDay(line.booked_on).from)
    .where('hopper_movement.moved_at', '<', spanOfDay(dayAfter(line.booked_on, FILLED_WITHIN_DAYS)).to)
    .where('bank_line.line_id', 'is', null)
    .execute();
  return fills.length === 1 ? fills[0]?.movement_id : undefined;
}
