import { businessDate, type Clock } from '@louting/common/clock';
import type { NewId } from '@louting/common/ids';
import { failed, ok, type Result } from '@louting/common/result';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../../storage/database.ts';
import type { MeterState } from './billing.ts';
import type { ReadingSource } from './billing.tables.ts';
import { addMonths, isCalendarDate, type Period } from './periods.ts';

export interface NewReading {
  readonly meterId: string;
  /** Business date. */
  readonly day: string;
  /** In 0.001 unit. */
  readonly value: number;
  readonly source: ReadingSource;
}

/**
 * @returns LT-9001 for a day that is not in the calendar or still to come, or a value that is no count; LT-7008 for a second reading of
 * the day, LT-7005 when it is below an earlier reading or above a later one.
 */
export async function addReading(
  tx: Transaction<Database>,
  reading: NewReading,
  { newId, clock }: { newId: NewId; clock: Clock },
): Promise<Result<undefined>> {
  const { meterId, day, value } = reading;
  if (!isCalendarDate(day) || !Number.isSafeInteger(value) || value < 0) return failed('LT-9001');
  if (day > businessDate(clock.now())) return failed('LT-9001', 'a day that is still to come');
  const neighbours = await tx
    .selectFrom('reading')
    .select([
      sql<number>`coalesce(sum(case when day = ${day} then 1 else 0 end), 0)`.as('same_day'),
      sql<number | null>`max(case when day < ${day} then value end)`.as('before'),
      sql<number | null>`min(case when day > ${day} then value end)`.as('after'),
    ])
    .where('meter_id', '=', meterId)
    .executeTakeFirstOrThrow();
  if (neighbours.same_day > 0) return failed('LT-7008');
  if (neighbours.before !== null && value < neighbours.before) {
    return failed('LT-7005', `earlier reading is ${neighbours.before}`);
  }
  if (neighbours.after !== null && value > neighbours.after) {
    return failed('LT-7005', `later reading is ${neighbours.after}`);
  }
  await tx
    .insertInto('reading')
    .values({
      reading_id: newId(),
      meter_id: meterId,
      day,
      value,
      source: reading.source,
      entered_at: clock.now(),
    })
    .execute();
  return ok();
}

/** Bills older than this do not reach into a new one. */
const CHAIN_MONTHS = 36;

/**
 * What the meters of an item tell about a period, by room. The chain is derived again from the live bills each time,
 * so that a reading entered late is neither billed twice nor lost.
 */
export async function meterStates(
  db: Kysely<Database>,
  communityId: string,
  itemCode: string,
  period: Period,
): Promise<Map<string, MeterState>> {
  const meters = await metersWithReadings(db, communityId, itemCode, period);
  const billed = await billedUsage(db, communityId, itemCode, period);
  const states = new Map<string, MeterState>();
  for (const meter of meters) {
    const chain = billed.get(meter.room_id);
    states.set(meter.room_id, {
      previous: chain?.last_reading ?? meter.before ?? meter.installed ?? undefined,
      current: meter.current ?? undefined,
      usedThisYear: chain?.used_this_year ?? 0,
      billedLater: chain !== undefined && chain.last_period > period.from,
    });
  }
  return states;
}

function metersWithReadings(db: Kysely<Database>, communityId: string, itemCode: string, period: Period) {
  return db
    .selectFrom('meter')
    .innerJoin('room', 'room.room_id', 'meter.room_id')
    .leftJoin('reading', (join) =>
      join.onRef('reading.meter_id', '=', 'meter.meter_id').on('reading.day', '<=', period.to),
    )
    .select([
      'meter.room_id',
      // A meter only counts up, so the last reading of a span of days is its greatest.
      sql<number | null>`max(case when reading.day < ${period.from} then reading.value end)`.as('before'),
      sql<number | null>`max(case when reading.day between ${period.from} and ${period.to}
        and reading.day > meter.from_date then reading.value end)`.as('current'),
      sql<number | null>`max(case when reading.day = meter.from_date then reading.value end)`.as('installed'),
    ])
    .where('room.community_id', '=', communityId)
    .where('meter.item_code', '=', itemCode)
    .where('meter.from_date', '<=', period.to)
    .where((where) => where.or([where('meter.to_date', 'is', null), where('meter.to_date', '>', period.to)]))
    .groupBy('meter.room_id')
    .execute();
}

async function billedUsage(db: Kysely<Database>, communityId: string, itemCode: string, period: Period) {
  const year = `${period.from.slice(0, 4)}-01-01`;
  const oldest = `${addMonths(period.from.slice(0, 7), -CHAIN_MONTHS)}-01`;
  const rows = await db
    .selectFrom('bill')
    .innerJoin('meter', (join) =>
      join
        .onRef('meter.room_id', '=', 'bill.room_id')
        .onRef('meter.item_code', '=', 'bill.item_code')
        .on('meter.from_date', '<=', period.to)
        .on((on) => on.or([on('meter.to_date', 'is', null), on('meter.to_date', '>', period.to)])),
    )
    .select([
      'bill.room_id',
      sql<number>`sum(case when bill.period_from >= ${year} then bill.quantity else 0 end)`.as('used_this_year'),
      sql<number | null>`max(case when bill.period_to >= meter.from_date then bill.current_reading end)`.as(
        'last_reading',
      ),
      sql<string>`max(bill.period_from)`.as('last_period'),
    ])
    .where('bill.community_id', '=', communityId)
    .where('bill.item_code', '=', itemCode)
    .where('bill.period_from', '>=', oldest)
    .where('bill.state', 'not in', ['DRAFT', 'REVERSED', 'DISCARDED'])
    .where('bill.current_reading', 'is not', null)
    .groupBy('bill.room_id')
    .execute();
  return new Map(rows.map((row) => [row.room_id, row]));
}
