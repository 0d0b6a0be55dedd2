import { businessDate, type Clock } from '@louting/common/clock';
import type { NewId } from '@louting/common/ids';
import { ZERO_FEN } from '@louting/common/money';
import { failed, ok, type Failure, type Result } from '@louting/common/result';
import type { Transaction } from 'kysely';
import type { CardAuthentication, StartCardAuthentication } from '../../contract/card-auth-api.ts';
import type { Database } from '../../storage/database.ts';
import type { Storage } from '../../storage/storage.ts';
import type { CardKey } from '../cards/cards.ts';
import { findCard, type FoundCard } from '../cards/cards.store.ts';
import { maskCard } from '../estate/masking.ts';
import { recordIdentification } from '../identification/identification-audit.ts';
import { type IdentityKeys, seal, unseal } from '../identification/identity-keys.ts';
import { throttle, type Throttle } from '../identification/throttle.store.ts';
import type { KioskIdentity } from '../kiosks/kiosks.store.ts';
import { raiseException } from '../payments/orders.store.ts';
import type { CardProving } from './card-masters.ts';
import { type CardToProve, poseProof, verifyProof } from './card-proofs.ts';

/** A card that lies still answers in a tenth of it. */
const LIVES_MS = 15_000;
/** From the proof to the session. */
const USABLE_MS = 60_000;

export interface CardAuthContext {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly cardKey: CardKey;
  readonly keys: IdentityKeys;
  readonly proving: CardProving;
}

type Tx = Transaction<Database>;

/**
 * A card was laid down and says who it is: what it has to do to prove it. It ends the proof of the card before.
 * @returns LT-1001 … LT-1006 for the card, LT-1014 locked, LT-1018 it is another, LT-1020 the id was used, LT-1021
 */
export async function startCardAuthentication(
  context: CardAuthContext,
  kiosk: KioskIdentity,
  { authenticationId, uid, scheme, answers }: StartCardAuthentication,
): Promise<Result<CardAuthentication>> {
  const now = context.clock.now();
  const { cardKey } = context;
  return context.storage.transact(async (tx) => {
    const found = await findCard(tx, uid, { cardKey, communityId: kiosk.communityId });
    if (!found.ok) return found;
    const card = found.value;
    if (card.scheme === 'uid') return ok({ state: 'not-needed' });
    const tries = await triesOf(context, tx, kiosk, card);
    if (tries.paused) return failed('LT-1014');
    const posed =
      card.scheme === scheme
        ? poseProof(toProve(card, card.scheme, uid), answers.map(bytesOf), context.proving)
        : failed('LT-1018', 'another kind of card');
    if (!posed.ok) return refuse(context, tx, kiosk, { card, tries, failure: posed.error });
    await tx
      .updateTable('card_authentication')
      .set({ ended_at: now })
      .where('kiosk_id', '=', kiosk.kioskId)
      .where('ended_at', 'is', null)
      .execute();
    const [row] = await tx
      .insertInto('card_authentication')
      .values({
        authentication_id: authenticationId,
        kiosk_id: kiosk.kioskId,
        card_id: card.cardId,
        scheme: card.scheme,
        secret_sealed: seal(
          context.keys,
          purposeOf(authenticationId),
          JSON.stringify({ uid, secret: posed.value.secret.toString('hex') }),
        ),
        started_at: now,
        expires_at: now + LIVES_MS,
        ended_at: null,
        result: null,
        session_id: null,
      })
      .onConflict((conflict) => conflict.column('authentication_id').doNothing())
      .returning('expires_at')
      .execute();
    if (!row) return failed('LT-1020');
    const commands = posed.value.commands.map((command) => command.toString('hex').toUpperCase());
    return ok({ state: 'commands', commands, expiresAt: row.expires_at });
  });
}

/** @returns LT-1018 the card is not the one that was issued, LT-1020 there is nothing to answer (any more) */
export async function answerCardAuthentication(
  context: CardAuthContext,
  kiosk: KioskIdentity,
  authenticationId: string,
  answers: readonly string[],
): Promise<Result<CardAuthentication>> {
  const now = context.clock.now();
  return context.storage.transact(async (tx) => {
    // Ended by its first answer, right or wrong: nothing is tried twice against the same random number.
    const row = await tx
      .updateTable('card_authentication')
      .set({ ended_at: now })
      .where('authentication_id', '=', authenticationId)
      .where('kiosk_id', '=', kiosk.kioskId)
      .where('ended_at', 'is', null)
      .where('expires_at', '>', now)
      .returning(['secret_sealed', 'scheme'])
      .executeTakeFirst();
    const opened = row && unseal(context.keys, purposeOf(authenticationId), row.secret_sealed);
    if (!row || opened === undefined) return failed('LT-1020');
    const { uid, secret } = JSON.parse(opened) as { readonly uid: string; readonly secret: string };
    const found = await findCard(tx, uid, { cardKey: context.cardKey, communityId: kiosk.communityId });
    if (!found.ok) return found;
    const card = found.value;
    const verified = verifyProof(
      toProve(card, row.scheme, uid),
      bytesOf(secret),
      answers.map(bytesOf),
      context.proving,
    );
    const tries = await triesOf(context, tx, kiosk, card);
    await tx
      .updateTable('card_authentication')
      .set({ result: verified.ok ? 'proved' : verified.error.code })
      .where('authentication_id', '=', authenticationId)
      .execute();
    if (!verified.ok) return refuse(context, tx, kiosk, { card, tries, failure: verified.error });
    await tries.right(`card:${card.cardId}`);
    return ok({ state: 'proved' });
  });
}

/**
 * Takes a proof for one session; the same session may ask again for fresh bills.
 * @returns LT-1020 when it proves nothing (any more), or another card, or was used
 */
export async function useCardAuthentication(
  tx: Tx,
  proof: {
    readonly authenticationId: string;
    readonly cardId: string;
    readonly kioskId: string;
    readonly sessionId: string;
    readonly now: number;
  },
): Promise<Result<undefined>> {
  const used = await tx
    .updateTable('card_authentication')
    .set({ session_id: proof.sessionId })
    .where('authentication_id', '=', proof.authenticationId)
    .where('kiosk_id', '=', proof.kioskId)
    .where('card_id', '=', proof.cardId)
    .where('result', '=', 'proved')
    .where((where) =>
      where.or([
        where('session_id', '=', proof.sessionId),
        where.and([where('session_id', 'is', null), where('ended_at', '>', proof.now - USABLE_MS)]),
      ]),
    )
    .returning('authentication_id')
    .executeTakeFirst();
  return used ? ok() : failed('LT-1020');
}

/** Somebody should look at the card: told once a day. */
export async function tellOfDoubtfulCard(
  tx: Tx,
  { newId, clock }: Pick<CardAuthContext, 'newId' | 'clock'>,
  kiosk: KioskIdentity,
  lastFour: string,
): Promise<void> {
  const at = clock.now();
  await raiseException(tx, {
    exceptionId: newId(),
    orderId: null,
    kioskId: kiosk.kioskId,
    communityId: kiosk.communityId,
    code: 'LT-1018',
    detail: `${maskCard(lastFour)} ${businessDate(at)}`,
    amountFen: ZERO_FEN,
    at,
  });
}

interface Refusal {
  readonly card: FoundCard;
  readonly tries: Throttle;
  readonly failure: Failure;
}

async function refuse(
  context: CardAuthContext,
  tx: Tx,
  kiosk: KioskIdentity,
  { card, tries, failure }: Refusal,
): Promise<Result<never>> {
  const subject = maskCard(card.lastFour);
  const refused = {
    at: context.clock.now(),
    kioskId: kiosk.kioskId,
    way: 'card',
    subject,
    result: failure.code,
  } as const;
  await recordIdentification(tx, context.newId, refused);
  if (failure.code === 'LT-1018') {
    await tries.wrong();
    await tellOfDoubtfulCard(tx, context, kiosk, card.lastFour);
  }
  // Why it did not fit helps only whoever copies cards.
  return failed(failure.code);
}

function triesOf(context: CardAuthContext, tx: Tx, kiosk: KioskIdentity, card: FoundCard): Promise<Throttle> {
  const { kioskId, communityId } = kiosk;
  const scene = { now: context.clock.now(), newId: context.newId, kioskId, communityId };
  return throttle(tx, [`card:${card.cardId}`, `kiosk:${kioskId}`], {
    ...scene,
    subjectMasked: maskCard(card.lastFour),
  });
}

function toProve(card: FoundCard, scheme: CardToProve['scheme'], uid: string): CardToProve {
  const { keyVersion, applicationSerial } = card;
  const serial = applicationSerial === null ? undefined : bytesOf(applicationSerial);
  return { scheme, keyVersion, uid: bytesOf(uid), serial };
}

function bytesOf(hex: string): Buffer {
  return Buffer.from(hex, 'hex');
}

function purposeOf(authenticationId: string): string {
  return `card authentication ${authenticationId}`;
}
