import { failed, ok, type Result } from '@louting/common/result';
import { type Kysely, sql } from 'kysely';
import { type FoundCar, MOST_CARS } from '../../contract/parking-stays-api.ts';
import type { CardKey } from '../cards/cards.ts';
import type { Database } from '../../storage/database.ts';
import { hashOfDigits } from './plates.ts';

/** A car whose entry nobody saw comes after all others. */
const cameIn = sql<number>`coalesce(entered_at, 0)`;

/**
 * Cars that stand in the community and have these digits on their plates, the last to come first, a page at a time.
 * @param after the last car of the page before, which may have left meanwhile
 * @returns LT-2861
 */
export async function findCars(
  db: Kysely<Database>,
  {
    communityId,
    digits,
    key,
    after,
  }: {
    readonly communityId: string;
    readonly digits: string;
    readonly key: CardKey;
    readonly after?: string | undefined;
  },
): Promise<Result<{ readonly cars: FoundCar[]; readonly more: boolean }>> {
  const alike = db
    .selectFrom('parking_stay')
    .where('community_id', '=', communityId)
    .where('digits_hash', '=', hashOfDigits(digits, key));
  const last =
    after === undefined
      ? undefined
      : await alike
          .select(['stay_id', cameIn.as('came')])
          .where('stay_id', '=', after)
          .executeTakeFirst();
  if (after !== undefined && !last) return failed('LT-2861');
  const rows = await alike
    .select(['stay_id', 'plate_masked', 'entered_at'])
    .where('left_at', 'is', null)
    .$if(last !== undefined, (cars) =>
      cars.where((eb) =>
        eb.or([
          eb(cameIn, '<', last?.came ?? 0),
          eb.and([eb(cameIn, '=', last?.came ?? 0), eb('stay_id', '<', last?.stay_id ?? '')]),
        ]),
      ),
    )
    .orderBy(cameIn, 'desc')
    .orderBy('stay_id', 'desc')
    .limit(MOST_CARS + 1)
    .execute();
  if (rows.length === 0) return failed('LT-2861');
  const cars = rows.slice(0, MOST_CARS).map((row) => ({
    stayId: row.stay_id,
    plateMasked: row.plate_masked,
    ...(row.entered_at === null ? {} : { enteredAt: row.entered_at }),
  }));
  return ok({ cars, more: rows.length > MOST_CARS });
}
