import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { hashUid, loadCardKey } from '../../server/src/modules/cards/cards.ts';

export interface TestCard {
  readonly uid: string;
  readonly roomId: string;
  readonly roomCode: string;
  readonly owedFen: number;
}

/**
 * Households of the first demo community that owe something up to `atMostFen`, each with a card whose UID the test
 * knows: the demo's own cards are stored as hashes only.
 */
export function giveTestCards(serverStateDir: string, count: number, atMostFen: number): TestCard[] {
  const key = loadCardKey(serverStateDir);
  const books = new Database(join(serverStateDir, 'books.sqlite'));
  books.pragma('busy_timeout = 10000');
  const households = books
    .prepare(
      `select card.card_id as cardId, room.room_id as roomId, room.code as roomCode, sum(bill.amount_fen - bill.paid_fen) as owedFen
         from card
         join card_room on card_room.card_id = card.card_id
         join room on room.room_id = card_room.room_id
         join bill on bill.room_id = room.room_id and bill.state in ('PUBLISHED', 'PARTIALLY_PAID')
        where card.status = 'active'
          and card.community_id = (select community_id from kiosk where number = 'K001')
          and (select count(*) from card_room other where other.card_id = card.card_id) = 1
        group by card.card_id, room.room_id, room.code
       having owedFen <= ?
        order by owedFen
        limit ?`,
    )
    .all(atMostFen, count) as (Omit<TestCard, 'uid'> & { cardId: string })[];
  const setUid = books.prepare("update card set uid_hash = ?, last_four = ?, scheme = 'uid' where card_id = ?");
  const cards = households.map(({ cardId, ...home }) => {
    const uid = `04${randomBytes(6).toString('hex').toUpperCase()}`;
    setUid.run(hashUid(uid, key), uid.slice(-4), cardId);
    return { uid, ...home };
  });
  books.close();
  return cards;
}
