import { failed, ok, type Result } from '@louting/common/result';
import type { z } from 'zod';
import type { CardCredentialSchema, IdentifiedCredentialSchema, Strength } from '../../contract/session-api.ts';
import { useCardAuthentication } from '../card-auth/card-auth.store.ts';
import { STRONG_SCHEMES } from '../card-auth/card-proofs.ts';
import { findCard } from '../cards/cards.store.ts';
import { type HouseholdOfRoom, householdOfRoom } from '../estate/estate.store.ts';
import { maskCard } from '../estate/masking.ts';
import { useIdentification } from '../identification/identifications.store.ts';
import type { KioskIdentity } from '../kiosks/kiosks.store.ts';
import type { SessionsContext } from './sessions-context.ts';

/** Who stands before the kiosk. */
export interface Who {
  /** At least one. */
  readonly households: readonly HouseholdOfRoom[];
  readonly partyId: string;
  readonly elderMode: boolean;
  readonly strength: Strength;
  /** For the audit trail, of a card; what else was proved stands there already. */
  readonly card?: string;
}

/**
 * @returns LT-1001 … LT-1006 for the card, LT-1008 too many taps, LT-1018 it should have proved itself, LT-1020 its
 * proof has ended or was used
 */
export async function holderOfCard(
  context: SessionsContext,
  kiosk: KioskIdentity,
  { uid, authenticationId, takenAway }: z.output<typeof CardCredentialSchema>,
  sessionId: string,
): Promise<Result<Who>> {
  const { storage, clock, cardKey } = context;
  const now = clock.now();
  const allowed =
    context.triesOfKiosk.allow(kiosk.kioskId, now) && context.triesOfCard.allow(`${kiosk.kioskId} ${uid}`, now);
  if (!allowed) return failed('LT-1008');
  const card = await findCard(storage.db, uid, { cardKey, communityId: kiosk.communityId });
  if (!card.ok) return card;
  const { cardId, scheme, strongOnly } = card.value;
  if (scheme !== 'uid' && takenAway === true) return failed('LT-1019');
  if (scheme !== 'uid') {
    const proved = await provedBy(context, kiosk, { cardId, authenticationId, sessionId, now });
    if (!proved.ok) return proved;
  }
  const found = await Promise.all(card.value.roomIds.map((roomId) => householdOfRoom(storage.db, roomId)));
  const households = found.flatMap((one) => (one?.communityId === kiosk.communityId ? [one] : []));
  const { partyId, elderMode, lastFour } = card.value;
  const strength: Strength = strongOnly && !STRONG_SCHEMES.has(scheme) ? 'weak' : 'strong';
  return households.length === 0
    ? failed('LT-1006')
    : ok({ households, partyId, elderMode, strength, card: maskCard(lastFour) });
}

async function provedBy(
  { storage }: SessionsContext,
  { kioskId }: KioskIdentity,
  proof: {
    readonly cardId: string;
    readonly authenticationId: string | undefined;
    readonly sessionId: string;
    readonly now: number;
  },
): Promise<Result<undefined>> {
  const { authenticationId, ...of } = proof;
  if (authenticationId === undefined) return failed('LT-1018', 'nothing proved');
  return storage.transact((tx) => useCardAuthentication(tx, { ...of, authenticationId, kioskId }));
}

/** @returns LT-1007 when the identification is not for this session any more */
export async function identifiedOwner(
  { storage, clock }: SessionsContext,
  kiosk: KioskIdentity,
  { identificationId, home }: z.output<typeof IdentifiedCredentialSchema>,
  sessionId: string,
): Promise<Result<Who>> {
  const claim = { identificationId, home, kioskId: kiosk.kioskId, now: clock.now() };
  const used = await storage.transact((tx) => useIdentification(tx, claim, sessionId));
  if (!used.ok) return used;
  const household = await householdOfRoom(storage.db, used.value.home.roomId);
  if (!household) return failed('LT-1007');
  const { partyId } = used.value.home;
  return ok({ households: [household], partyId, elderMode: false, strength: used.value.strength });
}
