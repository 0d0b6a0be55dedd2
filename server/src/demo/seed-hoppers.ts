import type { Clock } from '@louting/common/clock';
import type { NewId } from '@louting/common/ids';
import { unwrap } from '@louting/common/result';
import { countMovement, registerMovement } from '../modules/cash/hoppers/movements.store.ts';
import type { KioskIdentity } from '../modules/kiosks/kiosks.store.ts';
import type { Storage } from '../storage/storage.ts';

/** One registers what was put in, another counts the same: as anywhere else. */
const COUNTED_BY = ['cashier', 'manager'] as const;

/**
 * The first filling of the hoppers of the demo's kiosk, paid from petty cash, so that the change in it is in the books
 * before any is paid out. Hoppers that were ever filled or paid from are left alone.
 */
export async function seedHoppers(
  { storage, clock, newId }: { readonly storage: Storage; readonly clock: Clock; readonly newId: NewId },
  { kioskId, communityId }: Pick<KioskIdentity, 'kioskId' | 'communityId'>,
  coins: readonly { readonly denominationFen: number; readonly count: number }[],
): Promise<void> {
  await storage.transact(async (tx) => {
    for (const table of ['hopper_movement', 'cash_change'] as const) {
      if (await tx.selectFrom(table).select('kiosk_id').where('kiosk_id', '=', kioskId).limit(1).executeTakeFirst())
        return;
    }
    const staff = await tx.selectFrom('staff').select(['staff_id', 'user_name']).execute();
    const [first, second] = COUNTED_BY.map((name) => staff.find((one) => one.user_name === name)?.staff_id);
    if (first === undefined || second === undefined) return;
    const movementId = newId();
    const filling = { kind: 'fill', source: 'float', movedAt: undefined, coins, staffId: first } as const;
    unwrap(await registerMovement(tx, { clock, newId }, { ...filling, movementId, kioskId, communityId }));
    unwrap(await countMovement(tx, { clock, newId }, { movementId, coins, staffId: second }));
  });
}
