import type { NewId } from '@louting/common/ids';
import type { Kysely } from 'kysely';
import type { WayIn } from '../../contract/identification-api.ts';
import type { Database } from '../../storage/database.ts';

/** One try to say who one is: the way, who it was as far as it may be shown, and what came of it. */
export interface IdentificationTry {
  readonly at: number;
  readonly kioskId: string;
  readonly way: WayIn;
  /** Masked. */
  readonly subject: string;
  /** `ok` or the failure code. */
  readonly result: string;
  /** Network address, when a phone asked. */
  readonly address?: string;
}

export async function recordIdentification(db: Kysely<Database>, newId: NewId, one: IdentificationTry): Promise<void> {
  const { at, kioskId, way, subject, result, address } = one;
  await db
    .insertInto('audit_event')
    .values({
      audit_id: newId(),
      at,
      actor: `kiosk:${kioskId}`,
      action: 'identify',
      subject: `kiosk:${kioskId}`,
      detail_json: JSON.stringify({ way, subject, result, ...(address === undefined ? {} : { address }) }),
    })
    .execute();
}
