import type { JobTables } from '../jobs/job.tables.ts';
import type { AgreementTables } from '../modules/agreements/agreements.tables.ts';
import type { AnomalyTables } from '../modules/anomalies/anomalies.tables.ts';
import type { AuditTables } from '../modules/audit/audit.tables.ts';
import type { BillingTables } from '../modules/billing/billing.tables.ts';
import type { CashTables } from '../modules/cash/cash.tables.ts';
import type { HopperTables } from '../modules/cash/hoppers/hoppers.tables.ts';
import type { CardAuthTables } from '../modules/card-auth/card-auth.tables.ts';
import type { CardTables } from '../modules/cards/cards.tables.ts';
import type { EstateTables } from '../modules/estate/estate.tables.ts';
import type { IdentificationTables } from '../modules/identification/identification.tables.ts';
import type { InvoiceTables } from '../modules/invoices/invoices.tables.ts';
import type { KioskTables } from '../modules/kiosks/kiosks.tables.ts';
import type { LedgerTables } from '../modules/ledger/ledger.tables.ts';
import type { OfferTables } from '../modules/offers/offers.tables.ts';
import type { ParkingStayTables } from '../modules/parking-stays/parking-stays.tables.ts';
import type { PaySlipTables } from '../modules/pay-slips/pay-slips.tables.ts';
import type { PaymentTables } from '../modules/payments/payments.tables.ts';
import type { ReceiptTables } from '../modules/receipts/receipts.tables.ts';
import type { RefundTables } from '../modules/refunds/refunds.tables.ts';
import type { SessionTables } from '../modules/sessions/sessions.tables.ts';
import type { StaffTables } from '../modules/staff/staff.tables.ts';
import type { QuestionTables } from '../modules/questions/questions.tables.ts';
import type { MaintenanceTables } from '../modules/maintenance/maintenance.tables.ts';
import type { TicketTables } from '../modules/tickets/tickets.tables.ts';
import type { TariffTables } from '../modules/tariffs/tariffs.tables.ts';
import type { ReconciliationTables } from '../modules/reconciliation/reconciliation.tables.ts';
import type { TransferSlipTables } from '../modules/reconciliation/transfer-slips/transfer-slips.tables.ts';
import type { ClosingTables } from '../modules/closing/closing.tables.ts';
import type { DepositTables } from '../modules/deposits/deposits.tables.ts';
import type { PreferenceTables } from '../modules/preferences/preferences.tables.ts';
import type { PrepaymentTables } from '../modules/prepayment/prepayment.tables.ts';
import type { TerminalTotalsTables } from '../modules/cash/terminal-totals/terminal-totals.tables.ts';
import type { VisitTables } from '../modules/visits/visits.tables.ts';
import type { VoucherTables } from '../modules/vouchers/vouchers.tables.ts';

/** Every table, declared by the module that owns it. */
export interface Database
  extends
    EstateTables,
    CardTables,
    CardAuthTables,
    TariffTables,
    BillingTables,
    LedgerTables,
    AuditTables,
    KioskTables,
    SessionTables,
    PaymentTables,
    OfferTables,
    ParkingStayTables,
    PaySlipTables,
    ReceiptTables,
    StaffTables,
    AgreementTables,
    AnomalyTables,
    CashTables,
    HopperTables,
    TerminalTotalsTables,
    JobTables,
    IdentificationTables,
    InvoiceTables,
    RefundTables,
    ReconciliationTables,
    TransferSlipTables,
    ClosingTables,
    DepositTables,
    PreferenceTables,
    PrepaymentTables,
    MaintenanceTables,
    TicketTables,
    QuestionTables,
    VisitTables,
    VoucherTables {}
