import type { Clock } from '@louting/common/clock';
import type { NewId } from '@louting/common/ids';
import type { Insertable, Transaction } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { insertRows } from '../../storage/insert-rows.ts';
import type { Storage } from '../../storage/storage.ts';
import { flagBilledTwice } from '../anomalies/anomalies.store.ts';
import { ACCOUNTS, type LedgerEntry, type LedgerLine } from '../ledger/ledger.ts';
import { postEntries } from '../ledger/ledger.store.ts';
import type { DatedVersion } from '../tariffs/tariffs.store.ts';
import type { BillDue, RoomCharges } from './bill-basis.store.ts';
import type { ComputedBill } from './billing.ts';

export interface PublishableBill {
  readonly room: Pick<RoomCharges, 'roomId'>;
  readonly due: BillDue;
  readonly version: DatedVersion;
  /** Of an amount above zero. */
  readonly computed: ComputedBill;
}

export interface Publishing {
  readonly runId: string;
  readonly communityId: string;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly dryRun: boolean;
}

export interface Published {
  readonly bills: number;
  readonly amountFen: number;
  readonly alreadyBilled: number;
}

/** Publishes bills and posts them, in one transaction: either a bill is on the ledger or it does not exist. */
export async function publishBills(
  storage: Storage,
  bills: readonly PublishableBill[],
  publishing: Publishing,
): Promise<Published> {
  if (bills.length === 0) return { bills: 0, amountFen: 0, alreadyBilled: 0 };
  if (publishing.dryRun) return tally(bills, await standingBills(storage.db, bills));
  return storage.transact(async (tx) => {
    const standing = await standingBills(tx, bills);
    await writeBills(
      tx,
      bills.filter((bill) => !standing.has(keyOf(bill))),
      publishing,
    );
    return tally(bills, standing);
  });
}

function tally(bills: readonly PublishableBill[], standing: ReadonlySet<string>): Published {
  const fresh = bills.filter((bill) => !standing.has(keyOf(bill)));
  return {
    bills: fresh.length,
    amountFen: fresh.reduce((sum, bill) => sum + bill.computed.amountFen, 0),
    alreadyBilled: bills.length - fresh.length,
  };
}

function keyOf({ room, due }: PublishableBill): string {
  return `${room.roomId} ${due.itemCode} ${due.period.from}`;
}

async function standingBills(db: Storage['db'], bills: readonly PublishableBill[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('bill')
    .select(['room_id', 'item_code', 'period_from'])
    .where('room_id', 'in', [...new Set(bills.map((bill) => bill.room.roomId))])
    .where('period_from', 'in', [...new Set(bills.map((bill) => bill.due.period.from))])
    .where('state', 'not in', ['REVERSED', 'DISCARDED'])
    .execute();
  return new Set(rows.map((row) => `${row.room_id} ${row.item_code} ${row.period_from}`));
}

async function writeBills(
  tx: Transaction<Database>,
  bills: readonly PublishableBill[],
  publishing: Publishing,
): Promise<void> {
  const now = publishing.clock.now();
  const rows: Insertable<Database['bill']>[] = [];
  const lines: Insertable<Database['bill_line']>[] = [];
  const entries: LedgerEntry[] = [];
  for (const bill of bills) {
    const billId = publishing.newId();
    rows.push(billRow(billId, bill, publishing, now));
    for (const [index, line] of bill.computed.lines.entries()) {
      lines.push({
        bill_id: billId,
        line_number: index + 1,
        tier: line.tier ?? null,
        quantity: line.quantity,
        unit_price: line.unitPrice,
        raw_amount: line.rawYuan,
        amount_fen: line.amountFen,
        explanation_zh: line.explanation['zh-CN'],
        explanation_en: line.explanation.en,
      });
    }
    entries.push({
      entryId: publishing.newId(),
      event: 'bill.published',
      occurredAt: now,
      communityId: publishing.communityId,
      reference: billId,
      lines: publicationLines({
        roomId: bill.room.roomId,
        itemCode: bill.due.itemCode,
        passThrough: bill.due.passThrough,
        amountFen: bill.computed.amountFen,
        taxFen: bill.computed.taxFen,
      }),
    });
  }
  await insertRows(tx, 'bill', rows);
  await insertRows(tx, 'bill_line', lines);
  await postEntries(tx, entries);
  await flagBilledTwice(
    tx,
    publishing,
    rows.map((row) => row.bill_id),
  );
}

function billRow(
  billId: string,
  { room, due, version, computed }: PublishableBill,
  publishing: Publishing,
  now: number,
): Insertable<Database['bill']> {
  return {
    bill_id: billId,
    run_id: publishing.runId,
    community_id: publishing.communityId,
    room_id: room.roomId,
    ownership_id: due.ownershipId ?? null,
    item_code: due.itemCode,
    tariff_version_id: version.versionId,
    period_from: due.period.from,
    period_to: due.period.to,
    due_date: due.dueDate,
    state: 'PUBLISHED',
    quantity: computed.quantity,
    previous_reading: computed.readings?.previous ?? null,
    current_reading: computed.readings?.current ?? null,
    unit: computed.readings ? version.unit['zh-CN'] : null,
    amount_fen: computed.amountFen,
    tax_fen: due.passThrough ? 0 : computed.taxFen,
    paid_fen: 0,
    published_at: now,
    replaces: null,
    reason: null,
  };
}

export interface Publication {
  readonly roomId: string;
  readonly itemCode: string;
  readonly passThrough: boolean;
  readonly amountFen: number;
  /** Contained in the amount; 0 for what is collected for others. */
  readonly taxFen: number;
}

/** An own service is revenue and tax; water and power are owed on to their supplier. */
export function publicationLines({ roomId, itemCode, passThrough, amountFen, taxFen }: Publication): LedgerLine[] {
  const owed = { account: ACCOUNTS.receivable, roomId, itemCode, debitFen: amountFen, creditFen: 0 };
  if (passThrough) {
    return [owed, { account: ACCOUNTS.collectedForOthers, itemCode, debitFen: 0, creditFen: amountFen }];
  }
  const income = { account: ACCOUNTS.revenue, itemCode, debitFen: 0, creditFen: amountFen - taxFen };
  if (taxFen === 0) return [owed, income];
  return [owed, income, { account: ACCOUNTS.outputTax, itemCode, debitFen: 0, creditFen: taxFen }];
}
