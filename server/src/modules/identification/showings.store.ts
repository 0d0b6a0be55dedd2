import { randomInt } from 'node:crypto';
import { businessDate } from '@louting/common/clock';
import { failed, ok, type Result } from '@louting/common/result';
import type { Kysely } from 'kysely';
import { SHOWING_LIVES_S, type Showing, type ShowingState } from '../../contract/identification-api.ts';
import type { Database } from '../../storage/database.ts';
import { maskPhone } from '../estate/masking.ts';
import { homesOfPhone } from './homes.store.ts';
import { recordIdentification } from './identification-audit.ts';
import type { IdentificationContext, Place } from './identification-context.ts';
import { findIdentification, keepIdentification } from './identifications.store.ts';
import { type IdentityKeys, keyedHash, sameHash } from './identity-keys.ts';

/** Where a phone stands that opened the page of a showing. */
export interface ShowingOnPage {
  readonly showingId: string;
  readonly kioskId: string;
  readonly kioskNumber: string;
  readonly location: string;
  readonly communityId: string;
  readonly communityName: string;
  readonly servicePhone: string;
  /** In the order in which the phone offers them. */
  readonly numbers: readonly number[];
}

const NUMBERS = 3;

/** What makes the address of a showing's page impossible to guess: 256 bits over its id. */
function token(keys: IdentityKeys, showingId: string): string {
  return keyedHash(keys, 'showing', showingId);
}

/** Shows a code anew: what the kiosk showed before opens nothing any more. Sent again it is the same showing. */
export async function startShowing(
  { storage, clock, keys, sms, publicUrl }: IdentificationContext,
  place: Omit<Place, 'address'>,
  showingId: string,
): Promise<Result<Showing>> {
  if (!sms) return failed('LT-1012');
  const now = clock.now();
  const shown = await storage.transact(async (tx) => {
    const before = await tx
      .selectFrom('identity_showing')
      .select(['kiosk_id', 'shown_number'])
      .where('showing_id', '=', showingId)
      .executeTakeFirst();
    if (before) return before.kiosk_id === place.kioskId ? ok(before.shown_number) : failed('LT-9001');
    await tx
      .updateTable('identity_showing')
      .set({ ended_at: now })
      .where('kiosk_id', '=', place.kioskId)
      .where('ended_at', 'is', null)
      .execute();
    const numbers = threeNumbers();
    const shownNumber = numbers[randomInt(numbers.length)] ?? 0;
    await tx
      .insertInto('identity_showing')
      .values({
        showing_id: showingId,
        kiosk_id: place.kioskId,
        community_id: place.communityId,
        numbers: JSON.stringify(numbers),
        shown_number: shownNumber,
        shown_at: now,
        expires_at: now + SHOWING_LIVES_S * 1000,
        ended_at: null,
        identification_id: null,
      })
      .execute();
    return ok(shownNumber);
  });
  if (!shown.ok) return shown;
  const pageUrl = `${publicUrl}/w/${showingId}.${token(keys, showingId)}`;
  return ok({ pageUrl, number: String(shown.value), livesS: SHOWING_LIVES_S });
}

function threeNumbers(): number[] {
  const numbers = new Set<number>();
  while (numbers.size < NUMBERS) numbers.add(randomInt(10, 100));
  return [...numbers];
}

export async function endShowing(
  { storage, clock }: IdentificationContext,
  kioskId: string,
  showingId: string,
): Promise<void> {
  await storage.transact((tx) =>
    tx
      .updateTable('identity_showing')
      .set({ ended_at: clock.now() })
      .where('showing_id', '=', showingId)
      .where('kiosk_id', '=', kioskId)
      .where('ended_at', 'is', null)
      .execute(),
  );
}

export async function showingState(
  { storage, clock }: IdentificationContext,
  kioskId: string,
  showingId: string,
): Promise<ShowingState> {
  const now = clock.now();
  const row = await storage.db
    .selectFrom('identity_showing')
    .selectAll()
    .where('showing_id', '=', showingId)
    .where('kiosk_id', '=', kioskId)
    .executeTakeFirst();
  if (!row) return { state: 'ended' };
  if (row.identification_id !== null) {
    const identification = await findIdentification(storage.db, row.identification_id, kioskId, now);
    return identification ? { state: 'identified', identification } : { state: 'ended' };
  }
  return row.ended_at === null && row.expires_at > now ? { state: 'waiting' } : { state: 'ended' };
}

/** @param address last part of the page's path. @returns undefined for a forged address and a showing that is over */
export async function showingAt(
  db: Kysely<Database>,
  keys: IdentityKeys,
  address: string,
  now: number,
): Promise<ShowingOnPage | undefined> {
  const [showingId = '', given = ''] = address.split('.');
  if (!sameHash(token(keys, showingId), given)) return undefined;
  const row = await db
    .selectFrom('identity_showing as showing')
    .innerJoin('kiosk', 'kiosk.kiosk_id', 'showing.kiosk_id')
    .innerJoin('community', 'community.community_id', 'showing.community_id')
    .select(['showing.kiosk_id', 'showing.community_id', 'numbers', 'kiosk.number', 'kiosk.location'])
    .select(['community.name_zh', 'community.service_phone'])
    .where('showing_id', '=', showingId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return (
    row && {
      showingId,
      kioskId: row.kiosk_id,
      kioskNumber: row.number,
      location: row.location,
      communityId: row.community_id,
      communityName: row.name_zh,
      servicePhone: row.service_phone,
      numbers: JSON.parse(row.numbers) as number[],
    }
  );
}

/**
 * The owner has proved their number and found the kiosk's number on the phone: the kiosk may open a session, once.
 * A wrong number ends the showing, because whoever stands before the kiosk sees the right one.
 * @returns LT-1017 ended or wrong number, LT-1013 the number has no home in this community
 */
export async function openByPhone(
  { storage, clock, newId }: IdentificationContext,
  showing: ShowingOnPage,
  { phone, number, address }: { readonly phone: string; readonly number: number; readonly address: string },
): Promise<Result<undefined>> {
  const now = clock.now();
  const { showingId, kioskId, communityId } = showing;
  const subjectMasked = maskPhone(phone);
  return storage.transact(async (tx) => {
    const ended = await tx
      .updateTable('identity_showing')
      .set({ ended_at: now })
      .where('showing_id', '=', showingId)
      .where('ended_at', 'is', null)
      .where('expires_at', '>', now)
      .returning('shown_number')
      .executeTakeFirst();
    const homes = await homesOfPhone(tx, { communityId, phone, today: businessDate(now) });
    const result = !ended || ended.shown_number !== number ? 'LT-1017' : homes.length === 0 ? 'LT-1013' : 'ok';
    const entry = { at: now, kioskId, way: 'owner-phone', subject: subjectMasked, result, address } as const;
    await recordIdentification(tx, newId, entry);
    if (result !== 'ok') return failed(result);
    const found = { way: 'owner-phone', kioskId, communityId, homes, subjectMasked, at: now, newId } as const;
    const { identificationId } = await keepIdentification(tx, found);
    await tx
      .updateTable('identity_showing')
      .set({ identification_id: identificationId })
      .where('showing_id', '=', showingId)
      .execute();
    return ok();
  });
}
