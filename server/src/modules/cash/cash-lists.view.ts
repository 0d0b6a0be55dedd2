import { fen } from '@louting/common/money';
import { type Kysely, sql } from 'kysely';
import type { CashDifference, Deposit } from '../../contract/cash-api.ts';
import type { Database } from '../../storage/database.ts';
import type { ScopedBooks } from '../admin-views/scope.ts';
import { wayFits } from './cash.ts';
import { hadItInHands } from './differences.store.ts';
import { namesOfStaff } from './staff-names.ts';

interface PageOfList {
  readonly page: number;
  readonly pageSize: number;
}

const EXPLANATIONS = ['income', 'loss', 'recovered', 'offset'] as const;

/** Differences, the oldest open one first. */
export async function listDifferences(
  db: Kysely<Database>,
  books: ScopedBooks,
  query: PageOfList & { readonly state?: 'OPEN' | 'EXPLAINED' | undefined },
  staffId: string,
): Promise<{ rows: CashDifference[]; total: number }> {
  let selected = books.cashDifferences();
  if (query.state !== undefined) selected = selected.where('cash_difference.state', '=', query.state);
  const { total } = await selected.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const differences = await selected
    .leftJoin('cash_collection', 'cash_collection.collection_id', 'cash_difference.collection_id')
    .leftJoin('hopper_movement', 'hopper_movement.movement_id', 'cash_difference.movement_id')
    .leftJoin('kiosk', 'kiosk.kiosk_id', 'cash_difference.kiosk_id')
    .selectAll('cash_difference')
    .select(['kiosk.number', 'name_zh', 'name_en', 'cash_collection.session_number', 'cash_collection.seal_number'])
    .select('hopper_movement.movement_number')
    .orderBy(sql`case when cash_difference.state = 'OPEN' then 0 else 1 end`)
    .orderBy('cash_difference.raised_at')
    .orderBy('cash_difference.difference_id')
    .limit(query.pageSize)
    .offset((query.page - 1) * query.pageSize)
    .execute();
  const ids = differences.map((difference) => difference.difference_id);
  const resolutions =
    ids.length === 0
      ? []
      : await db
          .selectFrom('cash_resolution')
          .selectAll()
          .where('difference_id', 'in', ids)
          .orderBy('decided_at')
          .execute();
  const names = await namesOfStaff(
    db,
    resolutions.map((resolution) => resolution.decided_by),
  );
  const rows: CashDifference[] = [];
  for (const difference of differences) {
    const own = resolutions.filter((resolution) => resolution.difference_id === difference.difference_id);
    const explained = own.reduce((sum, resolution) => sum + resolution.amount_fen, 0);
    const mayExplain = difference.state === 'OPEN' && !(await hadItInHands(db, difference, staffId));
    const ways = EXPLANATIONS.filter(
      (way) => wayFits(difference.kind, way) && (way !== 'offset' || difference.collection_id !== null),
    );
    rows.push({
      differenceId: difference.difference_id,
      kind: difference.kind,
      state: difference.state,
      amountFen: fen(difference.amount_fen),
      openFen: fen(difference.amount_fen - explained),
      communityName: { 'zh-CN': difference.name_zh, en: difference.name_en },
      ...(difference.number !== null && { kioskNumber: difference.number }),
      ...(difference.collection_id !== null && { collectionId: difference.collection_id }),
      ...(difference.session_number !== null && { sessionNumber: difference.session_number }),
      ...(difference.seal_number !== null && { sealNumber: difference.seal_number }),
      ...(difference.movement_number !== null && { movementNumber: difference.movement_number }),
      raisedAt: difference.raised_at,
      detail: difference.detail,
      ways: mayExplain ? ways : [],
      resolutions: own.map((resolution) => ({
        way: resolution.way,
        amountFen: fen(resolution.amount_fen),
        reason: resolution.reason,
        decidedBy: names(resolution.decided_by),
        decidedAt: resolution.decided_at,
      })),
    });
  }
  return { rows, total };
}

/** Deposits, the newest day on the slip first. */
export async function listDeposits(
  db: Kysely<Database>,
  books: ScopedBooks,
  query: PageOfList,
): Promise<{ rows: Deposit[]; total: number }> {
  const { total } = await books
    .cashDeposits()
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const deposits = await books
    .cashDeposits()
    .selectAll('cash_deposit')
    .select(['name_zh', 'name_en'])
    .orderBy('deposited_on', 'desc')
    .orderBy('registered_at', 'desc')
    .limit(query.pageSize)
    .offset((query.page - 1) * query.pageSize)
    .execute();
  const ids = deposits.map((deposit) => deposit.deposit_id);
  const bags =
    ids.length === 0
      ? []
      : await db
          .selectFrom('cash_deposit_collection as bag')
          .innerJoin('cash_collection as pull', 'pull.collection_id', 'bag.collection_id')
          .select(['bag.deposit_id', 'pull.seal_number'])
          .where('bag.deposit_id', 'in', ids)
          .orderBy('pull.seal_number')
          .execute();
  const names = await namesOfStaff(
    db,
    deposits.map((deposit) => deposit.registered_by),
  );
  const rows = deposits.map((deposit) => ({
    depositId: deposit.deposit_id,
    communityName: { 'zh-CN': deposit.name_zh, en: deposit.name_en },
    slipNumber: deposit.slip_number,
    depositedOn: deposit.deposited_on,
    amountFen: fen(deposit.amount_fen),
    registeredBy: names(deposit.registered_by),
    registeredAt: deposit.registered_at,
    seals: bags.filter((bag) => bag.deposit_id === deposit.deposit_id).map((bag) => bag.seal_number),
  }));
  return { rows, total };
}
