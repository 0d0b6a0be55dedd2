import type { NewId } from '@louting/common/ids';
import { ZERO_FEN } from '@louting/common/money';
import { businessDate } from '@louting/common/clock';
import type { Transaction } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { raiseException } from '../payments/orders.store.ts';
import { beginsPause, pausedUntil, type ThrottledSubject, withWrongTry, type WrongTries } from './throttle.ts';

/** One row a subject, held for the transaction: two who guess at the same moment are counted one after the other. */
export interface Throttle {
  /** Nothing may be tried now. */
  readonly paused: boolean;
  /** Counts a wrong try; staff are told when the pauses begin. */
  wrong(): Promise<void>;
  /** The owner got it right. */
  right(subject: ThrottledSubject): Promise<void>;
}

export interface ThrottleScene {
  readonly now: number;
  readonly newId: NewId;
  readonly kioskId: string;
  readonly communityId: string;
  /** For staff, masked: what is being guessed at. */
  readonly subjectMasked: string;
}

export async function throttle(
  tx: Transaction<Database>,
  subjects: readonly ThrottledSubject[],
  scene: ThrottleScene,
): Promise<Throttle> {
  const held = new Map<ThrottledSubject, WrongTries>();
  // Always in the same order, so that two transactions never wait for each other.
  for (const subject of subjects.toSorted()) held.set(subject, await hold(tx, subject));
  return {
    paused: [...held].some(([subject, tries]) => pausedUntil(subject, tries) > scene.now),
    wrong: async () => {
      for (const [subject, tries] of held) {
        const counted = withWrongTry(subject, tries, scene.now);
        await keep(tx, subject, counted);
        if (beginsPause(subject, counted)) await tellStaff(tx, subject, scene);
      }
    },
    right: (subject) => keep(tx, subject, { failures: 0, lastFailedAt: 0 }),
  };
}

async function hold(tx: Transaction<Database>, subject: ThrottledSubject): Promise<WrongTries> {
  const row = await tx
    .insertInto('identity_throttle')
    .values({ subject })
    .onConflict((conflict) =>
      conflict.column('subject').doUpdateSet({ failures: (set) => set.ref('identity_throttle.failures') }),
    )
    .returning(['failures', 'last_failed_at'])
    .executeTakeFirstOrThrow();
  return { failures: row.failures, lastFailedAt: row.last_failed_at };
}

async function keep(tx: Transaction<Database>, subject: ThrottledSubject, tries: WrongTries): Promise<void> {
  await tx
    .updateTable('identity_throttle')
    .set({ failures: tries.failures, last_failed_at: tries.lastFailedAt })
    .where('subject', '=', subject)
    .execute();
}

/** The same finding once a day. */
async function tellStaff(tx: Transaction<Database>, subject: ThrottledSubject, scene: ThrottleScene): Promise<void> {
  const { now, newId, kioskId, communityId, subjectMasked } = scene;
  const what = subject.startsWith('kiosk:') ? '' : ` ${subjectMasked}`;
  await raiseException(tx, {
    exceptionId: newId(),
    orderId: null,
    kioskId,
    communityId,
    code: 'LT-1014',
    detail: `${subject.slice(0, subject.indexOf(':'))}${what} ${businessDate(now)}`,
    amountFen: ZERO_FEN,
    at: now,
  });
}
