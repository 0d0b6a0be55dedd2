import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../../storage/database.ts';
import type { StayRow } from './stay-facts.store.ts';

/** Until when a car was let out; 0: never. */
export async function latestLetOut(db: Kysely<Database>, stayId: string): Promise<number> {
  const row = await db
    .selectFrom('gate_command')
    .select((eb) => eb.fn.max<number | null>('until_at').as('until'))
    .where('stay_id', '=', stayId)
    .executeTakeFirst();
  return row?.until ?? 0;
}

/** The gate will be told; the same id again is the same command. */
export async function letOut(
  tx: Transaction<Database>,
  stay: StayRow,
  command: {
    readonly commandId: string;
    readonly until: number;
    readonly by: string;
    readonly reason: string;
    readonly now: number;
  },
): Promise<void> {
  await tx
    .insertInto('gate_command')
    .values({
      command_id: command.commandId,
      community_id: stay.community_id,
      stay_id: stay.stay_id,
      passage_id: stay.passage_id,
      until_at: command.until,
      made_by: command.by,
      reason: command.reason,
      made_at: command.now,
      told_at: null,
    })
    .onConflict((conflict) => conflict.column('command_id').doNothing())
    .execute();
}
