import type { Clock } from '@louting/common/clock';
import type { FailureCode } from '@louting/common/failure-codes';
import type { NewId } from '@louting/common/ids';
import type { Failure } from '@louting/common/result';
import type { Transaction } from 'kysely';
import type { Database } from '../../storage/database.ts';
import type { Storage } from '../../storage/storage.ts';
import { addReading, type NewReading } from './readings.store.ts';

export interface ReadingImport {
  readonly taken: number;
  /** The very same reading stood already: an import may be repeated. */
  readonly known: number;
  /** By row of the list, 0-based. */
  readonly refused: readonly { readonly row: number; readonly code: FailureCode; readonly detail: string }[];
}

/** Short enough that payments do not wait for a long list. */
const ROWS_PER_TRANSACTION = 250;

/** Takes every reading that is sound, in the order given, and names each that is not; one bad row stops no other. */
export async function importReadings(
  storage: Storage,
  readings: readonly NewReading[],
  dependencies: { readonly newId: NewId; readonly clock: Clock },
): Promise<ReadingImport> {
  let taken = 0;
  let known = 0;
  const refused: { row: number; code: FailureCode; detail: string }[] = [];
  for (let first = 0; first < readings.length; first += ROWS_PER_TRANSACTION) {
    const chunk = readings.slice(first, first + ROWS_PER_TRANSACTION);
    const outcomes = await storage.transact(async (tx) => {
      const results: ('taken' | 'known' | Failure)[] = [];
      for (const reading of chunk) results.push(await importOne(tx, reading, dependencies));
      return results;
    });
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome === 'taken') taken += 1;
      else if (outcome === 'known') known += 1;
      else refused.push({ row: first + index, code: outcome.code, detail: outcome.detail ?? '' });
    }
  }
  return { taken, known, refused };
}

async function importOne(
  tx: Transaction<Database>,
  reading: NewReading,
  dependencies: { readonly newId: NewId; readonly clock: Clock },
): Promise<'taken' | 'known' | Failure> {
  const meter = await tx
    .selectFrom('meter')
    .leftJoin('reading', (join) =>
      join.onRef('reading.meter_id', '=', 'meter.meter_id').on('reading.day', '=', reading.day),
    )
    .select('reading.value')
    .where('meter.meter_id', '=', reading.meterId)
    .executeTakeFirst();
  if (!meter) return { code: 'LT-9002', detail: 'no such meter' };
  if (meter.value === reading.value) return 'known';
  const added = await addReading(tx, reading, dependencies);
  return added.ok ? 'taken' : added.error;
}
