import { businessDate, type Clock } from '@louting/common/clock';
import { failed, ok, type Result } from '@louting/common/result';
import type { Kysely, Selectable } from 'kysely';
import type { OpenSessionRequest, Session } from '../../contract/kiosk-api.ts';
import type { Database } from '../../storage/database.ts';
import { statement } from '../../storage/statement.ts';
import type { Storage } from '../../storage/storage.ts';
import { openBillsOfRooms } from '../billing/billing.store.ts';
import type { CardKey } from '../cards/cards.ts';
import { findCard } from '../cards/cards.store.ts';
import { householdOfRoom } from '../estate/estate.store.ts';
import type { KioskIdentity } from '../kiosks/kiosks.store.ts';
import { prepaidOfRoom } from '../ledger/ledger.store.ts';
import { mainRoom, maskedSession, SESSION_LIVES_MS, shownBill } from './sessions.ts';
import type { SessionTables, ShownBill } from './sessions.tables.ts';
import type { Tries } from './tries.ts';

export interface SessionsContext {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly cardKey: CardKey;
  /** Taps of one card at one kiosk. */
  readonly triesOfCard: Tries;
  /** Taps of any cards at one kiosk. */
  readonly triesOfKiosk: Tries;
}

const insertSession = statement((db, values: SessionTables['kiosk_session']) =>
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
 * Who the card belongs to and what is owed, masked. Sent again with the same id it answers afresh.
 * @returns LT-1001 … LT-1006 for the card, LT-1007 when the id is of another or an ended session, LT-1008 too many taps.
 */
export async function openSession(
  context: SessionsContext,
  kiosk: KioskIdentity,
  request: OpenSessionRequest,
): Promise<Result<Session>> {
  const { storage, clock } = context;
  const now = clock.now();
  const { uid } = request.credential;
  const allowed =
    context.triesOfKiosk.allow(kiosk.kioskId, now) && context.triesOfCard.allow(`${kiosk.kioskId} ${uid}`, now);
  if (!allowed) return failed('LT-1008');

  const { cardKey } = context;
  const card = await findCard(storage.db, uid, { cardKey, communityId: kiosk.communityId });
  if (!card.ok) return card;
  const found = await Promise.all(card.value.roomIds.map((roomId) => householdOfRoom(storage.db, roomId)));
  const households = found.filter((one) => one !== undefined && one.communityId === kiosk.communityId);
  const household = mainRoom(households.flatMap((one) => one ?? []));
  if (!household) return failed('LT-1006');

  const rooms = households.flatMap((one) => one?.roomId ?? []);
  const [bills, prepaidFen] = await Promise.all([
    openBillsOfRooms(storage.db, rooms, businessDate(now)),
    prepaidOfRoom(storage.db, household.roomId),
  ]);
  const expiresAt = now + SESSION_LIVES_MS;
  const { partyId, elderMode } = card.value;
  const facts = { household, partyId, elderMode, prepaidFen, bills };
  const session = maskedSession({ sessionId: request.sessionId, expiresAt, ...facts });
  const stored = await storage.transact((tx) =>
    insertSession(tx, {
      session_id: session.sessionId,
      kiosk_id: kiosk.kioskId,
      community_id: kiosk.communityId,
      room_id: household.roomId,
      bills: JSON.stringify(session.bills.map(shownBill)),
      payer_masked: session.payerMasked,
      room_label: session.roomLabel,
      opened_at: now,
      expires_at: expiresAt,
      closed_at: null,
    }),
  );
  const [row] = stored;
  return row ? ok({ ...session, expiresAt: row.expires_at }) : failed('LT-1007');
}

export async function closeSession(context: SessionsContext, kioskId: string, sessionId: string): Promise<void> {
  await context.storage.transact((tx) =>
    tx
      .updateTable('kiosk_session')
      .set({ closed_at: context.clock.now() })
      .where('session_id', '=', sessionId)
      .where('kiosk_id', '=', kioskId)
      .where('closed_at', 'is', null)
      .execute(),
  );
}

export interface LiveSession {
  readonly communityId: string;
  readonly roomId: string;
  readonly payerMasked: string;
  readonly roomLabel: string;
  readonly bills: readonly ShownBill[];
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
): Promise<Result<LiveSession>> {
  const rows: Selectable<SessionTables['kiosk_session']>[] = await sessionRows(db, { sessionId });
  const [row] = rows;
  if (row?.kiosk_id !== kioskId || row.closed_at !== null || row.expires_at <= now) return failed('LT-1007');
  return ok({
    communityId: row.community_id,
    roomId: row.room_id,
    payerMasked: row.payer_masked,
    roomLabel: row.room_label,
    bills: JSON.parse(row.bills) as ShownBill[],
  });
}
