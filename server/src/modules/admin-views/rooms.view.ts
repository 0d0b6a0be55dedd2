import { fen } from '@louting/common/money';
import { sql } from 'kysely';
import { ownerName } from '../estate/owner-name.ts';
import type { RoomRow } from '../../contract/admin-api.ts';
import { ACCOUNTS } from '../ledger/ledger.ts';
import { maskName } from '../estate/masking.ts';
import type { ScopedBooks } from './scope.ts';
import { contains } from './search.ts';

export interface SearchPage {
  readonly search?: string | undefined;
  readonly page: number;
  readonly pageSize: number;
}

/** A page of rooms by community, building, unit and code; searched by code, label, or the name or phone of anyone who lives there. */
export async function listRooms(books: ScopedBooks, query: SearchPage): Promise<{ rows: RoomRow[]; total: number }> {
  const selected = selection(books, query.search?.trim());
  const { total } = await selected.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const rooms = await selected
    .leftJoin('building', 'building.building_id', 'room.building_id')
    .leftJoin('unit', 'unit.unit_id', 'room.unit_id')
    .select(['room.room_id', 'room.code', 'room.label', 'name_zh', 'name_en'])
    .select((eb) => [
      eb
        .selectFrom('bill')
        .whereRef('bill.room_id', '=', 'room.room_id')
        .where('bill.state', 'in', ['PUBLISHED', 'PARTIALLY_PAID'])
        .select((bill) => bill.fn.sum<number | null>(bill('amount_fen', '-', bill.ref('paid_fen'))).as('owed'))
        .as('outstanding_fen'),
      eb
        .selectFrom('ledger_balance')
        .whereRef('ledger_balance.room_id', '=', 'room.room_id')
        .where('account_code', '=', ACCOUNTS.prepayment)
        .select((slot) => slot.fn.sum<number | null>(slot('credit_fen', '-', slot.ref('debit_fen'))).as('prepaid'))
        .as('prepaid_fen'),
      ownerName(eb),
    ])
    .orderBy('community.code')
    .orderBy(length('building.code'))
    .orderBy('building.code')
    .orderBy(length('unit.code'))
    .orderBy('unit.code')
    .orderBy(length('room.code'))
    .orderBy('room.code')
    .limit(query.pageSize)
    .offset((query.page - 1) * query.pageSize)
    .execute();
  return {
    total,
    rows: rooms.map((room) => ({
      roomId: room.room_id,
      roomCode: room.code,
      roomLabel: room.label,
      communityName: { 'zh-CN': room.name_zh, en: room.name_en },
      ownerMasked: room.owner_name === null ? '' : maskName(room.owner_name),
      outstandingFen: fen(room.outstanding_fen ?? 0),
      prepaidFen: fen(room.prepaid_fen ?? 0),
    })),
  };
}

/** Codes are numbers without leading zeros: by length first, 2 stands before 10. */
function length(column: 'building.code' | 'unit.code' | 'room.code') {
  return sql<number>`length(${sql.ref(column)})`;
}

function selection(books: ScopedBooks, words: string | undefined) {
  const rooms = books.rooms().where('room.kind', '<>', 'stay');
  if (!words) return rooms;
  return rooms.where((eb) =>
    eb.or([
      contains(eb.ref('room.code'), words),
      contains(eb.ref('room.label'), words),
      eb.exists(
        eb
          .selectFrom('ownership')
          .innerJoin('party', 'party.party_id', 'ownership.party_id')
          .whereRef('ownership.room_id', '=', 'room.room_id')
          .where('ownership.to_date', 'is', null)
          .where((person) => person.or([contains(person.ref('party.name'), words), person('party.phone', '=', words)]))
          .select('ownership.ownership_id'),
      ),
    ]),
  );
}
