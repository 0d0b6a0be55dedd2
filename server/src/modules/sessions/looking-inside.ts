import { failed, ok, type Result } from '@louting/common/result';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { liveSession, type SessionOfKiosk } from './sessions.store.ts';

/** A session of one known person of the household. */
export type InsideSession = SessionOfKiosk & { readonly partyId: string };

/**
 * Who may see what was paid, and choose for the household: its own people. Whoever pays with a slip may not.
 * @returns LT-1007 as `liveSession`, LT-1034 may pay but not look
 */
export async function sessionInside(
  db: Kysely<Database>,
  kioskId: string,
  sessionId: string,
  now: number,
): Promise<Result<InsideSession>> {
  const session = await liveSession(db, kioskId, sessionId, now);
  if (!session.ok) return session;
  const { partyId } = session.value;
  return partyId === undefined ? failed('LT-1034') : ok({ ...session.value, partyId });
}
