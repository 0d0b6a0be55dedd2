import type { Kysely, Transaction } from 'kysely';
import { failed, ok, type Result } from '@louting/common/result';
import type { CardScheme } from '../../contract/card-auth-api.ts';
import type { Database } from '../../storage/database.ts';
import { statement } from '../../storage/statement.ts';
import { type CardKey, hashUid } from './cards.ts';
import type { CardStatus } from './cards.tables.ts';

export interface FoundCard {
  readonly cardId: string;
  readonly partyId: string;
  readonly communityId: string;
  /** At least one. */
  readonly roomIds: readonly string[];
  /** Last four digits of the UID, for `****1234`. */
  readonly lastFour: string;
  /** The holder wants large letters and fewer choices. */
  readonly elderMode: boolean;
  readonly scheme: CardScheme;
  readonly keyVersion: number;
  readonly applicationSerial: string | null;
  /** Its community lets a card that proves nothing do no more than pay. */
  readonly strongOnly: boolean;
}

const cardRows = statement((db, values: { uidHash: string }) =>
  db
    .selectFrom('card')
    .innerJoin('community', 'community.community_id', 'card.community_id')
    .leftJoin('card_room', 'card_room.card_id', 'card.card_id')
    .select([
      'card.card_id',
      'card.party_id',
      'card.community_id',
      'card.status',
      'card.last_four',
      'card.elder_mode',
      'card.scheme',
      'card.key_version',
      'card.application_serial',
      'community.cards',
      'card_room.room_id',
    ])
    .where('card.uid_hash', '=', values.uidHash)
    .orderBy('card_room.room_id'),
);

/**
 * Whose card it is.
 * @param uid card UID as upper-case hex
 * @param options.communityId of the kiosk that read the card, when only its own cards are served there
 * @returns LT-1001 not known, LT-1002 lost, LT-1003 replaced, LT-1004 of another community, LT-1006 without a room.
 */
export async function findCard(
  db: Kysely<Database>,
  uid: string,
  options: { readonly cardKey: CardKey; readonly communityId?: string },
): Promise<Result<FoundCard>> {
  const rows = await cardRows(db, { uidHash: hashUid(uid, options.cardKey) });
  const [card] = rows;
  if (!card) return failed('LT-1001');
  if (card.status === 'lost') return failed('LT-1002');
  if (card.status === 'replaced') return failed('LT-1003');
  if (options.communityId !== undefined && card.community_id !== options.communityId) return failed('LT-1004');
  const roomIds = rows.flatMap((row) => (row.room_id === null ? [] : [row.room_id]));
  if (roomIds.length === 0) return failed('LT-1006');
  return ok({
    cardId: card.card_id,
    partyId: card.party_id,
    communityId: card.community_id,
    roomIds,
    lastFour: card.last_four,
    elderMode: card.elder_mode === 1,
    scheme: card.scheme,
    keyVersion: card.key_version,
    applicationSerial: card.application_serial,
    strongOnly: card.cards === 'strong-only',
  });
}

export interface NewCard {
  readonly cardId: string;
  readonly uid: string;
  readonly communityId: string;
  readonly partyId: string;
  readonly roomIds: readonly string[];
  readonly elderMode: boolean;
  readonly issuedAt: number;
  /** Absent: a card that has only its number. */
  readonly scheme?: CardScheme;
}

/** @throws Error when a card with this UID is already on the books. */
export async function issueCard(tx: Transaction<Database>, card: NewCard, cardKey: CardKey): Promise<void> {
  await tx
    .insertInto('card')
    .values({
      card_id: card.cardId,
      uid_hash: hashUid(card.uid, cardKey),
      last_four: card.uid.slice(-4),
      community_id: card.communityId,
      party_id: card.partyId,
      status: 'active',
      elder_mode: card.elderMode ? 1 : 0,
      scheme: card.scheme ?? 'uid',
      replaced_by: null,
      issued_at: card.issuedAt,
      status_at: card.issuedAt,
    })
    .execute();
  for (const roomId of card.roomIds) {
    await tx.insertInto('card_room').values({ card_id: card.cardId, room_id: roomId }).execute();
  }
}

export async function reportCardLost(tx: Transaction<Database>, cardId: string, at: number): Promise<void> {
  await tx.updateTable('card').set({ status: 'lost', status_at: at }).where('card_id', '=', cardId).execute();
}

/** The new card takes over the party and the rooms; the old one stays in the history. */
export async function replaceCard(
  tx: Transaction<Database>,
  oldCardId: string,
  replacement: {
    readonly cardId: string;
    readonly uid: string;
    readonly issuedAt: number;
    readonly scheme?: CardScheme;
  },
  cardKey: CardKey,
): Promise<void> {
  const old = await tx.selectFrom('card').selectAll().where('card_id', '=', oldCardId).executeTakeFirstOrThrow();
  const rooms = await tx.selectFrom('card_room').select('room_id').where('card_id', '=', oldCardId).execute();
  const { community_id: communityId, party_id: partyId } = old;
  const roomIds = rooms.map((row) => row.room_id);
  await issueCard(tx, { ...replacement, communityId, partyId, roomIds, elderMode: old.elder_mode === 1 }, cardKey);
  await tx
    .updateTable('card')
    .set({ status: 'replaced', replaced_by: replacement.cardId, status_at: replacement.issuedAt })
    .where('card_id', '=', oldCardId)
    .execute();
}

export interface CardOfRoom {
  readonly cardId: string;
  readonly partyId: string;
  readonly lastFour: string;
  readonly status: CardStatus;
}

export async function cardsOfRoom(db: Kysely<Database>, roomId: string): Promise<CardOfRoom[]> {
  return db
    .selectFrom('card')
    .innerJoin('card_room', 'card_room.card_id', 'card.card_id')
    .select(['card.card_id as cardId', 'card.party_id as partyId', 'card.last_four as lastFour', 'card.status'])
    .where('card_room.room_id', '=', roomId)
    .orderBy('card.issued_at', 'desc')
    .execute();
}
