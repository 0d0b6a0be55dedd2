import type { NewId } from '@louting/common/ids';
import { fen } from '@louting/common/money';
import { failed, ok, type Result } from '@louting/common/result';
import type { Kysely } from 'kysely';
import type { Heartbeat, KioskConfiguration, PaymentMethod } from '../../contract/kiosk-api.ts';
import type { Database } from '../../storage/database.ts';
import { statement } from '../../storage/statement.ts';
import type { Storage } from '../../storage/storage.ts';
import { NEEDS_MESSAGES, offeredWays } from '../identification/ways.store.ts';
import { ACCEPTED_NOTES, ENROLMENT_CODE_LIVES_MS, enrolmentCodeHash, kioskNumber, newEnrolmentCode } from './kiosks.ts';

/** Who signed a request. */
export interface KioskIdentity {
  readonly kioskId: string;
  readonly number: string;
  readonly communityId: string;
}

export interface EnrolledKey extends KioskIdentity {
  /** Ed25519, raw 32 bytes, base64url. */
  readonly publicKey: string;
}

const keyRows = statement((db, values: { keyId: string }) =>
  db
    .selectFrom('kiosk_key as key')
    .innerJoin('kiosk', 'kiosk.kiosk_id', 'key.kiosk_id')
    .select([
      'kiosk.kiosk_id as kioskId',
      'kiosk.number',
      'kiosk.community_id as communityId',
      'key.public_key as publicKey',
    ])
    .where('key.key_id', '=', values.keyId)
    .where('key.revoked_at', 'is', null)
    .where('kiosk.status', '=', 'enrolled'),
);

/** @returns undefined when the key was never enrolled or revoked, or its kiosk is retired. */
export async function findEnrolledKey(db: Kysely<Database>, keyId: string): Promise<EnrolledKey | undefined> {
  const [row] = await keyRows(db, { keyId });
  return row;
}

/** A one-time code for a kiosk of the fleet; shown once, stored as a hash. Codes given out before end. */
export async function issueEnrolmentCode(
  storage: Storage,
  kioskId: string,
  now: number,
): Promise<Result<{ readonly code: string; readonly expiresAt: number }>> {
  const code = newEnrolmentCode();
  const expiresAt = now + ENROLMENT_CODE_LIVES_MS;
  return storage.transact(async (tx) => {
    const kiosk = await tx.selectFrom('kiosk').select('status').where('kiosk_id', '=', kioskId).executeTakeFirst();
    if (!kiosk || kiosk.status === 'retired') return failed('LT-4004');
    await tx.deleteFrom('kiosk_enrolment_code').where('kiosk_id', '=', kioskId).where('used_at', 'is', null).execute();
    await tx
      .insertInto('kiosk_enrolment_code')
      .values({ code_hash: enrolmentCodeHash(code), kiosk_id: kioskId, expires_at: expiresAt, used_at: null })
      .execute();
    return ok({ code, expiresAt });
  });
}

/**
 * Takes a kiosk's public key for a code. The same code with the same key answers the same enrolment again, so that an
 * answer lost on the way costs no second code. Earlier keys of the kiosk end.
 * @returns LT-4001
 */
export async function enrolKiosk(
  storage: Storage,
  request: { readonly code: string; readonly publicKey: string },
  now: number,
  newId: NewId,
): Promise<Result<{ readonly keyId: string; readonly kioskId: string }>> {
  const codeHash = enrolmentCodeHash(request.code);
  const keyId = newId();
  return storage.transact(async (tx) => {
    const code = await tx
      .selectFrom('kiosk_enrolment_code')
      .innerJoin('kiosk', 'kiosk.kiosk_id', 'kiosk_enrolment_code.kiosk_id')
      .select(['kiosk.kiosk_id', 'kiosk.status', 'expires_at', 'used_at'])
      .where('code_hash', '=', codeHash)
      .executeTakeFirst();
    if (!code || code.status === 'retired' || code.expires_at < now) return failed('LT-4001');
    const kioskId = code.kiosk_id;
    if (code.used_at !== null) {
      const key = await tx
        .selectFrom('kiosk_key')
        .select('key_id')
        .where('kiosk_id', '=', kioskId)
        .where('public_key', '=', request.publicKey)
        .where('enrolled_at', '=', code.used_at)
        .where('revoked_at', 'is', null)
        .executeTakeFirst();
      return key ? ok({ keyId: key.key_id, kioskId }) : failed('LT-4001');
    }
    await tx.updateTable('kiosk_enrolment_code').set({ used_at: now }).where('code_hash', '=', codeHash).execute();
    await tx
      .updateTable('kiosk_key')
      .set({ revoked_at: now })
      .where('kiosk_id', '=', kioskId)
      .where('revoked_at', 'is', null)
      .execute();
    await tx
      .insertInto('kiosk_key')
      .values({ key_id: keyId, kiosk_id: kioskId, public_key: request.publicKey, enrolled_at: now, revoked_at: null })
      .execute();
    await tx.updateTable('kiosk').set({ status: 'enrolled' }).where('kiosk_id', '=', kioskId).execute();
    return ok({ keyId, kioskId });
  });
}

/** What the configuration of the server makes possible. */
export interface ServerAbilities {
  readonly methods: readonly PaymentMethod[];
  /** It can send messages with codes to phones. */
  readonly messages: boolean;
  readonly helpDesk: KioskConfiguration['helpDesk'];
  readonly cardProbes: KioskConfiguration['cardProbes'];
  readonly maintenanceKey: string;
  /** Codes of the communities that have a barrier gate. */
  readonly gates: readonly string[];
}

export async function kioskConfiguration(
  db: Kysely<Database>,
  kioskId: string,
  can: ServerAbilities,
): Promise<KioskConfiguration> {
  const row = await db
    .selectFrom('kiosk')
    .innerJoin('community', 'community.community_id', 'kiosk.community_id')
    .select(['kiosk.number', 'kiosk.location', 'name_zh', 'name_en', 'company_name', 'service_phone'])
    .select('community.code')
    .select(['offline_cash', 'offline_cash_per_session_fen', 'offline_cash_per_day_fen'])
    .where('kiosk_id', '=', kioskId)
    .executeTakeFirstOrThrow();
  return {
    kioskId,
    kioskNumber: row.number,
    community: { 'zh-CN': row.name_zh, en: row.name_en },
    companyName: row.company_name,
    location: row.location,
    servicePhone: row.service_phone,
    methods: [...can.methods],
    ways: (await offeredWays(db, kioskId)).filter((way) => can.messages || !NEEDS_MESSAGES.has(way)),
    acceptedNotes: [...ACCEPTED_NOTES],
    offlineCash: {
      enabled: row.offline_cash === 1,
      perSessionFen: fen(row.offline_cash_per_session_fen),
      perDayFen: fen(row.offline_cash_per_day_fen),
    },
    helpDesk: can.helpDesk,
    parkingStays: can.gates.includes(row.code),
    cardProbes: can.cardProbes,
    maintenanceKey: can.maintenanceKey,
  };
}

const offlineCashRows = statement((db, values: { kioskId: string }) =>
  db
    .selectFrom('kiosk')
    .select(['offline_cash', 'offline_cash_per_session_fen', 'offline_cash_per_day_fen'])
    .where('kiosk_id', '=', values.kioskId),
);

/** What the kiosk may take off line by the books; nothing while it is switched off. */
export async function offlineCashLimits(
  db: Kysely<Database>,
  kioskId: string,
): Promise<{ readonly perSessionFen: number; readonly perDayFen: number }> {
  const [row] = await offlineCashRows(db, { kioskId });
  if (!row || row.offline_cash !== 1) return { perSessionFen: 0, perDayFen: 0 };
  return { perSessionFen: row.offline_cash_per_session_fen, perDayFen: row.offline_cash_per_day_fen };
}

/** Keeps the last heartbeat; `heartbeat_changed_at` moves only when the devices or their states differ. */
export async function recordHeartbeat(
  storage: Storage,
  kioskId: string,
  heartbeat: Heartbeat,
  now: number,
): Promise<void> {
  await storage.transact(async (tx) => {
    const before = await tx
      .selectFrom('kiosk')
      .select(['heartbeat', 'heartbeat_changed_at'])
      .where('kiosk_id', '=', kioskId)
      .executeTakeFirstOrThrow();
    const last = before.heartbeat === null ? undefined : (JSON.parse(before.heartbeat) as Heartbeat);
    const same = last !== undefined && JSON.stringify(last.devices) === JSON.stringify(heartbeat.devices);
    await tx
      .updateTable('kiosk')
      .set({
        last_seen_at: now,
        heartbeat: JSON.stringify(heartbeat),
        heartbeat_changed_at: same ? before.heartbeat_changed_at : now,
      })
      .where('kiosk_id', '=', kioskId)
      .execute();
  });
}

export interface SeededKiosk extends KioskIdentity {
  readonly enrolled: boolean;
}

const DEMO_LOCATIONS = ['物业服务中心大厅', '北门岗亭'] as const;

/** Gives each community without a kiosk two, numbered on from the last of the fleet. Answers the whole fleet. */
export async function seedDemoKiosks(storage: Storage, newId: NewId, now: number): Promise<SeededKiosk[]> {
  return storage.transact(async (tx) => {
    const communities = await tx
      .selectFrom('community')
      .leftJoin('kiosk', 'kiosk.community_id', 'community.community_id')
      .select('community.community_id')
      .where('kiosk.kiosk_id', 'is', null)
      .orderBy('community.code')
      .execute();
    const { count } = await tx
      .selectFrom('kiosk')
      .select((query) => query.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    let index = count;
    for (const { community_id: communityId } of communities) {
      for (const location of DEMO_LOCATIONS) {
        index += 1;
        const number = kioskNumber(index);
        const values = {
          number,
          community_id: communityId,
          location,
          status: 'not-enrolled',
          created_at: now,
        } as const;
        await tx
          .insertInto('kiosk')
          .values({ kiosk_id: newId(), ...values })
          .execute();
      }
    }
    const fleet = await tx.selectFrom('kiosk').selectAll().orderBy('number').execute();
    return fleet.map((kiosk) => ({
      kioskId: kiosk.kiosk_id,
      number: kiosk.number,
      communityId: kiosk.community_id,
      enrolled: kiosk.status === 'enrolled',
    }));
  });
}
