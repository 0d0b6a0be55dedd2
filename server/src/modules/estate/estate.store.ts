import type { Kysely } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { statement } from '../../storage/statement.ts';
import type { Relation, RoomKind } from './estate.tables.ts';

/** Names are raw: mask them (masking.ts) before they leave the server. */
export interface HouseholdOfRoom {
  readonly roomId: string;
  readonly communityId: string;
  readonly communityName: { readonly 'zh-CN': string; readonly en: string };
  readonly companyName: string;
  readonly servicePhone: string;
  readonly roomCode: string;
  /** e.g. `3栋2单元1001`, in full. */
  readonly roomLabel: string;
  readonly kind: RoomKind;
  /** In 0.01 m²; 0 when not recorded. */
  readonly billableArea: number;
  /** Present and past, owners first, the newest first. */
  readonly parties: readonly HouseholdParty[];
}

export interface HouseholdParty {
  readonly ownershipId: string;
  readonly partyId: string;
  readonly name: string;
  readonly phone: string | undefined;
  readonly relation: Relation;
  readonly from: string;
  readonly to: string | undefined;
}

const roomRows = statement((db, values: { roomId: string }) =>
  db
    .selectFrom('room')
    .innerJoin('community', 'community.community_id', 'room.community_id')
    .select([
      'room.room_id',
      'room.community_id',
      'room.code',
      'room.label',
      'room.kind',
      'room.billable_area',
      'community.name_zh',
      'community.name_en',
      'community.company_name',
      'community.service_phone',
    ])
    .where('room.room_id', '=', values.roomId),
);

const partyRows = statement((db, values: { roomId: string }) =>
  db
    .selectFrom('ownership')
    .innerJoin('party', 'party.party_id', 'ownership.party_id')
    .select([
      'ownership.ownership_id',
      'party.party_id',
      'party.name',
      'party.phone',
      'ownership.relation',
      'ownership.from_date',
      'ownership.to_date',
    ])
    .where('ownership.room_id', '=', values.roomId),
);

const RELATION_ORDER: readonly Relation[] = ['owner', 'family', 'tenant'];

/** @returns undefined when there is no such room. */
export async function householdOfRoom(db: Kysely<Database>, roomId: string): Promise<HouseholdOfRoom | undefined> {
  const [room] = await roomRows(db, { roomId });
  if (!room) return undefined;
  const parties = (await partyRows(db, { roomId })).map((row) => ({
    ownershipId: row.ownership_id,
    partyId: row.party_id,
    name: row.name,
    phone: row.phone ?? undefined,
    relation: row.relation,
    from: row.from_date,
    to: row.to_date ?? undefined,
  }));
  parties.sort(
    (a, b) =>
      RELATION_ORDER.indexOf(a.relation) - RELATION_ORDER.indexOf(b.relation) ||
      (b.to ?? '9999').localeCompare(a.to ?? '9999') ||
      b.from.localeCompare(a.from),
  );
  return {
    roomId: room.room_id,
    communityId: room.community_id,
    communityName: { 'zh-CN': room.name_zh, en: room.name_en },
    companyName: room.company_name,
    servicePhone: room.service_phone,
    roomCode: room.code,
    roomLabel: room.label,
    kind: room.kind,
    billableArea: room.billable_area ?? 0,
    parties,
  };
}
