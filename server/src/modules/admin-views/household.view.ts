import { fen } from '@louting/common/money';
import type { z } from 'zod';
import type { Household, HouseholdBillSchema, LedgerRow } from '../../contract/admin-api.ts';
import { ACCOUNTS } from '../ledger/ledger.ts';
import { unitOf } from '../billing/billing.store.ts';
import { maskCard, maskName, maskPhone } from '../estate/masking.ts';
import { paymentsOfRoom } from './payments.view.ts';
import type { ScopedBooks } from './scope.ts';

type HouseholdBill = z.output<typeof HouseholdBillSchema>;

/** What one page shows of a long history; older rows are found by searching. */
const LATEST = 200;

/**
 * Everything staff see of one room.
 * @param today business date
 * @returns undefined when there is no such room in the communities of the scope.
 */
export async function householdView(books: ScopedBooks, roomId: string, today: string): Promise<Household | undefined> {
  const household = await books.household(roomId);
  if (!household) return undefined;
  const cards = await books
    .rooms()
    .innerJoin('card_room', 'card_room.room_id', 'room.room_id')
    .innerJoin('card', 'card.card_id', 'card_room.card_id')
    .where('room.room_id', '=', roomId)
    .select(['card.last_four', 'card.status'])
    .orderBy('card.status')
    .orderBy('card.issued_at', 'desc')
    .execute();
  return {
    roomId,
    roomCode: household.roomCode,
    roomLabel: household.roomLabel,
    communityName: household.communityName,
    billableArea: household.billableArea,
    parties: household.parties.map((party) => ({
      nameMasked: maskName(party.name),
      phoneMasked: party.phone === undefined ? '' : maskPhone(party.phone),
      relation: party.relation,
      from: party.from,
      ...(party.to !== undefined && { to: party.to }),
    })),
    cards: cards.map((card) => ({ cardMasked: maskCard(card.last_four), status: card.status })),
    ...(await balancesOf(books, roomId)),
    bills: await billsOf(books, roomId, today),
    payments: await paymentsOfRoom(books, roomId, LATEST),
    ledger: await ledgerOf(books, roomId),
  };
}

async function balancesOf(
  books: ScopedBooks,
  roomId: string,
): Promise<Pick<Household, 'outstandingFen' | 'prepaidFen'>> {
  const owed = await books
    .bills()
    .where('bill.room_id', '=', roomId)
    .where('bill.state', 'in', ['PUBLISHED', 'PARTIALLY_PAID'])
    .select((eb) => eb.fn.sum<number | null>(eb('bill.amount_fen', '-', eb.ref('bill.paid_fen'))).as('fen'))
    .executeTakeFirstOrThrow();
  const prepaid = await books
    .balances()
    .where('room_id', '=', roomId)
    .where('account_code', '=', ACCOUNTS.prepayment)
    .select((eb) => eb.fn.sum<number | null>(eb('credit_fen', '-', eb.ref('debit_fen'))).as('fen'))
    .executeTakeFirstOrThrow();
  return { outstandingFen: fen(owed.fen ?? 0), prepaidFen: fen(prepaid.fen ?? 0) };
}

async function billsOf(books: ScopedBooks, roomId: string, today: string): Promise<HouseholdBill[]> {
  const latest = books
    .bills()
    .where('bill.room_id', '=', roomId)
    .where('bill.state', '<>', 'DISCARDED')
    .orderBy('bill.due_date', 'desc')
    .orderBy('bill.item_code')
    .limit(LATEST);
  const bills = await latest
    .leftJoin('tariff_version as version', 'version.tariff_version_id', 'bill.tariff_version_id')
    .select('version.unit_en')
    .select(['bill.bill_id', 'bill.state', 'bill.period_from', 'bill.period_to', 'bill.due_date', 'bill.amount_fen'])
    .select(['bill.paid_fen', 'bill.previous_reading', 'bill.current_reading', 'bill.unit'])
    .select(['bill.item_code', 'charge_item.family', 'charge_item.name_zh', 'charge_item.name_en'])
    .execute();
  const lines = await books
    .bills()
    .innerJoin('bill_line', 'bill_line.bill_id', 'bill.bill_id')
    .where('bill.room_id', '=', roomId)
    .select(['bill_line.bill_id', 'tier', 'bill_line.amount_fen', 'explanation_zh', 'explanation_en'])
    .orderBy('bill_line.line_number')
    .execute();
  const linesOf = Map.groupBy(lines, (line) => line.bill_id);
  const inDispute = await books.billsInDispute(roomId);
  return bills.map((bill) => {
    const isOpen = bill.state === 'PUBLISHED' || bill.state === 'PARTIALLY_PAID';
    return {
      billId: bill.bill_id,
      item: {
        code: bill.item_code,
        family: bill.family,
        name: { 'zh-CN': bill.name_zh, en: bill.name_en },
      },
      periodFrom: bill.period_from,
      periodTo: bill.period_to,
      dueDate: bill.due_date,
      overdue: isOpen && bill.due_date < today,
      state: bill.state as HouseholdBill['state'],
      inDispute: inDispute.has(bill.bill_id),
      amountFen: fen(bill.amount_fen),
      outstandingFen: fen(isOpen ? bill.amount_fen - bill.paid_fen : 0),
      ...(bill.previous_reading !== null &&
        bill.current_reading !== null && {
          readings: {
            previous: bill.previous_reading,
            current: bill.current_reading,
            unit: unitOf(bill.unit ?? '', bill.unit_en),
          },
        }),
      lines: (linesOf.get(bill.bill_id) ?? []).map((line) => ({
        explanation: { 'zh-CN': line.explanation_zh, en: line.explanation_en },
        ...(line.tier !== null && { tier: line.tier }),
        amountFen: fen(line.amount_fen),
      })),
    };
  });
}

/** Oldest first: the running balance of each account is counted from the first row on, in the account's own direction. */
async function ledgerOf(books: ScopedBooks, roomId: string): Promise<LedgerRow[]> {
  const lines = await books
    .ledgerLines()
    .where('ledger_line.room_id', '=', roomId)
    .select(['ledger_entry.entry_id', 'line_number', 'occurred_at', 'event', 'reference', 'debit_fen', 'credit_fen'])
    .select(['ledger_account.account_code', 'name_zh', 'name_en', 'normal_side'])
    .orderBy('occurred_at')
    .orderBy('ledger_entry.entry_id')
    .orderBy('line_number')
    .execute();
  const balances = new Map<string, number>();
  return lines.map((line) => {
    const movement = line.debit_fen - line.credit_fen;
    const balance = (balances.get(line.account_code) ?? 0) + (line.normal_side === 'debit' ? movement : -movement);
    balances.set(line.account_code, balance);
    return {
      entryId: line.entry_id,
      lineNumber: line.line_number,
      at: line.occurred_at,
      event: line.event,
      accountCode: line.account_code,
      accountName: { 'zh-CN': line.name_zh, en: line.name_en },
      debitFen: fen(line.debit_fen),
      creditFen: fen(line.credit_fen),
      balanceFen: fen(balance),
      reference: line.reference,
    };
  });
}
