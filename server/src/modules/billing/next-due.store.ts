import type { Kysely } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { nextDueDate } from './next-due.ts';

/** When the rooms will have to pay again, by what they are charged for and what was billed. @param today business date */
export async function nextDueDateOfRooms(
  db: Kysely<Database>,
  roomIds: readonly string[],
  today: string,
): Promise<string | undefined> {
  if (roomIds.length === 0) return undefined;
  const [versions, bills] = await Promise.all([
    db
      .selectFrom('assignment')
      .innerJoin('tariff', 'tariff.tariff_id', 'assignment.tariff_id')
      .innerJoin('tariff_version as version', 'version.tariff_id', 'assignment.tariff_id')
      .select(['assignment.assignment_id', 'assignment.room_id', 'tariff.item_code'])
      .select(['assignment.from_date as charged_from', 'assignment.to_date as charged_to'])
      .select(['version.from_date', 'version.to_date', 'version.formula', 'version.cycle_months', 'version.due_days'])
      .where('assignment.room_id', 'in', roomIds)
      .orderBy('version.from_date')
      .execute(),
    db
      .selectFrom('bill')
      .select(['room_id', 'item_code', 'period_from'])
      .where('room_id', 'in', roomIds)
      .where('period_from', '>=', `${Number(today.slice(0, 4)) - 1}${today.slice(4)}`)
      .where('state', 'not in', ['REVERSED', 'DISCARDED'])
      .execute(),
  ]);
  const charges = Map.groupBy(versions, (row) => row.assignment_id);
  return nextDueDate(
    [...charges.values()].flatMap((rows) => {
      const [first] = rows;
      if (!first) return [];
      const billed = bills.filter((bill) => bill.room_id === first.room_id && bill.item_code === first.item_code);
      return {
        from_date: first.charged_from,
        to_date: first.charged_to,
        billed: new Set(billed.map((bill) => bill.period_from)),
        versions: rows.map(({ cycle_months, due_days, ...version }) => ({
          ...version,
          cycleMonths: cycle_months,
          dueDays: due_days,
        })),
      };
    }),
    today,
  );
}
