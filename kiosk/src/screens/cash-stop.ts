import type { Purpose } from '../screens.ts';

/** Money is inside and no more is to go in: what is it for? */
export interface CashStopScreen {
  readonly screen: 'cash-stop';
  readonly purpose: Purpose;
  readonly dueFen: number;
  readonly insertedFen: number;
  /** Why the machine closes, so that no more notes can go in. */
  readonly closing?: string;
}
