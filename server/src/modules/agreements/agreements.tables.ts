export interface AgreementTables {
  /** What the owners of a room agreed to; a room without a row has agreed to nothing. */
  room_agreement: {
    room_id: string;
    /** 1: prepayment pays new bills by itself. */
    auto_use_prepayment: number;
    /** Where money goes that pays a bill a second time. */
    duplicate_payment: 'refund' | 'prepayment';
    agreed_at: number;
    /** `kiosk:<id>` or `staff:<id>`. */
    agreed_by: string;
  };
}
