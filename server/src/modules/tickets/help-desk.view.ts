import type { TicketDetail, TicketRow, TicketsFilter, Verification } from '../../contract/help-desk-api.ts';
import { orderReference } from '../../contract/order-reference.ts';
import type { ScopedBooks } from '../admin-views/scope.ts';
import { contains } from '../admin-views/search.ts';
import { stepsOfStaff } from './tickets.ts';

const UNFINISHED = ['resolved', 'closed'] as const;

type Tickets = ReturnType<ScopedBooks['tickets']>;

export async function waitingCalls(books: ScopedBooks): Promise<TicketRow[]> {
  const rows = await withColumns(books.tickets())
    .where('ticket.kind', '=', 'help-call')
    .where('ticket.state', 'not in', UNFINISHED)
    .orderBy('ticket.received_at')
    .execute();
  return rows.map(ticketRow);
}

/** Urgent and late first; what is over stands newest first. */
export async function listTickets(
  books: ScopedBooks,
  filter: TicketsFilter,
  staffId: string,
): Promise<{ rows: TicketRow[]; total: number; totals: { state: TicketRow['state']; count: number }[] }> {
  const ofStates = narrowed(books.tickets(), filter, staffId);
  const totals = await ofStates
    .groupBy('ticket.state')
    .select(['ticket.state', (eb) => eb.fn.countAll<number>().as('count')])
    .execute();
  const { state } = filter;
  let selected = ofStates;
  if (state === 'unfinished') selected = selected.where('ticket.state', 'not in', UNFINISHED);
  else if (state) selected = selected.where('ticket.state', '=', state);
  const { total } = await selected.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const rows = await withColumns(selected)
    .orderBy((eb) => eb.case().when('ticket.state', 'in', UNFINISHED).then(1).else(0).end())
    .orderBy((eb) => eb.case().when('ticket.urgency', '=', 'urgent').then(0).else(1).end())
    .orderBy('ticket.received_at', 'desc')
    .orderBy('ticket.ticket_id')
    .limit(filter.pageSize)
    .offset((filter.page - 1) * filter.pageSize)
    .execute();
  return { rows: rows.map(ticketRow), total, totals };
}

function narrowed(tickets: Tickets, { kind, inCharge, search }: TicketsFilter, staffId: string): Tickets {
  let selected = tickets;
  if (kind) selected = selected.where('ticket.kind', '=', kind);
  if (inCharge === 'me') selected = selected.where('ticket.in_charge', '=', staffId);
  if (inCharge === 'nobody') selected = selected.where('ticket.in_charge', 'is', null);
  if (search) {
    selected = selected.where((eb) =>
      eb.or([
        contains(eb.ref('room.label'), search),
        contains(eb.ref('kiosk.number'), search),
        contains(eb.ref('ticket.words'), search),
      ]),
    );
  }
  return selected;
}

/** @returns undefined when there is none in the communities of the scope */
export async function ticketDetail(books: ScopedBooks, ticketId: string): Promise<TicketDetail | undefined> {
  const row = await withColumns(books.tickets()).where('ticket.ticket_id', '=', ticketId).executeTakeFirst();
  if (!row) return undefined;
  const [bill, history, colleagues] = await Promise.all([
    row.bill_id === null ? undefined : billOf(books, row.bill_id),
    books
      .ticketEvents()
      .where('ticket_event.ticket_id', '=', ticketId)
      .orderBy('ticket_event.at')
      .orderBy('ticket_event.event_id')
      .select(['ticket_event.at', 'ticket_event.step', 'ticket_event.note', 'staff.name', 'ticket_event.actor'])
      .execute(),
    books.colleagues(row.community_id),
  ]);
  return {
    ...ticketRow(row),
    ...(bill && { bill }),
    ...(row.verification !== null && { verification: JSON.parse(row.verification) as Verification }),
    ...(row.call_back !== null && { callBack: row.call_back as NonNullable<TicketDetail['callBack']> }),
    history: history.map(({ at, step, note, name, actor }) => ({
      at,
      step,
      ...(name !== null ? { by: name } : actor.startsWith('kiosk:') && row.number !== null ? { by: row.number } : {}),
      ...(note !== null && { note }),
    })),
    steps: stepsOfStaff(row.kind, row.state),
    colleagues,
  };
}

async function billOf(books: ScopedBooks, billId: string): Promise<TicketDetail['bill']> {
  const bill = await books
    .bills()
    .where('bill.bill_id', '=', billId)
    .select(['bill.bill_id', 'bill.state', 'bill.period_from', 'bill.period_to', 'bill.amount_fen'])
    .select(['charge_item.name_zh', 'charge_item.name_en'])
    .executeTakeFirst();
  return (
    bill && {
      billId: bill.bill_id,
      itemName: { 'zh-CN': bill.name_zh, en: bill.name_en },
      periodFrom: bill.period_from,
      periodTo: bill.period_to,
      amountFen: bill.amount_fen,
      state: bill.state,
    }
  );
}

function withColumns(tickets: Tickets) {
  return tickets
    .selectAll('ticket')
    .select(['community.name_zh', 'community.name_en', 'kiosk.number', 'kiosk.location', 'room.label'])
    .select('owner.name as owner_name');
}

type Columns = Awaited<ReturnType<ReturnType<typeof withColumns>['executeTakeFirstOrThrow']>>;

function ticketRow(row: Columns): TicketRow {
  const { in_charge: inCharge, owner_name: ownerName, helper_name: helperName, comes_at: comesAt } = row;
  const isComing = row.state === 'on-the-way' && helperName !== null && comesAt !== null;
  return {
    ticketId: row.ticket_id,
    reference: orderReference(row.ticket_id),
    kind: row.kind,
    state: row.state,
    urgency: row.urgency,
    communityName: { 'zh-CN': row.name_zh, en: row.name_en },
    ...(row.number !== null && { kioskNumber: row.number }),
    ...(row.location !== null && { location: row.location }),
    ...(row.screen !== null && { screen: row.screen }),
    ...(row.room_id !== null && { roomId: row.room_id }),
    ...(row.label !== null && { roomLabel: row.label }),
    ...(row.complaint !== null && { complaint: row.complaint }),
    ...(row.face !== null && { face: row.face }),
    ...(row.words !== null && { words: row.words }),
    raisedAt: row.raised_at,
    ...(row.due_at !== null && { dueAt: row.due_at }),
    ...(row.escalated_at !== null && { escalatedAt: row.escalated_at }),
    ...(inCharge !== null && ownerName !== null && { inCharge: { staffId: inCharge, name: ownerName } }),
    ...(isComing && { helper: { name: helperName, comesAt } }),
  };
}
