import { failed, ok, type Result } from '@louting/common/result';
import { ACCOUNTS } from '../ledger/ledger.ts';

export type DepositKind = 'renovation' | 'access-card' | 'parking' | 'other';
export type DepositMethod = 'cash' | 'bank';
export type DepositState = 'TAKEN' | 'PARTLY_RETURNED' | 'RETURNED';
/** Without a deduction a return is DONE at once; with one it waits for a second person. */
export type DepositReturnState = 'REQUESTED' | 'DONE' | 'REJECTED';
/** Where kept money goes: a penalty or compensation, or the price of something done or lost. */
export type DeductAccount = typeof ACCOUNTS.otherIncome | typeof ACCOUNTS.otherBusinessIncome;

export const MONEY_ACCOUNT: Readonly<Record<DepositMethod, string>> = {
  cash: ACCOUNTS.cashAtOffice,
  bank: ACCOUNTS.bank,
};

export interface HeldDeposit {
  readonly amountFen: number;
  readonly returnedFen: number;
  readonly deductedFen: number;
}

export function heldOf({ amountFen, returnedFen, deductedFen }: HeldDeposit): number {
  return amountFen - returnedFen - deductedFen;
}

export function stateOf(deposit: HeldDeposit): DepositState {
  const held = heldOf(deposit);
  if (held === 0) return 'RETURNED';
  return held === deposit.amountFen ? 'TAKEN' : 'PARTLY_RETURNED';
}

/**
 * @param waitingFen asked for by returns that wait for approval
 * @returns LT-2812 more than is held
 */
export function mayGiveBack(
  deposit: HeldDeposit,
  waitingFen: number,
  wanted: { readonly returnFen: number; readonly deductFen: number },
): Result<undefined> {
  const free = heldOf(deposit) - waitingFen;
  const total = wanted.returnFen + wanted.deductFen;
  return total <= free ? ok() : failed('LT-2812', `${free} fen are held and not asked for`);
}

/** `YJ` 押金, the community's code and the number: another series than that of the kiosks. */
export function depositReceiptNumber(communityCode: string, number: number): string {
  return `YJ-${communityCode}-${number.toString().padStart(6, '0')}`;
}
