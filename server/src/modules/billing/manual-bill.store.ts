import type { Clock } from '@louting/common/clock';
import type { NewId } from '@louting/common/ids';
import { addFen, type Fen } from '@louting/common/money';
import { failed, ok, type Result } from '@louting/common/result';
import type { Transaction } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { insertRows } from '../../storage/insert-rows.ts';
import { flagBilledTwice } from '../anomalies/anomalies.store.ts';
import { postEntry } from '../ledger/ledger.store.ts';
import { decimal, taxContained } from '../tariffs/tariffs.ts';
import type { Period } from './periods.ts';
import { publicationLines } from './publishing.store.ts';

export interface ManualBill {
  readonly roomId: string;
  readonly itemCode: string;
  readonly period: Period;
  readonly dueDate: string;
  readonly lines: readonly { readonly explanation: { 'zh-CN': string; en: string }; readonly amountFen: Fen }[];
  /** In 0.01 %; of no account for what is collected for others. */
  readonly taxRate: number;
  /** Why no bill run could make it; mandatory. */
  readonly reason: string;
  readonly leaseId?: string | undefined;
}

/**
 * Publishes a bill that a person made up, and posts it.
 * @returns its id; LT-9002 no such room or item, LT-9001 without a reason or an amount above zero, LT-7007 when a bill
 * of the room, item and period stands: reverse that first
 */
export async function addBillByHand(
  tx: Transaction<Database>,
  bill: ManualBill,
  { clock, newId }: { readonly clock: Clock; readonly newId: NewId },
): Promise<Result<string>> {
  const { roomId, itemCode, period, leaseId = null } = bill;
  const amountFen = addFen(...bill.lines.map((line) => line.amountFen));
  if (bill.reason.trim() === '') return failed('LT-9001', 'a reason is mandatory');
  if (amountFen <= 0 || bill.lines.some((line) => line.amountFen <= 0)) return failed('LT-9001', 'amount');
  const room = await tx.selectFrom('room').select('community_id').where('room_id', '=', roomId).executeTakeFirst();
  const item = await tx
    .selectFrom('charge_item')
    .select('pass_through')
    .where('item_code', '=', itemCode)
    .executeTakeFirst();
  if (!room || !item) return failed('LT-9002');
  const standing = await tx
    .selectFrom('bill')
    .select('bill_id')
    .where('room_id', '=', roomId)
    .where('item_code', '=', itemCode)
    .where('period_from', '=', period.from)
    .where('lease_id', leaseId === null ? 'is' : '=', leaseId)
    .where('state', 'not in', ['REVERSED', 'DISCARDED'])
    .executeTakeFirst();
  if (standing) return failed('LT-7007');
  const passThrough = item.pass_through === 1;
  const taxFen = passThrough ? 0 : taxContained(amountFen, bill.taxRate);
  const billId = newId();
  await insertRows(tx, 'bill', [
    {
      bill_id: billId,
      run_id: null,
      community_id: room.community_id,
      room_id: roomId,
      ownership_id: await ownershipOn(tx, roomId, period.to),
      item_code: itemCode,
      tariff_version_id: null,
      period_from: period.from,
      period_to: period.to,
      due_date: bill.dueDate,
      state: 'PUBLISHED',
      quantity: 1,
      previous_reading: null,
      current_reading: null,
      unit: null,
      amount_fen: amountFen,
      tax_fen: taxFen,
      paid_fen: 0,
      published_at: clock.now(),
      replaces: null,
      reason: bill.reason,
      lease_id: leaseId,
    },
  ]);
  await insertRows(tx, 'bill_line', linesOf(billId, bill));
  await postEntry(tx, {
    entryId: newId(),
    event: 'bill.published',
    occurredAt: clock.now(),
    communityId: room.community_id,
    reference: billId,
    lines: publicationLines({ roomId, itemCode, passThrough, amountFen, taxFen }),
  });
  await flagBilledTwice(tx, { clock, newId }, [billId]);
  return ok(billId);
}

async function ownershipOn(tx: Transaction<Database>, roomId: string, day: string): Promise<string | null> {
  const owner = await tx
    .selectFrom('ownership')
    .select('ownership_id')
    .where('room_id', '=', roomId)
    .where('relation', '=', 'owner')
    .where('from_date', '<=', day)
    .where((where) => where.or([where('to_date', 'is', null), where('to_date', '>=', day)]))
    .orderBy('from_date', 'desc')
    .executeTakeFirst();
  return owner?.ownership_id ?? null;
}

function linesOf(billId: string, bill: ManualBill) {
  return bill.lines.map((line, index) => ({
    bill_id: billId,
    line_number: index + 1,
    tier: null,
    quantity: 1,
    unit_price: line.amountFen * 100,
    raw_amount: decimal(BigInt(line.amountFen), 100n),
    amount_fen: line.amountFen,
    explanation_zh: line.explanation['zh-CN'],
    explanation_en: line.explanation.en,
  }));
}
