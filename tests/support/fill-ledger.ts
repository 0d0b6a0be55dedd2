import { newId } from '@louting/common/ids';
import { ACCOUNTS, type LedgerEntry } from '../../server/src/modules/ledger/ledger.ts';
import { postEntries } from '../../server/src/modules/ledger/ledger.store.ts';
import type { Storage } from '../../server/src/storage/storage.ts';

const ENTRIES_PER_TRANSACTION = 1_000;
const ROOMS = 2_000;
const DAY_MS = 86_400_000;

/**
 * Fills empty books with entries of three lines: money in transit, prepayment of a room, revenue. Spread over a year.
 * @returns the community they belong to
 */
export async function fillLedger(storage: Storage, entries: number): Promise<string> {
  const communityId = newId();
  await storage.transact((tx) =>
    tx
      .insertInto('community')
      .values({
        community_id: communityId,
        code: `BIG-${communityId}`,
        name_zh: '万户城',
        name_en: 'Ten Thousand Homes',
        company_name: '万户物业',
        service_phone: '400-000-0000',
      })
      .execute(),
  );
  const startedAt = Date.now() - 365 * DAY_MS;
  for (let done = 0; done < entries; done += ENTRIES_PER_TRANSACTION) {
    const count = Math.min(ENTRIES_PER_TRANSACTION, entries - done);
    const batch = Array.from({ length: count }, (_, index) => {
      const number = done + index;
      const at = startedAt + Math.floor((number / entries) * 365 * DAY_MS);
      return filledEntry(communityId, number, at);
    });
    await storage.transact((tx) => postEntries(tx, batch));
  }
  return communityId;
}

function filledEntry(communityId: string, number: number, at: number): LedgerEntry {
  const amount = 100 + (number % 99_900);
  const kept = 1 + (number % 99);
  const roomId = `room-${number % ROOMS}`;
  return {
    entryId: newId(),
    event: 'payment.received',
    occurredAt: at,
    communityId,
    reference: newId(),
    lines: [
      { account: ACCOUNTS.wechatInTransit, debitFen: amount, creditFen: 0 },
      { account: ACCOUNTS.prepayment, roomId, debitFen: 0, creditFen: kept },
      { account: ACCOUNTS.revenue, itemCode: 'property', debitFen: 0, creditFen: amount - kept },
    ],
  };
}
