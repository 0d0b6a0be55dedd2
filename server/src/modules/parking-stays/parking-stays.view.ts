import { fen } from '@louting/common/money';
import type { Kysely } from 'kysely';
import type { z } from 'zod';
import type { ParkingStay, parkingStaysAdminRoutes, StayTariffRow } from '../../contract/parking-stays-admin-api.ts';
import type { Database } from '../../storage/database.ts';
import type { CardKey } from '../cards/cards.ts';
import { namesOfStaff } from '../cash/staff-names.ts';
import { standingOf } from './parking-stays.ts';
import { hashOfDigits, keptPlate } from './plates.ts';
import { factsOf, type StayRow } from './stay-facts.store.ts';
import { stayTariffs } from './stay-tariffs.store.ts';

type Query = z.output<typeof parkingStaysAdminRoutes.stays.query>;

/** Cars in and out of the communities, the last to come in first, with what each paid and owes now. */
export async function listStays(
  db: Kysely<Database>,
  communityIds: readonly string[],
  query: Query,
  { key, now }: { readonly key: CardKey; readonly now: number },
): Promise<{ rows: ParkingStay[]; total: number }> {
  const selected = selection(db, communityIds, query, key);
  const { total } = await selected.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const found = await selected
    .selectAll('parking_stay')
    .select(['community.name_zh', 'community.name_en'])
    .orderBy((eb) => eb.fn.coalesce('entered_at', 'exit_asked_at', 'left_at'), 'desc')
    .orderBy('stay_id')
    .limit(query.pageSize)
    .offset((query.page - 1) * query.pageSize)
    .execute();
  const opened = await openedByHand(
    db,
    found.map((row) => row.stay_id),
  );
  const rows: ParkingStay[] = [];
  for (const row of found) {
    const byHand = opened.get(row.stay_id);
    rows.push({
      stayId: row.stay_id,
      communityName: { 'zh-CN': row.name_zh, en: row.name_en },
      plateMasked: row.plate_masked,
      ...(await moneyOf(db, row, now)),
      leased: row.lease_id !== null,
      ...(row.entered_at === null ? {} : { enteredAt: row.entered_at }),
      ...(row.left_at === null ? {} : { leftAt: row.left_at }),
      ...(row.flag === null ? {} : { flag: row.flag }),
      ...(byHand ? { opened: byHand } : {}),
    });
  }
  return { rows, total };
}

function selection(db: Kysely<Database>, communityIds: readonly string[], { state, search }: Query, key: CardKey) {
  const stays = db
    .selectFrom('parking_stay')
    .innerJoin('community', 'community.community_id', 'parking_stay.community_id')
    .where('parking_stay.community_id', 'in', communityIds);
  const words = search?.trim() ?? '';
  const searched =
    words === ''
      ? stays
      : stays.where((eb) =>
          eb.or([eb('digits_hash', '=', hashOfDigits(words, key)), eb('plate_hash', '=', keptPlate(words, key).hash)]),
        );
  if (state === 'here') return searched.where('left_at', 'is', null);
  if (state === 'left') return searched.where('left_at', 'is not', null);
  return state === 'flagged' ? searched.where('flag', 'is not', null) : searched;
}

async function moneyOf(
  db: Kysely<Database>,
  stay: StayRow,
  now: number,
): Promise<Pick<ParkingStay, 'paidFen' | 'owedFen'>> {
  const facts = await factsOf(db, stay);
  if (!facts.ok) return { paidFen: fen(0) };
  const paidFen = fen(facts.value.paidFen);
  if (stay.left_at !== null) return { paidFen };
  const standing = standingOf(facts.value, now);
  return { paidFen, owedFen: standing.owes === 'money' ? standing.owedFen : fen(0) };
}

async function openedByHand(
  db: Kysely<Database>,
  stayIds: readonly string[],
): Promise<Map<string, NonNullable<ParkingStay['opened']>>> {
  if (stayIds.length === 0) return new Map();
  const commands = await db
    .selectFrom('gate_command')
    .select(['stay_id', 'made_by', 'reason', 'made_at'])
    .where('stay_id', 'in', stayIds)
    .where('made_by', '<>', 'paid')
    .orderBy('made_at')
    .execute();
  const staffOf = (by: string) => by.replace('staff:', '');
  const nameOf = await namesOfStaff(
    db,
    commands.map((row) => staffOf(row.made_by)),
  );
  return new Map(
    commands.map((row) => [row.stay_id, { by: nameOf(staffOf(row.made_by)), reason: row.reason, at: row.made_at }]),
  );
}

export async function listStayTariffs(
  db: Kysely<Database>,
  communityIds: readonly string[],
  today: string,
): Promise<StayTariffRow[]> {
  const communities = await db
    .selectFrom('community')
    .select(['community_id', 'name_zh', 'name_en'])
    .where('community_id', 'in', communityIds)
    .orderBy('code')
    .execute();
  const rows: StayTariffRow[] = [];
  for (const { community_id: communityId, name_zh: zh, name_en: en } of communities) {
    const tariffs = await stayTariffs(db, communityId);
    const inForce = tariffs.find(({ from }) => from <= today);
    for (const { setBy: _hidden, firstFen, blockFen, capFen, ...tariff } of tariffs) {
      const coming = tariff.from > today;
      rows.push({
        ...tariff,
        firstFen: fen(firstFen),
        blockFen: fen(blockFen),
        capFen: fen(capFen),
        communityName: { 'zh-CN': zh, en },
        state: coming ? 'COMING' : tariff.tariffId === inForce?.tariffId ? 'IN_FORCE' : 'OVER',
      });
    }
  }
  return rows;
}
