import { randomInt } from 'node:crypto';
import { businessDate } from '@louting/common/clock';
import { failed, ok, type Result } from '@louting/common/result';
import type { Selectable, Transaction } from 'kysely';
import {
  type Identification,
  PHONE_CODE_DIGITS,
  PHONE_CODE_LIVES_S,
  RESEND_AFTER_S,
} from '../../contract/identification-api.ts';
import type { Database } from '../../storage/database.ts';
import { maskPhone } from '../estate/masking.ts';
import { homesOfPhone } from './homes.store.ts';
import { recordIdentification } from './identification-audit.ts';
import type { IdentificationContext, Place } from './identification-context.ts';
import type { IdentificationTables } from './identification.tables.ts';
import { keepIdentification } from './identifications.store.ts';
import { keyedHash, sameHash, seal, unseal } from './identity-keys.ts';
import { throttle } from './throttle.store.ts';

const HOUR = 3_600_000;
/** Messages cost money and can be a nuisance: how many may go to one number, and be asked for in one place. */
const MOST = { phonePerHour: 5, phonePerDay: 10, kioskPerHour: 40, addressPerHour: 60 } as const;
const MOST_TRIES = 5;

export interface CodeWish {
  /** Made by who asks: sent again, it is the same code. */
  readonly codeId: string;
  readonly phone: string;
  /** Of the page that asks; absent at the kiosk. */
  readonly showingId?: string;
}

/**
 * Makes a code, and sends it when the number belongs to somebody of the community. Who asks is answered before that,
 * so that neither answer nor time tells which numbers are known.
 * @returns LT-1008 too many, LT-1012 nobody carries messages, LT-1014 locked
 */
export async function sendPhoneCode(
  context: IdentificationContext,
  place: Place,
  wish: CodeWish,
): Promise<Result<undefined>> {
  const { storage, clock, newId, keys, sms } = context;
  if (!sms) return failed('LT-1012');
  const now = clock.now();
  const phoneHash = keyedHash(keys, 'phone', wish.phone);
  const code = String(randomInt(10 ** PHONE_CODE_DIGITS)).padStart(PHONE_CODE_DIGITS, '0');
  const made = await storage.transact(async (tx): Promise<Result<'new' | 'known'>> => {
    const scene = { ...place, now, newId, subjectMasked: maskPhone(wish.phone) };
    const tries = await throttle(tx, [`phone:${phoneHash}`, `kiosk:${place.kioskId}`], scene);
    const before = await tx.selectFrom('phone_code').selectAll().where('code_id', '=', wish.codeId).executeTakeFirst();
    if (before) return before.kiosk_id === place.kioskId ? ok('known') : failed('LT-9001', 'id of another code');
    if (tries.paused) return failed('LT-1014');
    if (!(await maySend(tx, { phoneHash, ...place }, now))) return failed('LT-1008');
    await tx
      .updateTable('phone_code')
      .set({ ended_at: now })
      .where('phone_hash', '=', phoneHash)
      .where('kiosk_id', '=', place.kioskId)
      .where('ended_at', 'is', null)
      .execute();
    await tx
      .insertInto('phone_code')
      .values({
        code_id: wish.codeId,
        kiosk_id: place.kioskId,
        community_id: place.communityId,
        showing_id: wish.showingId ?? null,
        address: place.address,
        phone_hash: phoneHash,
        phone_sealed: seal(keys, 'phone-code', wish.phone),
        code_hash: keyedHash(keys, `code ${wish.codeId}`, code),
        sent_at: now,
        expires_at: now + PHONE_CODE_LIVES_S * 1000,
        tries: 0,
        ended_at: null,
      })
      .execute();
    return ok('new');
  });
  if (!made.ok) return made;
  if (made.value === 'new') {
    void deliver(context, place.communityId, { messageId: wish.codeId, phone: wish.phone, code });
  }
  return ok();
}

async function deliver(
  { storage, clock, logger, sms }: IdentificationContext,
  communityId: string,
  message: { readonly messageId: string; readonly phone: string; readonly code: string },
): Promise<void> {
  try {
    const today = businessDate(clock.now());
    const homes = await homesOfPhone(storage.db, { communityId, phone: message.phone, today });
    if (homes.length === 0) return;
    const sent = await sms?.sendCode(message);
    if (sent && !sent.ok) logger.warn({ failure: sent.error, messageId: message.messageId }, 'message was not sent');
  } catch (error) {
    logger.error({ err: error, messageId: message.messageId }, 'message was not sent');
  }
}

async function maySend(
  tx: Transaction<Database>,
  of: { readonly phoneHash: string; readonly kioskId: string; readonly address: string },
  now: number,
): Promise<boolean> {
  const count = async (column: 'phone_hash' | 'kiosk_id' | 'address', value: string, withinMs: number) => {
    const { sent } = await tx
      .selectFrom('phone_code')
      .select((eb) => eb.fn.countAll<number>().as('sent'))
      .where(column, '=', value)
      .where('sent_at', '>', now - withinMs)
      .executeTakeFirstOrThrow();
    return sent;
  };
  return (
    (await count('phone_hash', of.phoneHash, RESEND_AFTER_S * 1000)) === 0 &&
    (await count('phone_hash', of.phoneHash, HOUR)) < MOST.phonePerHour &&
    (await count('phone_hash', of.phoneHash, 24 * HOUR)) < MOST.phonePerDay &&
    (await count('kiosk_id', of.kioskId, HOUR)) < MOST.kioskPerHour &&
    (await count('address', of.address, HOUR)) < MOST.addressPerHour
  );
}

/** A number whose owner has just shown that the message reached them. */
export interface ProvedPhone {
  readonly phone: string;
  readonly phoneHash: string;
}

interface CodeClaim {
  readonly codeId: string;
  readonly code: string;
  readonly showingId?: string;
}

/**
 * Once, at the place where the code was asked for.
 * @returns LT-1010 wrong, LT-1011 ended, LT-1014 locked
 */
export async function provePhone(
  context: IdentificationContext,
  place: Place,
  claim: CodeClaim,
): Promise<Result<ProvedPhone>> {
  const { clock } = context;
  return context.storage.transact(async (tx) => checkCode(tx, context, place, claim, clock.now()));
}

async function checkCode(
  tx: Transaction<Database>,
  { keys, newId }: IdentificationContext,
  place: Place,
  claim: CodeClaim,
  now: number,
): Promise<Result<ProvedPhone>> {
  const row = await tx.selectFrom('phone_code').selectAll().where('code_id', '=', claim.codeId).executeTakeFirst();
  if (row?.kiosk_id !== place.kioskId || row.showing_id !== (claim.showingId ?? null)) return failed('LT-1011');
  const phone = unseal(keys, 'phone-code', row.phone_sealed) ?? '';
  const ofPhone = `phone:${row.phone_hash}` as const;
  const scene = { ...place, now, newId, subjectMasked: maskPhone(phone) };
  const tries = await throttle(tx, [ofPhone, `kiosk:${place.kioskId}`], scene);
  const told = (result: string) =>
    recordIdentification(tx, newId, {
      at: now,
      kioskId: place.kioskId,
      way: claim.showingId === undefined ? 'phone-code' : 'owner-phone',
      subject: maskPhone(phone),
      result,
      address: place.address,
    });
  if (tries.paused) {
    await told('LT-1014');
    return failed('LT-1014');
  }
  if (hasEnded(row, now)) return failed('LT-1011');
  if (!sameHash(row.code_hash, keyedHash(keys, `code ${claim.codeId}`, claim.code))) {
    const tried = row.tries + 1;
    const ended = tried >= MOST_TRIES ? now : null;
    await tx
      .updateTable('phone_code')
      .set({ tries: tried, ended_at: ended })
      .where('code_id', '=', claim.codeId)
      .execute();
    await tries.wrong();
    await told('LT-1010');
    return failed(ended === null ? 'LT-1010' : 'LT-1011');
  }
  await tx.updateTable('phone_code').set({ ended_at: now }).where('code_id', '=', claim.codeId).execute();
  await tries.right(ofPhone);
  await told('ok');
  return ok({ phone, phoneHash: row.phone_hash });
}

function hasEnded(row: Selectable<IdentificationTables['phone_code']>, now: number): boolean {
  return row.ended_at !== null || row.expires_at <= now || row.tries >= MOST_TRIES;
}

/** @returns LT-1010 also for a number that nobody here has: it was sent no code. LT-1011, LT-1014 */
export async function identifyByCode(
  context: IdentificationContext,
  place: Place,
  claim: CodeClaim,
): Promise<Result<Identification>> {
  const { storage, clock, newId } = context;
  const now = clock.now();
  return storage.transact(async (tx) => {
    const proved = await checkCode(tx, context, place, claim, now);
    if (!proved.ok) return proved;
    const { communityId, kioskId } = place;
    const { phone } = proved.value;
    const homes = await homesOfPhone(tx, { communityId, phone, today: businessDate(now) });
    if (homes.length === 0) return failed('LT-1010');
    return ok(
      await keepIdentification(tx, {
        way: 'phone-code',
        kioskId,
        communityId,
        homes,
        subjectMasked: maskPhone(phone),
        at: now,
        newId,
      }),
    );
  });
}
