import type { LineClass } from '../matching/classify.ts';
import type { SettlementChannel } from '../statement-rows.ts';

/** Rules that hold from a day on until the next of the same name; each was proposed by one person and confirmed by another. */
export interface RuleTables {
  /** What a contract says that a channel keeps. */
  channel_fee_rule: {
    channel: SettlementChannel;
    from_date: string;
    name: string;
    rate_millionths: number;
    /** What rounding may explain of one trade. */
    tolerance_fen: number;
    set_by: string;
    confirmed_by: string;
    set_at: number;
  };
  /** What a bank may keep of a transfer to this community without the owner owing it; 0 ends the rule. */
  bank_fee_rule: {
    community_id: string;
    name: string;
    from_date: string;
    fee_fen: number;
    set_by: string;
    confirmed_by: string;
    set_at: number;
  };
  /** Against which account lines of a class are posted. */
  posting_rule: {
    community_id: string;
    class: LineClass;
    from_date: string;
    account_code: string;
    set_by: string;
    confirmed_by: string;
    set_at: number;
  };
}
