import type { NewId } from '@louting/common/ids';
import { failed, ok, type Result } from '@louting/common/result';
import type { Kysely, Transaction } from 'kysely';
import type { Identification, WayIn } from '../../contract/identification-api.ts';
import type { Strength } from '../../contract/session-api.ts';
import type { Database } from '../../storage/database.ts';
import { maskRoomLabel } from '../estate/masking.ts';
import type { IdentifiedHome } from './homes.store.ts';

const LIVES_MS = 300_000;

/** A neighbour may know room and number: it is enough to pay, and for nothing else. */
export function strengthOf(way: WayIn): Strength {
  return way === 'room' ? 'weak' : 'strong';
}

export async function keepIdentification(
  tx: Transaction<Database>,
  found: {
    readonly way: WayIn;
    readonly kioskId: string;
    readonly communityId: string;
    readonly homes: readonly IdentifiedHome[];
    readonly subjectMasked: string;
    readonly at: number;
    readonly newId: NewId;
  },
): Promise<Identification> {
  const identificationId = found.newId();
  await tx
    .insertInto('identification')
    .values({
      identification_id: identificationId,
      kiosk_id: found.kioskId,
      community_id: found.communityId,
      way: found.way,
      homes: JSON.stringify(found.homes),
      subject_masked: found.subjectMasked,
      identified_at: found.at,
      expires_at: found.at + LIVES_MS,
      session_id: null,
    })
    .execute();
  return identificationOf(identificationId, found.homes);
}

/** @returns undefined when it is of another kiosk, or its time is over */
export async function findIdentification(
  db: Kysely<Database>,
  identificationId: string,
  kioskId: string,
  now: number,
): Promise<Identification | undefined> {
  const row = await db
    .selectFrom('identification')
    .select('homes')
    .where('identification_id', '=', identificationId)
    .where('kiosk_id', '=', kioskId)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row && identificationOf(identificationId, homesOf(row));
}

export interface UsedIdentification {
  readonly home: IdentifiedHome;
  readonly way: WayIn;
  readonly strength: Strength;
  readonly subjectMasked: string;
}

/**
 * Takes an identification for one session; the same session may ask again for fresh bills.
 * @returns LT-1007 when it is of another kiosk, was used for another session, or its time is over
 */
export async function useIdentification(
  tx: Transaction<Database>,
  claim: { readonly identificationId: string; readonly home: number; readonly kioskId: string; readonly now: number },
  sessionId: string,
): Promise<Result<UsedIdentification>> {
  const row = await tx
    .updateTable('identification')
    .set({ session_id: sessionId })
    .where('identification_id', '=', claim.identificationId)
    .where('kiosk_id', '=', claim.kioskId)
    .where((where) =>
      where.or([
        where('session_id', '=', sessionId),
        where.and([where('session_id', 'is', null), where('expires_at', '>', claim.now)]),
      ]),
    )
    .returning(['homes', 'way', 'subject_masked'])
    .executeTakeFirst();
  if (!row) return failed('LT-1007');
  const home = homesOf(row)[claim.home];
  if (!home) return failed('LT-9002');
  return ok({ home, way: row.way, strength: strengthOf(row.way), subjectMasked: row.subject_masked });
}

function homesOf(row: { readonly homes: string }): readonly IdentifiedHome[] {
  return JSON.parse(row.homes) as IdentifiedHome[];
}

function identificationOf(identificationId: string, homes: readonly IdentifiedHome[]): Identification {
  return { identificationId, homes: homes.map(({ roomLabel }) => ({ roomLabel: maskRoomLabel(roomLabel) })) };
}
