import type { Result } from '@louting/common/result';
import { bankCardRoutes, type BankCardReport } from '@louting/server/contract/bank-card-api';
import { kioskInvoiceRoutes, type InvoiceView } from '@louting/server/contract/invoices-api';
import {
  kioskRoutes,
  type CashSettlementRequest,
  type CreatePaymentOrderRequest,
  type PaymentOrder,
  type PaymentOrderState,
} from '@louting/server/contract/kiosk-api';
import type { Calling } from './call.ts';

/** A payment order from its beginning to its invoice. */
export interface OrderCalls {
  createPaymentOrder(order: CreatePaymentOrderRequest): Promise<Result<PaymentOrder>>;
  /** @param waitMs how long the server may hold the answer while the state stays `knownState` */
  watchPaymentOrder(
    orderId: string,
    watch: { readonly knownState?: PaymentOrderState; readonly waitMs: number; readonly signal?: AbortSignal },
  ): Promise<Result<PaymentOrder>>;
  /** Never sent twice by itself: after LT-5001 the order must be watched. */
  submitPayerCode(orderId: string, payerCode: string): Promise<Result<PaymentOrder>>;
  /** What the terminal said of the sale of an order; told as often as needed. */
  reportBankCard(orderId: string, report: BankCardReport): Promise<Result<PaymentOrder>>;
  closePaymentOrder(orderId: string): Promise<Result<PaymentOrder>>;
  settleCash(orderId: string, settlement: CashSettlementRequest): Promise<Result<PaymentOrder>>;
  invoiceOf(orderId: string): Promise<Result<InvoiceView>>;
  /** Asks for one in the owner's own name; asked again, it answers the invoice as it stands. */
  requestInvoice(orderId: string): Promise<Result<InvoiceView>>;
}

export function orderCalls(call: Calling): OrderCalls {
  return {
    createPaymentOrder: (body) =>
      call(kioskRoutes.createPaymentOrder, { name: 'create-order', body, attempts: 3, extraPatienceMs: 5_000 }),
    watchPaymentOrder: (orderId, { knownState, waitMs, signal }) =>
      call(kioskRoutes.watchPaymentOrder, {
        name: 'watch-order',
        params: { orderId },
        query: { knownState, waitMs },
        attempts: 1,
        extraPatienceMs: waitMs,
        signal,
      }),
    submitPayerCode: (orderId, payerCode) =>
      call(kioskRoutes.submitPayerCode, {
        name: 'submit-payer-code',
        params: { orderId },
        body: { payerCode },
        attempts: 1,
        extraPatienceMs: 10_000,
      }),
    reportBankCard: (orderId, body) =>
      call(bankCardRoutes.report, { name: 'report-bank-card', params: { orderId }, body, attempts: 2 }),
    closePaymentOrder: (orderId) =>
      call(kioskRoutes.closePaymentOrder, {
        name: 'close-order',
        params: { orderId },
        attempts: 2,
        extraPatienceMs: 15_000,
      }),
    settleCash: (orderId, body) =>
      call(kioskRoutes.settleCash, { name: 'settle-cash', params: { orderId }, body, attempts: 3 }),
    invoiceOf: (orderId) => call(kioskInvoiceRoutes.invoice, { name: 'invoice', params: { orderId }, attempts: 2 }),
    requestInvoice: (orderId) =>
      call(kioskInvoiceRoutes.requestInvoice, {
        name: 'request-invoice',
        params: { orderId },
        body: { buyer: { kind: 'personal' } },
        attempts: 2,
      }),
  };
}
