import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@louting/common/ids';
import { unwrap } from '@louting/common/result';
import { expect, test } from 'vitest';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';
import type { Storage } from '../../storage/storage.ts';
import { testBooks } from '../billing/test-books.ts';
import { hashUid, loadCardKey } from './cards.ts';
import { cardsOfRoom, findCard, issueCard, replaceCard, reportCardLost } from './cards.store.ts';

const cardKey = Buffer.alloc(32, 7);
const UID = '04A2B3C4D51234';

async function withCard(storage: Storage, rooms: 0 | 1 | 2 = 1) {
  const books = await testBooks(storage);
  const roomIds: string[] = [];
  for (let room = 0; room < rooms; room += 1) roomIds.push(await books.addRoom({ code: `1-1-10${room}` }));
  const owner = await books.addRoom({ code: 'owner' });
  const { party_id: partyId } = await storage.db
    .selectFrom('ownership')
    .select('party_id')
    .where('room_id', '=', owner)
    .executeTakeFirstOrThrow();
  const card = { cardId: newId(), uid: UID, communityId: books.communityId, partyId, roomIds, elderMode: true };
  await storage.transact((tx) => issueCard(tx, { ...card, issuedAt: 1 }, cardKey));
  return card;
}

describeOnEachDatabase('one-card', (open) => {
  test('an active card leads to its party and all its rooms', async () => {
    const storage = await open();
    const card = await withCard(storage, 2);
    expect(unwrap(await findCard(storage.db, UID, { cardKey }))).toEqual({
      cardId: card.cardId,
      partyId: card.partyId,
      communityId: card.communityId,
      roomIds: [...card.roomIds].sort(),
      lastFour: '1234',
      elderMode: true,
      scheme: 'uid',
      keyVersion: 1,
      applicationSerial: null,
      strongOnly: false,
    });
  });

  test('a card that cannot pay says why', async () => {
    const storage = await open();
    const card = await withCard(storage);
    const codeOf = async (uid: string, communityId?: string) => {
      const found = await findCard(storage.db, uid, communityId === undefined ? { cardKey } : { cardKey, communityId });
      return found.ok ? 'found' : found.error.code;
    };
    expect(await codeOf('04FFFFFFFFFFFF')).toBe('LT-1001');
    expect(await codeOf(UID, newId())).toBe('LT-1004');
    expect(await codeOf(UID, card.communityId)).toBe('found');
    const replacement = { cardId: newId(), uid: '04A2B3C4D55678', issuedAt: 2 };
    await storage.transact((tx) => replaceCard(tx, card.cardId, replacement, cardKey));
    expect(await codeOf(UID)).toBe('LT-1003');
    expect(await codeOf(replacement.uid)).toBe('found');
    await storage.transact((tx) => reportCardLost(tx, replacement.cardId, 3));
    expect(await codeOf(replacement.uid)).toBe('LT-1002');
    const [roomId = ''] = card.roomIds;
    expect((await cardsOfRoom(storage.db, roomId)).map((row) => [row.lastFour, row.status])).toEqual([
      ['5678', 'lost'],
      ['1234', 'replaced'],
    ]);
  });

  test('a card without a room', async () => {
    const storage = await open();
    await withCard(storage, 0);
    expect(await findCard(storage.db, UID, { cardKey })).toMatchObject({ ok: false, error: { code: 'LT-1006' } });
  });

  test('no UID stands in the books, and another key finds nothing', async () => {
    const storage = await open();
    await withCard(storage);
    expect(JSON.stringify(await storage.db.selectFrom('card').selectAll().execute())).not.toContain(UID);
    const other = Buffer.alloc(32, 8);
    expect(await findCard(storage.db, UID, { cardKey: other })).toMatchObject({ error: { code: 'LT-1001' } });
  });
});

test('the card key is made once, 32 bytes, readable by its owner only', () => {
  const directory = mkdtempSync(join(tmpdir(), 'louting-card-key-'));
  try {
    const key = loadCardKey(join(directory, 'server'));
    expect(key).toHaveLength(32);
    expect(loadCardKey(join(directory, 'server'))).toEqual(key);
    expect(statSync(join(directory, 'server', 'card-key')).mode & 0o777).toBe(0o600);
    expect(hashUid(UID, key)).toMatch(/^[0-9a-f]{64}$/);
  } finally {
    rmSync(directory, { recursive: true });
  }
});
