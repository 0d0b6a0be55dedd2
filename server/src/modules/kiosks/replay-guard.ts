import type { Clock } from '@louting/common/clock';
import { MAX_CLOCK_SKEW_S } from '../../contract/request-signature.ts';
import type { Database } from '../../storage/database.ts';
import { insertRows } from '../../storage/insert-rows.ts';
import type { Storage } from '../../storage/storage.ts';

/**
 * A clock may be off by the skew in either direction, so a signature can be valid for twice that; a minute more than
 * that and its nonce may be forgotten.
 */
const REMEMBER_MS = (2 * MAX_CLOCK_SKEW_S + 60) * 1000;
const FORGET_EVERY_MS = 60_000;

export interface Admission {
  /** False when the nonce was seen before with this key, by any server process on these books. */
  readonly isNew: boolean;
  /** The nonce is stored; the request is not answered before. */
  readonly stored: Promise<unknown>;
}

export interface ReplayGuard {
  admit(keyId: string, nonce: string): Promise<Admission>;
}

interface Asked {
  readonly keyId: string;
  readonly nonce: string;
  answer(admission: Admission): void;
  fail(reason: unknown): void;
}

const nameOf = (keyId: string, nonce: string) => `${keyId} ${nonce}`;

type NonceRow = Database['kiosk_nonce'];
const NEW_ONES = 'on conflict (nonce, key_id) do nothing returning key_id, nonce';

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
      const { value: admitted, committed } = await storage.writeAhead(async (tx) => {
        if (forgets) {
          await tx
            .deleteFrom('kiosk_nonce')
            .where('seen_at', '<', now - REMEMBER_MS)
            .execute();
        }
        const fresh = new Map<string, Asked>();
        for (const one of batch) {
          const name = nameOf(one.keyId, one.nonce);
          if (!fresh.has(name)) fresh.set(name, one);
        }
        const rows = [...fresh.values()].map(({ keyId, nonce }) => ({ key_id: keyId, nonce, seen_at: now }));
        const written = await insertRows(tx, 'kiosk_nonce', rows, NEW_ONES);
        return new Set((written as NonceRow[]).map((row) => fresh.get(nameOf(row.key_id, row.nonce))));
      });
      for (const one of batch) one.answer({ isNew: admitted.has(one), stored: committed });
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
