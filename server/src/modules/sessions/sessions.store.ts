import { businessDate } from '@louting/common/clock';
import { failed, ok, type Result } from '@louting/common/result';
import type { Insertable, Kysely, Selectable } from 'kysely';
import type { Agreement, OpenSessionRequest, Session } from '../../contract/session-api.ts';
import type { Database } from '../../storage/database.ts';
import { statement } from '../../storage/statement.ts';
import { agree, presentAgreement } from '../agreements/agreements.store.ts';
import { openBillsOfRooms } from '../billing/billing.store.ts';
import { nextDueDateOfRooms } from '../billing/next-due.store.ts';
import { tellOfDoubtfulCard } from '../card-auth/card-auth.store.ts';
import { maskCard } from '../estate/masking.ts';
import { recordIdentification } from '../identification/identification-audit.ts';
import type { KioskIdentity } from '../kiosks/kiosks.store.ts';
import { undoUnpaidOf } from '../offers/unpaid-takes.ts';
import { prepaidOfRoom } from '../ledger/ledger.store.ts';
import { preferencesOf } from '../preferences/preferences.ts';
import { choicesOfParty } from '../preferences/preferences.store.ts';
import { lateOrdersOfRoom } from '../payments/late-orders-of-room.ts';
import { countShownRefunds } from '../refunds/shown-refunds.ts';
import { disputesOfRooms } from '../tickets/disputes.store.ts';
import type { SessionsContext } from './sessions-context.ts';
import { mainRoom, maskedSession, SESSION_LIVES_MS, shownBill } from './sessions.ts';
import type { SessionTables, ShownBill } from './sessions.tables.ts';
import { holderOfCard, identifiedOwner, type Who } from './who.ts';

export const insertSession = statement((db, values: Insertable<SessionTables['kiosk_session']>) =>
  db
    .insertInto('kiosk_session')
    .values({
      session_id: values.session_id,
      kiosk_id: values.kiosk_id,
      community_id: values.community_id,
      room_id: values.room_id,
      bills: values.bills,
      payer_masked: values.payer_masked,
      room_label: values.room_label,
      opened_at: values.opened_at,
      expires_at: values.expires_at,
      closed_at: values.closed_at,
      party_id: values.party_id,
      pay_slip_id: values.pay_slip_id,
    })
    .onConflict((conflict) =>
      conflict
        .column('session_id')
        .doUpdateSet({ bills: (set) => set.ref('excluded.bills') })
        .whereRef('kiosk_session.kiosk_id', '=', 'excluded.kiosk_id')
        .whereRef('kiosk_session.room_id', '=', 'excluded.room_id')
        .where('kiosk_session.closed_at', 'is', null),
    )
    .returning('expires_at'),
);

/**
 * Whose bills they are and what is owed, masked. Sent again with the same id it answers afresh.
 * @returns LT-1001 … LT-1006 for the card, LT-1007 when session or identification is of another or has ended, LT-1008
 * too many taps.
 */
export async function openSession(
  context: SessionsContext,
  kiosk: KioskIdentity,
  request: OpenSessionRequest,
): Promise<Result<Session>> {
  const { storage, clock, newId } = context;
  const { sessionId, credential } = request;
  const now = clock.now();
  const who =
    credential.type === 'card'
      ? await holderOfCard(context, kiosk, credential, sessionId)
      : await identifiedOwner(context, kiosk, credential, sessionId);
  if (!who.ok) {
    if (credential.type === 'card') await refuseCard(context, kiosk, credential.uid, who.error.code);
    return who;
  }
  const session = await maskedFor(context, kiosk, sessionId, who.value);
  const [row] = await storage.transact(async (tx) => {
    if (who.value.card !== undefined) {
      const { kioskId } = kiosk;
      await recordIdentification(tx, newId, { at: now, kioskId, way: 'card', subject: who.value.card, result: 'ok' });
    }
    return insertSession(tx, {
      session_id: session.sessionId,
      kiosk_id: kiosk.kioskId,
      community_id: kiosk.communityId,
      room_id: mainRoom(who.value.households).roomId,
      bills: JSON.stringify(session.bills.map(shownBill)),
      payer_masked: session.payerMasked,
      room_label: session.roomLabel,
      opened_at: now,
      expires_at: session.expiresAt,
      closed_at: null,
      party_id: who.value.strength === 'strong' ? who.value.partyId : null,
      pay_slip_id: null,
    });
  });
  return row ? ok({ ...session, expiresAt: row.expires_at }) : failed('LT-1007');
}

async function refuseCard(
  { storage, clock, newId }: SessionsContext,
  kiosk: KioskIdentity,
  uid: string,
  result: string,
): Promise<void> {
  const { kioskId } = kiosk;
  const refused = { at: clock.now(), kioskId, way: 'card', subject: maskCard(uid), result } as const;
  await storage.transact(async (tx) => {
    await recordIdentification(tx, newId, refused);
    if (result === 'LT-1018') await tellOfDoubtfulCard(tx, { newId, clock }, kiosk, uid);
  });
}

async function maskedFor(
  { storage, clock }: SessionsContext,
  kiosk: KioskIdentity,
  sessionId: string,
  who: Who,
): Promise<Session> {
  const now = clock.now();
  const household = mainRoom(who.households);
  const rooms = who.households.map(({ roomId }) => roomId);
  const { partyId, elderMode, strength } = who;
  const [bills, prepaidFen, agreement, lateOrders, refundCount, choices, disputes, nextDueDate] = await Promise.all([
    openBillsOfRooms(storage.db, rooms, businessDate(now)),
    prepaidOfRoom(storage.db, household.roomId),
    presentAgreement(storage.db, household.roomId),
    lateOrdersOfRoom(storage.db, kiosk.kioskId, household.roomId, now),
    countShownRefunds(storage.db, household.roomId, now),
    choicesOfParty(storage.db, partyId),
    disputesOfRooms(storage.db, rooms, now),
    nextDueDateOfRooms(storage.db, rooms, businessDate(now)),
  ]);
  const preferences = preferencesOf(choices, elderMode);
  const money = { prepaidFen, bills, agreement, lateOrders, refundCount, disputes, nextDueDate };
  const facts = { household, households: who.households, partyId, preferences, strength, ...money };
  return maskedSession({ sessionId, expiresAt: now + SESSION_LIVES_MS, ...facts });
}

/** Nobody owes what they chose and did not pay. */
export async function closeSession(context: SessionsContext, kioskId: string, sessionId: string): Promise<void> {
  const { storage, clock } = context;
  await storage.transact(async (tx) => {
    const closed = await tx
      .updateTable('kiosk_session')
      .set({ closed_at: clock.now() })
      .where('session_id', '=', sessionId)
      .where('kiosk_id', '=', kioskId)
      .where('closed_at', 'is', null)
      .returning(['room_id', 'opened_at'])
      .executeTakeFirst();
    if (closed) await undoUnpaidOf(tx, { roomId: closed.room_id, openedAt: closed.opened_at }, context);
  });
}

export interface SessionOfKiosk {
  readonly openedAt: number;
  readonly communityId: string;
  readonly roomId: string;
  readonly payerMasked: string;
  readonly roomLabel: string;
  readonly bills: readonly ShownBill[];
  /** Who stands there, when it is one known person; absent in a weak session, which may only pay. */
  readonly partyId: string | undefined;
}

const sessionRows = statement((db, values: { sessionId: string }) =>
  db.selectFrom('kiosk_session').selectAll().where('session_id', '=', values.sessionId),
);

/** @returns LT-1007 when there is no such session at this kiosk, or it has ended. */
export async function liveSession(
  db: Kysely<Database>,
  kioskId: string,
  sessionId: string,
  now: number,
): Promise<Result<SessionOfKiosk>> {
  const row = await rowOf(db, kioskId, sessionId);
  return row && row.closed_at === null && row.expires_at > now ? ok(sessionOf(row)) : failed('LT-1007');
}

/** A session of this kiosk, even one that has ended. */
export async function sessionOfKiosk(
  db: Kysely<Database>,
  kioskId: string,
  sessionId: string,
): Promise<SessionOfKiosk | undefined> {
  const row = await rowOf(db, kioskId, sessionId);
  return row && sessionOf(row);
}

type SessionRow = Selectable<SessionTables['kiosk_session']>;

async function rowOf(db: Kysely<Database>, kioskId: string, sessionId: string): Promise<SessionRow | undefined> {
  const [row] = await sessionRows(db, { sessionId });
  return row?.kiosk_id === kioskId ? row : undefined;
}

function sessionOf(row: SessionRow): SessionOfKiosk {
  return {
    openedAt: row.opened_at,
    communityId: row.community_id,
    roomId: row.room_id,
    payerMasked: row.payer_masked,
    roomLabel: row.room_label,
    bills: JSON.parse(row.bills) as ShownBill[],
    partyId: row.party_id ?? undefined,
  };
}

/**
 * Keeps what the owners in front of the kiosk agree to; sent again it replaces what was agreed before.
 * @returns LT-1007, LT-1034 whoever stands there may only pay
 */
export async function agreeInSession(
  context: SessionsContext,
  kiosk: KioskIdentity,
  sessionId: string,
  agreement: Agreement,
): Promise<Result<Agreement>> {
  const now = context.clock.now();
  return context.storage.transact(async (tx) => {
    const session = await liveSession(tx, kiosk.kioskId, sessionId, now);
    if (!session.ok) return session;
    if (session.value.partyId === undefined) return failed('LT-1034');
    await agree(tx, session.value.roomId, agreement, `kiosk:${kiosk.kioskId}`, now);
    return ok(agreement);
  });
}
