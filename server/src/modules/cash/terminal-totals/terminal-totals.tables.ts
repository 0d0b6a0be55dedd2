import type { FailureCode } from '@louting/common/failure-codes';
import type { ColumnType } from 'kysely';

type Told<T> = ColumnType<T | null, T | null | undefined>;

export interface TerminalTotalsTables {
  /** One question to one bank-card terminal, and its answer beside the books. */
  terminal_totals: {
    totals_id: string;
    kiosk_id: string;
    community_id: string;
    business_date: string;
    /** 1: even where asking closes the terminal's day. */
    settles: number;
    /** `staff:<id>` */
    asked_by: string;
    asked_at: number;
    told_at: Told<number>;
    /** Why there is no answer. */
    failure_code: Told<FailureCode>;
    batch: Told<string>;
    sales: Told<number>;
    sales_fen: Told<number>;
    reversals: Told<number>;
    reversals_fen: Told<number>;
    net_fen: Told<number>;
    our_sales: Told<number>;
    our_fen: Told<number>;
  };
}
