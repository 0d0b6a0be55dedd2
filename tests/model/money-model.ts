import type { CashSettlementRequest, CreatePaymentOrder } from '../../server/src/contract/kiosk-api.ts';

/** What the people outside know: which orders they made and which notes they put in. The books must agree in the end. */
export interface MoneyModel {
  readonly orders: OrderOutside[];
}

export interface OrderOutside {
  readonly request: CreatePaymentOrder;
  /** Index into the kiosks of the world. */
  readonly kiosk: number;
  /** The server said that the order stands. */
  accepted: boolean;
  /** Notes that fell into the cash box, and notes of which the acceptor cannot tell. They are there whatever anybody says. */
  readonly stacked: CashSettlementRequest['notes'];
  readonly doubtful: CashSettlementRequest['suspenseNotes'];
  /** What the kiosk sends, word for word, until it is answered. */
  settlement: CashSettlementRequest | undefined;
  settled: boolean;
  readonly payerCode: string;
}
