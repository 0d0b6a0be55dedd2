import type { DeviceIdentity, PayoutWitness } from '../roles.ts';

/** A store of coins that change is paid from. */
export interface ChangeUnit {
  readonly unit: string;
  /** What lies in it; `count` where the device counts its coins. */
  readonly coins: readonly { readonly denominationFen: number; readonly count?: number }[];
  /** `low` is not paid from where coins are not counted: nobody knows how few are left. */
  readonly level: 'ok' | 'low' | 'empty' | 'unknown';
  /** Blocked, cheated or stuck, until the device says otherwise. */
  readonly broken: boolean;
}

/** One payout device's wire protocol. Every method throws LineLost when the device is not heard. */
export interface PayoutDialect {
  greet(): Promise<DeviceIdentity>;
  listen(): Promise<void>;
  units(): readonly ChangeUnit[];
  /** Orders a payout, once. False: the device refused, and pays nothing. */
  pay(unit: string, amountFen: number): Promise<boolean>;
  /** What the device itself says of its payouts. */
  witness(unit: string): Promise<PayoutWitness>;
  /** The order has come to its end. */
  rest(unit: string, paidWhole: boolean): Promise<void>;
  /** Stops whatever is being paid. */
  stopPaying(): Promise<void>;
  /** Someone has filled the store. */
  filled(): void;
  softReset(): Promise<void>;
  reopen(): Promise<void>;
}
