import type { Migration } from './migrate.ts';
import { booksOfTheEstate } from './migrations/0001-books-of-the-estate.ts';
import { staffAccounts } from './migrations/0004-staff.ts';
import { kiosksAndPayments } from './migrations/0010-kiosks-and-payments.ts';
import { moneyAtRest } from './migrations/0011-money-at-rest.ts';
import { ordersAndExceptions } from './migrations/0012-orders-and-exceptions.ts';
import { refunds } from './migrations/0013-refunds.ts';
import { cash } from './migrations/0014-cash.ts';
import { lateCashAndPrepayment } from './migrations/0015-late-cash-and-prepayment.ts';
import { reconciliation } from './migrations/0016-reconciliation.ts';
import { ledgerAtSize } from './migrations/0017-ledger-at-size.ts';
import { prepaymentAndDeposits } from './migrations/0018-prepayment-and-deposits.ts';
import { invoices } from './migrations/0020-invoices.ts';
import { entriesOfExceptions } from './migrations/0022-entries-of-exceptions.ts';
import { oneAtATime } from './migrations/0023-one-at-a-time.ts';
import { printsByStaff } from './migrations/0024-prints-by-staff.ts';
import { ownersWishes } from './migrations/0030-owners-wishes.ts';
import { bankCards } from './migrations/0034-bank-cards.ts';
import { transferSlips } from './migrations/0025-transfer-slips.ts';
import { lighterBookings } from './migrations/0026-lighter-bookings.ts';
import { waysIn } from './migrations/0028-ways-in.ts';
import { closingReconciliation } from './migrations/0031-closing-reconciliation.ts';
import { change } from './migrations/0032-change.ts';
import { cardsThatProveThemselves } from './migrations/0033-cards-that-prove-themselves.ts';
import { tickets } from './migrations/0029-tickets.ts';
import { hoppers } from './migrations/0037-hoppers.ts';
import { cardSlips } from './migrations/0038-card-slips.ts';
import { maintenanceCodes } from './migrations/0036-maintenance-codes.ts';
import { parkingLeases } from './migrations/0039-parking-leases.ts';
import { parkingStays } from './migrations/0040-parking-stays.ts';
import { visits } from './migrations/0041-visits.ts';

/** Every step of the tables, oldest first. */
export const MIGRATIONS: readonly Migration[] = [
  booksOfTheEstate,
  staffAccounts,
  kiosksAndPayments,
  moneyAtRest,
  ordersAndExceptions,
  refunds,
  cash,
  lateCashAndPrepayment,
  reconciliation,
  ledgerAtSize,
  prepaymentAndDeposits,
  invoices,
  entriesOfExceptions,
  oneAtATime,
  printsByStaff,
  transferSlips,
  lighterBookings,
  waysIn,
  tickets,
  ownersWishes,
  closingReconciliation,
  change,
  cardsThatProveThemselves,
  maintenanceCodes,
  bankCards,
  parkingLeases,
  hoppers,
  cardSlips,
  parkingStays,
  visits,
];
