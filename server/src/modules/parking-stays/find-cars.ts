import { failed, ok, type Result } from '@louting/common/result';
import type { Kysely } from 'kysely';
import { type FoundCar, MOST_CARS } from '../../contract/parking-stays-api.ts';
import type { CardKey } from '../cards/cards.ts';
import type { Database } from '../../storage/database.ts';
import { hashOfDigits } from './plates.ts';

/** Cars that stand in the community and have these digits on their plates, the last to come first. @returns LT-2861, LT-2862 */
export async function findCars(
  db: Kysely<Database>,
  { communityId, digits, key }: { readonly communityId: string; readonly digits: string; readonly key: CardKey },
): Promise<Result<FoundCar[]>> {
  const rows = await db
    .selectFrom('parking_stay')
    .select(['stay_id', 'plate_masked', 'entered_at'])
    .where('community_id', '=', communityId)
    .where('digits_hash', '=', hashOfDigits(digits, key))
    .where('left_at', 'is', null)
    .orderBy('entered_at', 'desc')
    .limit(MOST_CARS + 1)
    .execute();
  if (rows.length === 0) return failed('LT-2861');
  if (rows.length > MOST_CARS) return failed('LT-2862');
  return ok(
    rows.map((row) => ({
      stayId: row.stay_id,
      plateMasked: row.plate_masked,
      ...(row.entered_at === null ? {} : { enteredAt: row.entered_at }),
    })),
  );
}
