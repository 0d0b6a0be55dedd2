import { fen } from '@louting/common/money';
import { type Kysely, sql } from 'kysely';
import type { DoubtfulCash, NoteEvent } from '../../contract/cash-api.ts';
import type { Database } from '../../storage/database.ts';
import { contains } from '../admin-views/search.ts';
import { momentOfOrder, runningSession, sessionOfPull, type CashSession } from './cash-sessions.store.ts';
import { namesOfStaff } from './staff-names.ts';

export interface NotesQuery {
  readonly session?: number | undefined;
  readonly search?: string | undefined;
  readonly page: number;
  readonly pageSize: number;
}

/** What happened to each note of a kiosk, newest first; a note without a moment of its own has that of its order. */
export async function listNotes(
  db: Kysely<Database>,
  kioskId: string,
  query: NotesQuery,
): Promise<{ rows: NoteEvent[]; total: number }> {
  const words = query.search?.trim();
  const moment = sql<number>`coalesce(note.stacked_at, ${momentOfOrder('o')})`;
  let selected = db
    .selectFrom('cash_note as note')
    .innerJoin('payment_order as o', 'o.order_id', 'note.order_id')
    .leftJoin('cash_note_decision as decision', 'decision.note_id', 'note.note_id')
    .leftJoin('cash_late_note as late', 'late.note_id', 'note.note_id')
    .where('note.kiosk_id', '=', kioskId);
  if (words) selected = selected.where((eb) => contains(eb.ref('o.reference'), words));
  if (!words || query.session !== undefined) {
    const session = await sessionWith(db, kioskId, query.session);
    if (!session) return { rows: [], total: 0 };
    selected = selected.where((eb) =>
      eb.or([
        eb.and([eb('note.stacked_at', '>=', session.from), eb('note.stacked_at', '<', session.to)]),
        eb.and([
          eb('note.stacked_at', 'is', null),
          eb(momentOfOrder('o'), '>=', session.from),
          eb(momentOfOrder('o'), '<', session.to),
        ]),
      ]),
    );
  }
  const { total } = await selected.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const notes = await selected
    .select(['note.note_id', 'note.denomination_fen', 'note.state', 'note.order_id', 'o.reference', 'o.room_label'])
    .select(['decision.outcome', 'late.note_id as late_id', moment.as('at')])
    .select(sessionNumberOf(kioskId, moment).as('session_number'))
    .orderBy(moment, 'desc')
    .orderBy('note.note_id')
    .limit(query.pageSize)
    .offset((query.page - 1) * query.pageSize)
    .execute();
  const rows = notes.map((note) => ({
    noteId: note.note_id,
    at: note.at,
    denominationFen: fen(note.denomination_fen),
    state: note.outcome ?? note.state,
    orderId: note.order_id,
    reference: note.reference,
    roomLabel: note.room_label,
    sessionNumber: note.session_number,
    late: note.late_id !== null,
  }));
  return { rows, total };
}

/** 1 + the number of pulls up to a moment. */
function sessionNumberOf(kioskId: string | ReturnType<typeof sql.ref>, moment: ReturnType<typeof sql<number>>) {
  return sql<number>`(select count(*) + 1 from cash_collection c where c.kiosk_id = ${kioskId} and c.pulled_at <= ${moment})`;
}

async function sessionWith(
  db: Kysely<Database>,
  kioskId: string,
  sessionNumber: number | undefined,
): Promise<CashSession | undefined> {
  const running = await runningSession(db, kioskId);
  if (sessionNumber === undefined || sessionNumber === running.sessionNumber) return running;
  const pull = await db
    .selectFrom('cash_collection')
    .select(['kiosk_id', 'session_number', 'pulled_at'])
    .where('kiosk_id', '=', kioskId)
    .where('session_number', '=', sessionNumber)
    .executeTakeFirst();
  return pull && sessionOfPull(db, pull);
}

export interface DoubtfulQuery {
  readonly open?: 'true' | 'false' | undefined;
  readonly page: number;
  readonly pageSize: number;
}

/** Suspense notes and orphans with where they stand, the oldest undecided first. */
export async function listDoubtful(
  db: Kysely<Database>,
  communityIds: readonly string[],
  query: DoubtfulQuery,
): Promise<{ rows: DoubtfulCash[]; total: number }> {
  if (communityIds.length === 0) return { rows: [], total: 0 };
  const suspense = db
    .selectFrom('cash_note as note')
    .innerJoin('payment_order as o', 'o.order_id', 'note.order_id')
    .innerJoin('kiosk', 'kiosk.kiosk_id', 'note.kiosk_id')
    .where('note.state', '=', sql.lit('suspense'))
    .where('kiosk.community_id', 'in', communityIds)
    .select(['note.note_id', 'note.kiosk_id', 'kiosk.number', 'kiosk.community_id', momentOfOrder('o').as('at')])
    .select([sql<number | null>`note.denomination_fen`.as('denomination_fen')])
    .select([sql<string | null>`o.reference`.as('reference'), sql<string | null>`o.room_label`.as('room_label')])
    .select([sql<string | null>`o.payer_masked`.as('payer_masked'), sql<'suspense' | 'orphan'>`'suspense'`.as('kind')]);
  const orphans = db
    .selectFrom('cash_orphan as orphan')
    .innerJoin('kiosk', 'kiosk.kiosk_id', 'orphan.kiosk_id')
    .where('kiosk.community_id', 'in', communityIds)
    .where('orphan.note_id', 'is', null)
    .select(['orphan.orphan_id as note_id', 'orphan.kiosk_id', 'kiosk.number', 'kiosk.community_id'])
    .select(['orphan.stacked_at as at', sql<number | null>`orphan.denomination_fen`.as('denomination_fen')])
    .select([sql<string | null>`null`.as('reference'), sql<string | null>`null`.as('room_label')])
    .select([sql<string | null>`null`.as('payer_masked'), sql<'suspense' | 'orphan'>`'orphan'`.as('kind')]);
  let selected = db
    .selectFrom(suspense.unionAll(orphans).as('doubt'))
    .innerJoin('community', 'community.community_id', 'doubt.community_id')
    .leftJoin('cash_note_decision as decision', 'decision.note_id', 'doubt.note_id');
  if (query.open === 'true') selected = selected.where('decision.note_id', 'is', null);
  if (query.open === 'false') selected = selected.where('decision.note_id', 'is not', null);
  const { total } = await selected.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const found = await selected
    .selectAll('doubt')
    .select(['name_zh', 'name_en', 'decision.outcome', 'decision.decided_at', 'decision.decided_by', 'decision.reason'])
    .select(sessionNumberOf(sql.ref('doubt.kiosk_id'), sql<number>`doubt.at`).as('session_number'))
    .select((eb) =>
      eb
        .selectFrom('cash_collection as pull')
        .whereRef('pull.kiosk_id', '=', 'doubt.kiosk_id')
        .whereRef('pull.pulled_at', '>', 'doubt.at')
        .orderBy('pull.session_number')
        .limit(1)
        .select('pull.settled_at')
        .as('bag_settled_at'),
    )
    .orderBy(sql`case when decision.note_id is null then 0 else 1 end`)
    .orderBy('doubt.at')
    .orderBy('doubt.note_id')
    .limit(query.pageSize)
    .offset((query.page - 1) * query.pageSize)
    .execute();
  const names = await namesOfStaff(
    db,
    found.flatMap((note) => note.decided_by ?? []),
  );
  const rows = found.map((note): DoubtfulCash => {
    const undecided = note.bag_settled_at === null ? 'in-box' : 'to-decide';
    return {
      noteId: note.note_id,
      kind: note.kind,
      state: note.outcome ?? undecided,
      ...(note.denomination_fen !== null && { denominationFen: fen(note.denomination_fen) }),
      kioskNumber: note.number,
      communityName: { 'zh-CN': note.name_zh, en: note.name_en },
      at: note.at,
      ...(note.reference !== null && { reference: note.reference }),
      ...(note.room_label !== null && { roomLabel: note.room_label }),
      ...(note.payer_masked !== null && { payerMasked: note.payer_masked }),
      sessionNumber: note.session_number,
      ...(note.decided_at !== null && { decidedAt: note.decided_at }),
      ...(note.decided_by !== null && { decidedBy: names(note.decided_by) }),
      ...(note.reason !== null && { reason: note.reason }),
    };
  });
  return { rows, total };
}
