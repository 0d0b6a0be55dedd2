/**
 * What stands behind the slot of a simulated bank-card terminal, whatever protocol it speaks: a person with a card and a
 * PIN, a bank, and a memory that outlives a power cut.
 */
export const BANK_ANSWERS = ['approve', 'decline', 'insufficient', 'wrong-pin'] as const;
export type Answer = (typeof BANK_ANSWERS)[number];

export type SlotStage = 'idle' | 'waiting-for-card' | 'waiting-for-pin' | 'asking-bank';

/** Places where a plug may be pulled. */
export const TERMINAL_STEPS = ['asked', 'card-read', 'pin-entered', 'paid', 'answered'] as const;
export type TerminalStep = (typeof TERMINAL_STEPS)[number];

/**
 * `lose-reply`: the bank has paid and the answer never goes out. `late-reply`: long after it was waited for.
 * `duplicate-reply`: twice. `power-cut-<step>`: off and on again, once, when the next payment is there.
 */
export const TERMINAL_FAULTS = [
  'silent',
  'slow',
  'lose-reply',
  'late-reply',
  'duplicate-reply',
  'noise',
  'half-frame',
  'no-paper',
  ...TERMINAL_STEPS.map((step) => `power-cut-${step}` as const),
] as const;
export type TerminalFault = (typeof TERMINAL_FAULTS)[number];

export interface Payment {
  readonly id: string;
  readonly amountFen: number;
  readonly state: 'paid' | 'refused' | 'reversed';
  /** Why it was refused, in no protocol's words. */
  readonly reason?: 'declined' | 'insufficient' | 'wrong-pin' | 'cancelled' | 'aborted' | 'no-card' | 'power-lost';
  readonly trace: string;
  readonly reference: string;
  readonly authorisation: string;
  readonly at: number;
}

export interface TerminalSpeeds {
  readonly cardMs: number;
  readonly bankMs: number;
  readonly patienceMs: number;
  /** How long the bank takes to take a payment back, or to settle a day. */
  readonly hostMs: number;
}

export const REAL_SPEEDS: TerminalSpeeds = { cardMs: 300, bankMs: 900, patienceMs: 60_000, hostMs: 1_500 };

type Refusal = NonNullable<Payment['reason']>;

export class Terminal {
  readonly #now: () => number;
  readonly #speeds: TerminalSpeeds;
  readonly #payments: Payment[] = [];
  readonly #listeners: (() => void)[] = [];
  #current: { readonly id: string; readonly amountFen: number; readonly done: (payment: Payment) => void } | undefined;
  #stage: SlotStage = 'idle';
  #held: Answer | undefined;
  #timer: NodeJS.Timeout | undefined;
  #host: NodeJS.Timeout | undefined;
  #settledFen = 0;
  #settlements = 0;
  #trace = 100;
  /** What happens at a step; for tests that pull plugs. */
  onStep: (step: TerminalStep) => void = () => undefined;
  onStage: (stage: SlotStage) => void = () => undefined;
  /** Of its own little printer. */
  hasPaper = true;

  constructor(now: () => number, speeds: TerminalSpeeds = REAL_SPEEDS) {
    this.#now = now;
    this.#speeds = speeds;
  }

  get stage(): SlotStage {
    return this.#stage;
  }

  get current(): string | undefined {
    return this.#current?.id;
  }

  payments(): readonly Payment[] {
    return this.#payments;
  }

  /** Money the bank moved and did not move back. */
  takenFen(): number {
    return this.#payments.reduce((sum, { state, amountFen }) => (state === 'paid' ? sum + amountFen : sum), 0);
  }

  find(id: string): Payment | undefined {
    return this.#payments.find((payment) => payment.id === id);
  }

  last(): Payment | undefined {
    return this.#payments.filter(({ state }) => state !== 'refused').at(-1);
  }

  /** One payment at a time. @returns false while another is under way */
  begin(id: string, amountFen: number, done: (payment: Payment) => void): boolean {
    if (this.#current) return false;
    this.#current = { id, amountFen, done };
    this.#to('waiting-for-card');
    this.onStep('asked');
    if (!this.#current) return true;
    this.#timer = setTimeout(() => this.#refuse('no-card'), this.#speeds.patienceMs);
    // A card that is held there already is read at once.
    if (this.#held) this.hold(this.#held);
    return true;
  }

  /** The owner holds a card there and types a PIN; with nothing asked for, the card waits. */
  hold(answer: Answer): void {
    this.#held = answer;
    if (this.#stage !== 'waiting-for-card') return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#to('waiting-for-pin');
      this.onStep('card-read');
      if (this.#current) this.#timer = setTimeout(() => this.#pinEntered(answer), this.#speeds.cardMs);
    }, this.#speeds.cardMs);
  }

  takeCard(): void {
    this.#held = undefined;
  }

  /** The red key of the terminal, the cashier, or its own patience. @returns false when it is too late for it */
  cancel(why: 'cancelled' | 'aborted' | 'no-card'): boolean {
    if (this.#stage !== 'waiting-for-card' && this.#stage !== 'waiting-for-pin') return false;
    this.#refuse(why);
    return true;
  }

  reverse(trace: string): 'reversed' | 'not-found' {
    const index = this.#payments.findIndex((payment) => payment.trace === trace && payment.state !== 'refused');
    const payment = this.#payments[index];
    if (!payment) return 'not-found';
    this.#payments[index] = { ...payment, state: 'reversed' };
    this.#tell();
    return 'reversed';
  }

  /** What the bank has not answered is not paid: the terminal takes it back by itself when it is on again. */
  powerLost(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#host);
    const current = this.#current;
    this.#current = undefined;
    if (current) this.#remember(current, 'refused', 'power-lost');
    this.#to('idle');
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** What needs the bank and no card; over when the power goes before it has answered. */
  askHost(then: () => void): void {
    this.#host = setTimeout(then, this.#speeds.hostMs);
  }

  /** Closes the day. @returns what was taken in it */
  settle(): number {
    const taken = this.takenFen() - this.#settledFen;
    this.#settledFen += taken;
    this.#settlements += 1;
    return taken;
  }

  get settlements(): number {
    return this.#settlements;
  }

  close(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#host);
  }

  #pinEntered(answer: Answer): void {
    this.#to('asking-bank');
    this.onStep('pin-entered');
    if (!this.#current) return;
    this.#timer = setTimeout(() => {
      if (answer === 'approve') this.#paid();
      else this.#refuse(answer === 'decline' ? 'declined' : answer);
    }, this.#speeds.bankMs);
  }

  #paid(): void {
    const current = this.#current;
    if (!current) return;
    this.#current = undefined;
    this.#held = undefined;
    const payment = this.#remember(current, 'paid', undefined);
    this.#to('idle');
    this.onStep('paid');
    current.done(payment);
    this.onStep('answered');
  }

  #refuse(reason: Refusal): void {
    clearTimeout(this.#timer);
    const current = this.#current;
    if (!current) return;
    this.#current = undefined;
    this.#held = undefined;
    const payment = this.#remember(current, 'refused', reason);
    this.#to('idle');
    current.done(payment);
    this.onStep('answered');
  }

  #remember(
    { id, amountFen }: { readonly id: string; readonly amountFen: number },
    state: 'paid' | 'refused',
    reason: Refusal | undefined,
  ): Payment {
    this.#trace += 1;
    const payment: Payment = {
      id,
      amountFen,
      state,
      trace: String(this.#trace).padStart(6, '0'),
      reference: String(this.#now()).slice(-12).padStart(12, '0'),
      authorisation:
        state === 'paid'
          ? String(this.#trace * 7)
              .padStart(6, '0')
              .slice(-6)
          : '',
      at: this.#now(),
      ...(reason && { reason }),
    };
    this.#payments.push(payment);
    return payment;
  }

  #to(stage: SlotStage): void {
    this.#stage = stage;
    this.onStage(stage);
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
