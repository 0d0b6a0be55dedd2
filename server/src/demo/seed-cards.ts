import type { CardScheme } from '../contract/card-auth-api.ts';
import type { CardProving } from '../modules/card-auth/card-masters.ts';
import { writtenOnCard } from '../modules/card-auth/written-on-card.ts';
import { type CardKey, hashUid } from '../modules/cards/cards.ts';
import { replaceCard } from '../modules/cards/cards.store.ts';
import { insertRows } from '../storage/insert-rows.ts';
import type { Storage } from '../storage/storage.ts';
import type { Random } from './random.ts';
import { CARD_SCENARIOS } from './scenarios.ts';
import type { SeededRoom } from './seed-estate.ts';

/** A card that can be held to the reader of the demo; `demo-cards.json` holds a list of them. */
export interface DemoCard {
  readonly scenario: string;
  readonly label: { readonly 'zh-CN': string; readonly en: string };
  /** Upper-case hex, 7 bytes. */
  readonly uid: string;
  /** As on the bills, unmasked: these people are made up. Absent for a card no book knows. */
  readonly roomLabel?: string;
  /** What its issuer wrote on it: these cards are made up, real ones keep it to themselves. */
  readonly kind?: string;
  readonly key?: string;
  readonly aid?: string;
  readonly keyNumber?: number;
  readonly block?: string;
}

/** Every household has a card; the labelled ones are answered. */
export async function seedCards(
  storage: Storage,
  rooms: readonly (SeededRoom & { readonly communityCode: string })[],
  {
    random,
    newId,
    cardKey,
    proving,
    now,
  }: { random: Random; newId: () => string; cardKey: CardKey; proving: CardProving; now: number },
): Promise<DemoCard[]> {
  const roomOf = new Map(rooms.map((room) => [`${room.communityCode} ${room.code}`, room]));
  const newUid = () => `04${random.hex(6)}`;
  const issuedAt = now - 400 * 86_400_000;
  const cards: { row: Parameters<typeof cardRow>[0]; roomIds: readonly string[] }[] = [];
  const replaced: string[] = [];
  const labelled: DemoCard[] = [];
  const taken = new Set<string>();
  for (const { scenario, label, home, fate, elderMode = false, scheme } of CARD_SCENARIOS) {
    const uid = newUid();
    const homes = (home?.rooms ?? []).flatMap((code) => roomOf.get(`${home?.community} ${code}`) ?? []);
    const [first] = homes;
    labelled.push({
      scenario,
      label,
      uid,
      ...(first ? { roomLabel: homes.map((room) => room.label).join('、') } : {}),
      ...(scheme ? writtenOnCard(scheme, uid, proving) : {}),
    });
    if (!first) continue;
    for (const room of homes) taken.add(room.roomId);
    const cardId = newId();
    if (fate === 'replaced') replaced.push(cardId);
    const status = fate === 'lost' ? 'lost' : 'active';
    const row = { cardId, uid, cardKey, room: first, status, elderMode, issuedAt, scheme: scheme ?? 'uid' } as const;
    cards.push({ row, roomIds: fate === 'no-room' ? [] : homes.map((room) => room.roomId) });
  }
  for (const room of rooms) {
    if (taken.has(room.roomId) || room.plan.gap === 'no-owner') continue;
    const row = {
      cardId: newId(),
      uid: newUid(),
      cardKey,
      room,
      status: 'active',
      elderMode: false,
      issuedAt,
      scheme: 'uid',
    } as const;
    cards.push({ row, roomIds: [room.roomId] });
  }
  await storage.transact(async (tx) => {
    await insertRows(
      tx,
      'card',
      cards.map((card) => cardRow(card.row)),
    );
    const bindings = cards.flatMap(({ row, roomIds }) =>
      roomIds.map((roomId) => ({ card_id: row.cardId, room_id: roomId })),
    );
    await insertRows(tx, 'card_room', bindings);
    for (const cardId of replaced) {
      await replaceCard(tx, cardId, { cardId: newId(), uid: newUid(), issuedAt: now }, cardKey);
    }
  });
  return labelled;
}

function cardRow(card: {
  readonly cardId: string;
  readonly uid: string;
  readonly cardKey: CardKey;
  readonly room: SeededRoom;
  readonly status: 'active' | 'lost';
  readonly elderMode: boolean;
  readonly issuedAt: number;
  readonly scheme: CardScheme;
}) {
  return {
    card_id: card.cardId,
    uid_hash: hashUid(card.uid, card.cardKey),
    last_four: card.uid.slice(-4),
    community_id: card.room.communityId,
    party_id: card.room.partyId,
    status: card.status,
    elder_mode: card.elderMode ? 1 : 0,
    scheme: card.scheme,
    replaced_by: null,
    issued_at: card.issuedAt,
    status_at: card.issuedAt,
  };
}
