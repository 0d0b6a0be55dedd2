import { failed, ok, type Result } from '@louting/common/result';
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { ACCOUNTS, type LedgerLine } from '../ledger/ledger.ts';
import { postEntry } from '../ledger/ledger.store.ts';
import { type DifferenceKind, type DifferenceWay, wayFits } from './cash.ts';
import type { CashContext } from './cash-sessions.store.ts';
import type { CashTables } from './cash.tables.ts';
import { insertOnce } from './insert-once.ts';

export interface OpenDifference extends Selectable<CashTables['cash_difference']> {
  /** What no resolution has explained yet. */
  readonly open_fen: number;
}

export interface NewDifference {
  readonly differenceId: string;
  readonly communityId: string;
  readonly kioskId: string | null;
  readonly collectionId: string | null;
  readonly closeId: string | null;
  /** Of the hoppers. */
  readonly movementId?: string;
  readonly kind: DifferenceKind;
  readonly amountFen: number;
  readonly at: number;
  readonly detail: string;
}

/** The caller posts the same amount to 1901 in the same transaction. */
export async function raiseDifference(tx: Transaction<Database>, found: NewDifference): Promise<void> {
  await insertOnce(tx, 'cash_difference', {
    difference_id: found.differenceId,
    community_id: found.communityId,
    kiosk_id: found.kioskId,
    collection_id: found.collectionId,
    close_id: found.closeId,
    movement_id: found.movementId ?? null,
    kind: found.kind,
    amount_fen: found.amountFen,
    state: 'OPEN',
    raised_at: found.at,
    detail: found.detail,
  });
}

function withOpenAmount(db: Kysely<Database>) {
  return db
    .selectFrom('cash_difference')
    .selectAll('cash_difference')
    .select((eb) =>
      eb(
        'cash_difference.amount_fen',
        '-',
        eb
          .selectFrom('cash_resolution')
          .whereRef('cash_resolution.difference_id', '=', 'cash_difference.difference_id')
          .select(sql<number>`coalesce(sum(amount_fen), 0)`.as('explained')),
      )
        .$castTo<number>()
        .as('open_fen'),
    );
}

export function findDifference(db: Kysely<Database>, differenceId: string): Promise<OpenDifference | undefined> {
  return withOpenAmount(db).where('difference_id', '=', differenceId).executeTakeFirst();
}

/** Those of a bag, or of a count of the hoppers, that still have something to explain, oldest first. */
export function openDifferencesOf(
  db: Kysely<Database>,
  documentId: string,
  kind: DifferenceKind,
): Promise<OpenDifference[]> {
  return withOpenAmount(db)
    .where((eb) => eb.or([eb('collection_id', '=', documentId), eb('movement_id', '=', documentId)]))
    .where('kind', '=', kind)
    .where('state', '=', 'OPEN')
    .orderBy('raised_at')
    .orderBy('difference_id')
    .execute();
}

export interface NewResolution {
  readonly resolutionId: string;
  readonly way: DifferenceWay;
  readonly amountFen: number;
  readonly reason: string;
  readonly noteId: string | null;
  readonly entryId: string | null;
  readonly by: string;
  readonly at: number;
}

/** The caller posts what the resolution means. @throws Error when it exceeds what is open. */
export async function resolveDifference(
  tx: Transaction<Database>,
  difference: OpenDifference,
  resolution: NewResolution,
): Promise<void> {
  const left = difference.open_fen - resolution.amountFen;
  if (left < 0) throw new Error(`difference ${difference.difference_id} has only ${difference.open_fen} fen open`);
  await insertOnce(tx, 'cash_resolution', {
    resolution_id: resolution.resolutionId,
    difference_id: difference.difference_id,
    way: resolution.way,
    amount_fen: resolution.amountFen,
    reason: resolution.reason,
    note_id: resolution.noteId,
    entry_id: resolution.entryId,
    decided_by: resolution.by,
    decided_at: resolution.at,
  });
  if (left > 0) return;
  await tx
    .updateTable('cash_difference')
    .set({ state: 'EXPLAINED' })
    .where('difference_id', '=', difference.difference_id)
    .execute();
}

/** Takes an amount from what a count found too much or too little, oldest first. @returns what is left of the amount */
export async function takeFromDifferences(
  tx: Transaction<Database>,
  context: CashContext,
  of: { readonly documentId: string; readonly kind: DifferenceKind },
  resolution: Omit<NewResolution, 'resolutionId'>,
): Promise<number> {
  let left = resolution.amountFen;
  for (const difference of await openDifferencesOf(tx, of.documentId, of.kind)) {
    const amountFen = Math.min(left, difference.open_fen);
    if (amountFen === 0) break;
    await resolveDifference(tx, difference, { ...resolution, amountFen, resolutionId: context.newId() });
    left -= amountFen;
  }
  return left;
}

export interface Explanation {
  readonly resolutionId: string;
  readonly way: 'income' | 'loss' | 'recovered' | 'offset';
  readonly amountFen: number;
  readonly reason: string;
  readonly staffId: string;
}

/**
 * A person says what a difference was, and it leaves 1901 accordingly. Sent again it is the same explanation.
 * @returns what is still open; LT-2310, LT-2311 who had the money in hands may not explain it, LT-2312
 */
export async function explainDifference(
  tx: Transaction<Database>,
  context: CashContext,
  difference: OpenDifference,
  explanation: Explanation,
): Promise<Result<{ readonly openFen: number }>> {
  const { resolutionId, way, amountFen, reason, staffId } = explanation;
  const known = await tx
    .selectFrom('cash_resolution')
    .select('difference_id')
    .where('resolution_id', '=', resolutionId)
    .executeTakeFirst();
  if (known) {
    return known.difference_id === difference.difference_id ? ok({ openFen: difference.open_fen }) : failed('LT-2323');
  }
  if (difference.state !== 'OPEN') return failed('LT-2310');
  if (await hadItInHands(tx, difference, staffId)) return failed('LT-2311');
  if (!wayFits(difference.kind, way) || amountFen > difference.open_fen) return failed('LT-2312');
  const at = context.clock.now();
  const resolution = { resolutionId, way, amountFen, reason, noteId: null, by: staffId, at };

  if (way === 'offset') {
    if (!difference.collection_id) return failed('LT-2312');
    const counterKind = difference.kind === 'CASH_SHORT' ? 'CASH_OVER' : 'CASH_SHORT';
    const others = await openDifferencesOf(tx, difference.collection_id, counterKind);
    const counter = others.find((other) => other.open_fen >= amountFen);
    if (!counter) return failed('LT-2312');
    await resolveDifference(tx, difference, { ...resolution, entryId: null });
    await resolveDifference(tx, counter, { ...resolution, resolutionId: context.newId(), entryId: null });
    return ok({ openFen: difference.open_fen - amountFen });
  }
  const entryId = context.newId();
  await postEntry(tx, {
    entryId,
    event: 'cash.difference.explained',
    occurredAt: at,
    communityId: difference.community_id,
    reference: difference.difference_id,
    lines: linesOf(difference, way, amountFen),
  });
  await resolveDifference(tx, difference, { ...resolution, entryId });
  return ok({ openFen: difference.open_fen - amountFen });
}

function linesOf(difference: OpenDifference, way: 'income' | 'loss' | 'recovered', amountFen: number): LedgerLine[] {
  const suspense = {
    account: ACCOUNTS.suspense,
    ...(difference.kiosk_id !== null && { kioskId: difference.kiosk_id }),
  };
  if (way === 'income') {
    return [
      { ...suspense, debitFen: amountFen, creditFen: 0 },
      { account: ACCOUNTS.otherIncome, debitFen: 0, creditFen: amountFen },
    ];
  }
  const account = way === 'loss' ? ACCOUNTS.otherExpenses : ACCOUNTS.cashAtOffice;
  return [
    { account, debitFen: amountFen, creditFen: 0 },
    { ...suspense, debitFen: 0, creditFen: amountFen },
  ];
}

/** Who pulled or counted a bag, or counted hoppers or the office, does not also say where the difference went. */
export async function hadItInHands(
  db: Kysely<Database>,
  difference: Pick<OpenDifference, 'collection_id' | 'close_id' | 'movement_id'>,
  staffId: string,
): Promise<boolean> {
  const { collection_id: collectionId, close_id: closeId, movement_id: movementId } = difference;
  if (movementId !== null) {
    const counted = await db
      .selectFrom('hopper_count')
      .select('ordinal')
      .where('movement_id', '=', movementId)
      .where('counted_by', '=', staffId)
      .executeTakeFirst();
    return counted !== undefined;
  }
  if (collectionId !== null) {
    const pulled = db
      .selectFrom('cash_collection')
      .select('collection_id')
      .where('collection_id', '=', collectionId)
      .where('pulled_by', '=', staffId);
    const counted = db
      .selectFrom('cash_count')
      .select('collection_id')
      .where('collection_id', '=', collectionId)
      .where('counted_by', '=', staffId);
    if (await pulled.unionAll(counted).executeTakeFirst()) return true;
  }
  if (closeId === null) return false;
  const prepared = await db
    .selectFrom('day_close')
    .select('close_id')
    .where('close_id', '=', closeId)
    .where('prepared_by', '=', staffId)
    .executeTakeFirst();
  return prepared !== undefined;
}
