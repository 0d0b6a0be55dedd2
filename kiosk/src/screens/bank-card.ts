/** The owner and the bank-card terminal, as far as the terminal tells. */
export interface BankCardScreen {
  readonly screen: 'bank-card';
  readonly amountFen: number;
  readonly stage: 'starting' | 'present-card' | 'card-read' | 'enter-pin' | 'asking-bank' | 'stopping';
  /** Whether it can be called off from here; else only on the terminal. */
  readonly canStop: boolean;
}
