import { failed, ok, type Result } from '@louting/common/result';
import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../../storage/database.ts';
import type { StayTariff } from './stay-tariff.ts';

export const STAY_ITEM = 'parking-stay';

export interface DatedStayTariff extends StayTariff {
  readonly tariffId: string;
  readonly from: string;
  readonly taxRate: number;
  readonly setBy: string;
}

/** The newest first. */
export async function stayTariffs(db: Kysely<Database>, communityId: string): Promise<DatedStayTariff[]> {
  const rows = await db
    .selectFrom('stay_tariff')
    .selectAll()
    .where('community_id', '=', communityId)
    .orderBy('from_date', 'desc')
    .execute();
  return rows.map((row) => ({
    tariffId: row.tariff_id,
    from: row.from_date,
    freeMinutes: row.free_minutes,
    firstMinutes: row.first_minutes,
    firstFen: row.first_fen,
    blockMinutes: row.block_minutes,
    blockFen: row.block_fen,
    capFen: row.cap_fen,
    graceMinutes: row.grace_minutes,
    taxRate: row.tax_rate,
    setBy: row.set_by,
  }));
}

/** @param day business date of the entry; @returns undefined when none is in force on it */
export async function stayTariffOn(
  db: Kysely<Database>,
  communityId: string,
  day: string,
): Promise<DatedStayTariff | undefined> {
  return (await stayTariffs(db, communityId)).find(({ from }) => from <= day);
}

/**
 * Takes effect on a day to come, or today where there is none yet: what stands here now keeps its price. The same id again
 * is the same tariff.
 * @returns LT-2323 the id is of another, LT-2867 the day is not to come, LT-2868 the community has one from that day
 */
export async function setStayTariff(
  tx: Transaction<Database>,
  communityId: string,
  tariff: Omit<DatedStayTariff, 'setBy'>,
  { by, today, now }: { readonly by: string; readonly today: string; readonly now: number },
): Promise<Result<undefined>> {
  const present = await stayTariffs(tx, communityId);
  const known = present.find(({ tariffId }) => tariffId === tariff.tariffId);
  if (known) return known.from === tariff.from ? ok() : failed('LT-2323');
  if (tariff.from < today || (tariff.from === today && present.length > 0)) return failed('LT-2867');
  if (present.some(({ from }) => from === tariff.from)) return failed('LT-2868');
  await tx
    .insertInto('charge_item')
    .values({
      item_code: STAY_ITEM,
      family: 'parking',
      name_zh: '临时停车费',
      name_en: 'Temporary parking',
      subject_code: '6001',
      pass_through: 0,
      tax_class_code: '3040502020200000000',
    })
    .onConflict((conflict) => conflict.column('item_code').doNothing())
    .execute();
  await tx
    .insertInto('stay_tariff')
    .values({
      tariff_id: tariff.tariffId,
      community_id: communityId,
      from_date: tariff.from,
      free_minutes: tariff.freeMinutes,
      first_minutes: tariff.firstMinutes,
      first_fen: tariff.firstFen,
      block_minutes: tariff.blockMinutes,
      block_fen: tariff.blockFen,
      cap_fen: tariff.capFen,
      grace_minutes: tariff.graceMinutes,
      tax_rate: tariff.taxRate,
      set_by: by,
      set_at: now,
    })
    .execute();
  return ok();
}
