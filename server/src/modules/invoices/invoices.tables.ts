/** REQUESTED → ISSUING → ISSUED → RED_REQUIRED → RED_ISSUED; REJECTED. */
export type InvoiceState = 'REQUESTED' | 'ISSUING' | 'ISSUED' | 'RED_REQUIRED' | 'RED_ISSUED' | 'REJECTED';
export type InvoiceFormat = 'pdf' | 'ofd' | 'xml';

/** Amounts in fen with tax in them; times in milliseconds since the epoch; rates in 0.01 %. */
export interface InvoiceTables {
  invoice: {
    invoice_id: string;
    /** `red`: takes a part or all of an issued invoice back. */
    kind: 'blue' | 'red';
    /** Of a red invoice: the one it takes back. */
    red_of: string | null;
    order_id: string;
    community_id: string;
    room_id: string;
    state: InvoiceState;
    buyer_kind: 'personal' | 'company';
    buyer_name: string;
    buyer_tax_number: string | null;
    /** Where it is sent; null: the owner takes it by the code on paper or screen. */
    email: string | null;
    amount_fen: number;
    tax_fen: number;
    /** 20 digits, once issued. */
    invoice_number: string | null;
    issued_at: number | null;
    requested_at: number;
    /** `kiosk:<id>`, `page` or `staff:<id>`; a red one: `refund`. */
    requested_by: string;
    /** What the platform said when it refused. */
    refusal: string | null;
    /** When the platform has to be asked next; null: nothing to ask. */
    work_at: number | null;
    work_attempts: number;
  };
  invoice_line: {
    invoice_id: string;
    line_number: number;
    bill_id: string;
    item_code: string;
    /** With the period, as on the receipt. */
    name: string;
    tax_class_code: string;
    tax_rate: number;
    amount_fen: number;
    tax_fen: number;
  };
  /** The archive: the files as the platform signed them, base64. */
  invoice_file: {
    invoice_id: string;
    format: InvoiceFormat;
    content: string;
    sha256: string;
  };
  invoice_mail: {
    mail_id: string;
    invoice_id: string;
    address: string;
    state: 'QUEUED' | 'SENT' | 'FAILED';
    attempts: number;
    next_at: number;
    sent_at: number | null;
    failure: string | null;
  };
}
