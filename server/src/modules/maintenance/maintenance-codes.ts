import { createHash, randomInt } from 'node:crypto';
import { failed, ok, type Result } from '@louting/common/result';
import type { Storage } from '../../storage/storage.ts';

const LIVES_MS = 600_000;
/** Of a million codes; then the code is over, whatever is typed. */
const WRONG_TRIES = 5;

function hashOf(kioskId: string, code: string): string {
  return createHash('sha256').update(`${kioskId} ${code}`).digest('hex');
}

/** A code for one kiosk; the one given out before ends. */
export async function issueMaintenanceCode(
  storage: Storage,
  kioskId: string,
  staffId: string,
  now: number,
): Promise<{ readonly code: string; readonly expiresAt: number }> {
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const expiresAt = now + LIVES_MS;
  const values = { code_hash: hashOf(kioskId, code), issued_by: staffId, expires_at: expiresAt, wrong_tries: 0 };
  await storage.transact(async (tx) => {
    await tx.deleteFrom('kiosk_maintenance_code').where('kiosk_id', '=', kioskId).execute();
    await tx
      .insertInto('kiosk_maintenance_code')
      .values({ kiosk_id: kioskId, ...values })
      .execute();
  });
  return { code, expiresAt };
}

/**
 * Who gave out the code that was typed at the kiosk. It may be typed again while it lives: a technician who left the page
 * comes back. @returns LT-4007
 */
export async function checkMaintenanceCode(
  storage: Storage,
  kioskId: string,
  code: string,
  now: number,
): Promise<Result<{ readonly issuedBy: string }>> {
  return storage.transact(async (tx) => {
    const issued = await tx
      .selectFrom('kiosk_maintenance_code')
      .selectAll()
      .where('kiosk_id', '=', kioskId)
      .executeTakeFirst();
    if (!issued || issued.expires_at <= now || issued.wrong_tries >= WRONG_TRIES) return failed('LT-4007');
    if (issued.code_hash === hashOf(kioskId, code)) return ok({ issuedBy: issued.issued_by });
    await tx
      .updateTable('kiosk_maintenance_code')
      .set({ wrong_tries: issued.wrong_tries + 1 })
      .where('kiosk_id', '=', kioskId)
      .execute();
    return failed('LT-4007');
  });
}
