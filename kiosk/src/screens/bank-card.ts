/** The owner and the bank-card terminal, as far as the terminal tells. */
export interface BankCardScreen {
  readonly screen: 'bank-card';
  readonly amountFen: number;
  /** `cancel-there`: the owner wants out, and only the terminal's own key stops it. */
  readonly stage: 'starting' | 'present-card' | 'card-read' | 'enter-pin' | 'asking-bank' | 'stopping' | 'cancel-there';
  /** Whether the owner may turn away now: it is called off, or they are shown the key that does it. */
  readonly canStop: boolean;
}
