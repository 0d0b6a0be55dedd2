import type { Clock } from '@louting/common/clock';
import { MAX_CLOCK_SKEW_S } from '../../contract/request-signature.ts';
import { insertRows } from '../../storage/insert-rows.ts';
import type { Storage } from '../../storage/storage.ts';

/**
 * A clock may be off by the skew in either direction, so a signature can be valid for twice that; a minute more than
 * that and its nonce may be forgotten.
 */
const REMEMBER_MS = (2 * MAX_CLOCK_SKEW_S + 60) * 1000;
const FORGET_EVERY_MS = 60_000;

export interface ReplayGuard {
  /** @returns false when the nonce was seen before with this key, by any server process on these books */
  admit(keyId: string, nonce: string): Promise<boolean>;
}

interface Asked {
  readonly keyId: string;
  readonly nonce: string;
  answer(admitted: boolean): void;
  fail(reason: unknown): void;
}

/**
 * Nonces stand in the books, so that neither a restart nor a second process forgets one. All that arrive in one turn
 * of the loop are written by one statement (docs/decisions/0006-kiosk-requests.md).
 */
export function createReplayGuard(storage: Storage, clock: Clock): ReplayGuard {
  let asked: Asked[] = [];
  let forgotAt = 0;

  async function answerAll(batch: readonly Asked[]): Promise<void> {
    const now = clock.now();
    const forgets = now - forgotAt > FORGET_EVERY_MS;
    if (forgets) forgotAt = now;
    try {
      const seen = await storage.transact(async (tx) => {
        if (forgets) {
          await tx
            .deleteFrom('kiosk_nonce')
            .where('seen_at', '<', now - REMEMBER_MS)
            .execute();
        }
        const known = await tx
          .selectFrom('kiosk_nonce')
          .select(['key_id', 'nonce'])
          .where(
            'nonce',
            'in',
            batch.map(({ nonce }) => nonce),
          )
          .execute();
        const old = new Set(known.map((row) => `${row.key_id} ${row.nonce}`));
        const fresh = new Map<string, Asked>();
        for (const one of batch) {
          const name = `${one.keyId} ${one.nonce}`;
          if (!old.has(name) && !fresh.has(name)) fresh.set(name, one);
        }
        const rows = [...fresh.values()].map(({ keyId, nonce }) => ({ key_id: keyId, nonce, seen_at: now }));
        await insertRows(tx, 'kiosk_nonce', rows);
        return new Set(fresh.values());
      });
      for (const one of batch) one.answer(seen.has(one));
    } catch (error) {
      for (const one of batch) one.fail(error);
    }
  }

  return {
    admit: (keyId, nonce) =>
      new Promise((answer, fail) => {
        asked.push({ keyId, nonce, answer, fail });
        if (asked.length > 1) return;
        setImmediate(() => {
          const batch = asked;
          asked = [];
          void answerAll(batch);
        });
      }),
  };
}
