import { anomaliesAdminPart } from '../modules/anomalies/anomalies.routes.ts';
import { cardsAdminPart } from '../modules/card-auth/card-auth.admin.routes.ts';
import { cashPart } from '../modules/cash/cash.routes.ts';
import { hoppersPart } from '../modules/cash/hoppers/hoppers.routes.ts';
import { terminalTotalsPart } from '../modules/cash/terminal-totals/terminal-totals.routes.ts';
import { dayClosePart } from '../modules/cash/day-close.routes.ts';
import { closingAdminPart } from '../modules/closing/closing.routes.ts';
import { depositsAdminPart } from '../modules/deposits/deposits.routes.ts';
import { identificationAdminPart } from '../modules/identification/identification.admin.routes.ts';
import { invoiceAdminPart } from '../modules/invoices/invoices.admin.routes.ts';
import { ledgerAdminPart } from '../modules/ledger/ledger.routes.ts';
import { offersAdminPart } from '../modules/offers/offers.admin.routes.ts';
import { parkingLeasesPart } from '../modules/offers/parking-leases.routes.ts';
import { parkingTariffsPart } from '../modules/offers/parking-tariffs.routes.ts';
import { questionsAdminPart } from '../modules/questions/questions.routes.ts';
import { receiptsAdminPart } from '../modules/receipts/receipts.admin.routes.ts';
import { usageAdminPart } from '../modules/visits/visits.routes.ts';
import { vouchersAdminPart } from '../modules/vouchers/vouchers.routes.ts';
import type { AdminPart } from './admin-context.ts';

/** Each capability's part of `/admin/v1`. */
export const ADMIN_PARTS: readonly AdminPart[] = [
  anomaliesAdminPart,
  cardsAdminPart,
  cashPart,
  hoppersPart,
  terminalTotalsPart,
  dayClosePart,
  closingAdminPart,
  depositsAdminPart,
  vouchersAdminPart,
  identificationAdminPart,
  invoiceAdminPart,
  ledgerAdminPart,
  offersAdminPart,
  parkingLeasesPart,
  parkingTariffsPart,
  receiptsAdminPart,
  questionsAdminPart,
  usageAdminPart,
];
