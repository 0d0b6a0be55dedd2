import type { CashSettlementRequest, CreatePaymentOrder } from '../../server/src/contract/kiosk-api.ts';

/** What the people outside know: which orders they made, and where every note lies. The books must agree in the end. */
export interface MoneyModel {
  readonly orders: OrderOutside[];
  /** By kiosk: the notes in its box, whatever anybody says. */
  readonly boxes: readonly NoteOutside[][];
  readonly bags: Bag[];
  readonly refundIds: string[];
  readonly depositIds: string[];
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

export interface NoteOutside {
  readonly noteId: string;
  readonly denominationFen: number;
}

/** A box that was pulled out of its kiosk: its notes lie in a sealed bag, and later at the office. */
export interface Bag {
  readonly collectionId: string;
  readonly kiosk: number;
  readonly pulledAt: number;
  readonly notes: readonly NoteOutside[];
  registered: boolean;
}

export function newModel(kiosks: number): MoneyModel {
  return {
    orders: [],
    boxes: Array.from({ length: kiosks }, () => []),
    bags: [],
    refundIds: [],
    depositIds: [],
  };
}

/** In fen. */
export function sumOf(notes: readonly { readonly denominationFen: number }[]): number {
  return notes.reduce((sum, note) => sum + note.denominationFen, 0);
}
