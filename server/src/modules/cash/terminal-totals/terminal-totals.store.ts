import type { Clock } from '@louting/common/clock';
import type { NewId } from '@louting/common/ids';
import { fen } from '@louting/common/money';
import { failed, ok, type Result } from '@louting/common/result';
import type { Kysely, Selectable, Transaction } from 'kysely';
import type { TerminalDay, ToldTotals } from '../../../contract/terminal-totals-api.ts';
import type { Database } from '../../../storage/database.ts';
import { DAY_MS, startOfBusinessDay } from '../../admin-views/search.ts';
import { raiseException } from '../../payments/orders.store.ts';
import { differenceOf, type OurSales } from './terminal-totals.ts';
import type { TerminalTotalsTables } from './terminal-totals.tables.ts';

type TotalsRow = Selectable<TerminalTotalsTables['terminal_totals']>;

/** Batches begin again after months: of this one are the sales of the last days. */
const BATCH_LASTS_MS = 7 * DAY_MS;

export interface TotalsContext {
  readonly clock: Clock;
  readonly newId: NewId;
}

export interface AskedTotals {
  readonly totalsId: string;
  readonly kioskId: string;
  readonly communityId: string;
  readonly businessDate: string;
  readonly settles: boolean;
  readonly by: string;
}

/**
 * A terminal settles a day once: asked again, the question that stands is meant, also where nobody knows whether it was
 * done (LT-2103). Only where it is known that it was not, it is asked anew.
 * @returns the id of the question
 */
export async function askTotals(tx: Transaction<Database>, asked: AskedTotals, now: number): Promise<string> {
  const standing = asked.settles ? await settlementOf(tx, asked) : undefined;
  if (standing) return standing.totals_id;
  await tx
    .insertInto('terminal_totals')
    .values({
      totals_id: asked.totalsId,
      kiosk_id: asked.kioskId,
      community_id: asked.communityId,
      business_date: asked.businessDate,
      settles: asked.settles ? 1 : 0,
      asked_by: asked.by,
      asked_at: now,
    })
    .onConflict((conflict) => conflict.column('totals_id').doNothing())
    .execute();
  return asked.totalsId;
}

function settlementOf(tx: Transaction<Database>, { kioskId, businessDate }: AskedTotals) {
  return tx
    .selectFrom('terminal_totals')
    .select('totals_id')
    .where('kiosk_id', '=', kioskId)
    .where('business_date', '=', businessDate)
    .where('settles', '=', 1)
    .where((where) => where.or([where('failure_code', 'is', null), where('failure_code', '=', 'LT-2103')]))
    .executeTakeFirst();
}

/** What a kiosk has still to ask its terminal. */
export async function totalsAskedOf(db: Kysely<Database>, kioskId: string) {
  const rows = await db
    .selectFrom('terminal_totals')
    .select(['totals_id', 'settles'])
    .where('kiosk_id', '=', kioskId)
    .where('told_at', 'is', null)
    .orderBy('asked_at')
    .execute();
  return rows.map((row) => ({ totalsId: row.totals_id, settles: row.settles === 1 }));
}

/**
 * The terminal's own word, held against the books as they stand now; a difference is a case for staff.
 * @returns LT-9002 never asked of this kiosk
 */
export async function tellTotals(
  tx: Transaction<Database>,
  context: TotalsContext,
  from: { readonly kioskId: string; readonly totalsId: string },
  told: ToldTotals,
): Promise<Result<undefined>> {
  const asked = await tx
    .selectFrom('terminal_totals')
    .selectAll()
    .where('totals_id', '=', from.totalsId)
    .where('kiosk_id', '=', from.kioskId)
    .executeTakeFirst();
  if (!asked) return failed('LT-9002');
  if (asked.told_at !== null) return ok();
  const now = context.clock.now();
  const facts = told.outcome === 'told' ? await held(tx, context, asked, told) : { failure_code: told.code };
  await tx
    .updateTable('terminal_totals')
    .set({ told_at: now, ...facts })
    .where('totals_id', '=', asked.totals_id)
    .execute();
  return ok();
}

async function held(
  tx: Transaction<Database>,
  context: TotalsContext,
  asked: TotalsRow,
  told: Extract<ToldTotals, { outcome: 'told' }>,
) {
  const ours = await ourSales(tx, asked, told.batch, context.clock.now());
  const difference = differenceOf(told, ours);
  if (difference) {
    const sales = difference.sales === undefined ? '' : `, ${difference.sales} sales`;
    await raiseException(tx, {
      exceptionId: context.newId(),
      orderId: null,
      kioskId: asked.kiosk_id,
      communityId: asked.community_id,
      channel: 'pos',
      code: 'LT-2205',
      detail: `${asked.business_date} kiosk ${asked.kiosk_id} batch ${told.batch ?? '?'}: terminal less books ${difference.fen} fen${sales}`,
      amountFen: fen(Math.abs(difference.fen)),
      at: context.clock.now(),
    });
  }
  return {
    batch: told.batch ?? null,
    sales: told.sales?.count ?? null,
    sales_fen: told.sales?.fen ?? null,
    reversals: told.reversals?.count ?? null,
    reversals_fen: told.reversals?.fen ?? null,
    net_fen: told.netFen,
    our_sales: ours.count,
    our_fen: ours.fen,
  };
}

/** Of the terminal's batch, which is its day; where it names none, of the business day. */
async function ourSales(
  tx: Transaction<Database>,
  { kiosk_id: kioskId, business_date: date }: TotalsRow,
  batch: string | undefined,
  now: number,
): Promise<OurSales> {
  const booked = tx
    .selectFrom('bank_card_payment as card')
    .innerJoin('payment', 'payment.order_id', 'card.order_id')
    .innerJoin('payment_order', 'payment_order.order_id', 'card.order_id')
    .where('payment_order.kiosk_id', '=', kioskId);
  const midnight = startOfBusinessDay(date);
  const ofDay = booked.where('card.paid_at', '>=', midnight).where('card.paid_at', '<', midnight + DAY_MS);
  const ofBatch = booked.where('card.batch', '=', batch ?? '').where('card.paid_at', '>', now - BATCH_LASTS_MS);
  const row = await (batch === undefined ? ofDay : ofBatch)
    .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.sum<number | null>('received_fen').as('fen')])
    .executeTakeFirstOrThrow();
  return { count: row.count, fen: row.fen ?? 0 };
}

/** The last word of each terminal about that day; one that is fitted stands there whether it was asked or not. */
export async function terminalDays(db: Kysely<Database>, communityId: string, date: string): Promise<TerminalDay[]> {
  const rows = await db
    .selectFrom('terminal_totals as asked')
    .innerJoin('kiosk', 'kiosk.kiosk_id', 'asked.kiosk_id')
    .selectAll('asked')
    .select('kiosk.number')
    .where('asked.community_id', '=', communityId)
    .where('asked.business_date', '=', date)
    .orderBy('asked.asked_at')
    .execute();
  const settled = new Set(rows.filter(({ settles }) => settles === 1).map((row) => row.kiosk_id));
  // That only a settlement tells is no news where one was ordered: its word stands.
  const words = rows.filter((row) => row.failure_code !== 'LT-3510' || !settled.has(row.kiosk_id));
  const asked = new Map(words.map((row) => [row.kiosk_id, answered(row)]));
  const fitted = await db
    .selectFrom('kiosk')
    .select(['kiosk_id', 'number'])
    .where('community_id', '=', communityId)
    .where('heartbeat', 'like', '%"payment-terminal"%')
    .execute();
  const notAsked = fitted
    .filter((kiosk) => !asked.has(kiosk.kiosk_id))
    .map((kiosk) => ({ kioskId: kiosk.kiosk_id, kioskNumber: kiosk.number, state: 'not-asked' as const }));
  return [...asked.values(), ...notAsked].toSorted((one, other) => one.kioskNumber.localeCompare(other.kioskNumber));
}

function answered(row: TotalsRow & { readonly number: string }): TerminalDay {
  return {
    kioskId: row.kiosk_id,
    kioskNumber: row.number,
    state: row.told_at === null ? 'waiting' : row.failure_code === null ? 'told' : 'silent',
    ...(row.failure_code !== null && { code: row.failure_code }),
    ...(row.our_fen !== null && { ours: { count: row.our_sales ?? 0, netFen: fen(row.our_fen) } }),
    ...(row.net_fen !== null && {
      terminal: {
        netFen: fen(row.net_fen),
        ...(row.sales !== null && { sales: { count: row.sales, fen: row.sales_fen ?? 0 } }),
        ...(row.reversals !== null && { reversals: { count: row.reversals, fen: row.reversals_fen ?? 0 } }),
        ...(row.batch !== null && { batch: row.batch }),
      },
    }),
  };
}
