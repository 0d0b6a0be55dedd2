import type { Transport } from '../../transports/transport.ts';
import {
  REAL_SPEEDS,
  Terminal,
  type Answer,
  type SlotStage,
  type TerminalFault,
  type TerminalSpeeds,
  type TerminalStep,
  type Payment,
} from './terminal.ts';

export const BANK_TERMINAL_PROTOCOLS = ['nexo', 'chinaums'] as const;
export type BankTerminalProtocol = (typeof BANK_TERMINAL_PROTOCOLS)[number];

export interface BankTerminalState {
  readonly connected: boolean;
  readonly powered: boolean;
  readonly stage: SlotStage;
  readonly fault: TerminalFault | null;
  readonly takenFen: number;
  readonly payments: readonly {
    readonly amountFen: number;
    readonly state: Payment['state'];
    readonly reason?: string;
  }[];
}

/** What speaks a protocol for the terminal, and remembers what it has to repeat. */
export interface Speaker {
  /** A line was opened: half a message of the one before is nothing. */
  opened(): void;
  /** `say` leads back to who asked, and nowhere once that line is gone. */
  hear(bytes: Uint8Array, say: Say): void;
  staged?(stage: SlotStage): void;
}

export type Say = (bytes: Uint8Array, what: 'payment' | 'other') => void;
export type NewSpeaker = (terminal: Terminal) => Speaker;

const SLOW_MS = 400;
/** Longer than a sale's outcome is waited for without asking. */
const LATE_MS = 25_000;

/** Over with the next answer to a payment. */
const OF_ONE_ANSWER: ReadonlySet<TerminalFault> = new Set([
  'lose-reply',
  'late-reply',
  'duplicate-reply',
  'noise',
  'half-frame',
]);

export interface TwinOptions {
  readonly now: () => number;
  readonly speeds?: TerminalSpeeds | undefined;
  readonly lateMs?: number;
}

/** A simulated bank-card terminal on its line. */
export class BankTerminalTwin {
  readonly terminal: Terminal;
  readonly #speaker: Speaker;
  readonly #lateMs: number;
  readonly #listeners: (() => void)[] = [];
  #onStep: (step: TerminalStep) => void = () => undefined;
  #line: Transport | undefined;
  #fault: TerminalFault | undefined;
  #powered = true;
  #late: { readonly timer: NodeJS.Timeout; readonly say: () => void } | undefined;

  constructor(newSpeaker: NewSpeaker, options: TwinOptions) {
    this.#lateMs = options.lateMs ?? LATE_MS;
    this.terminal = new Terminal(options.now, options.speeds ?? REAL_SPEEDS);
    this.#speaker = newSpeaker(this.terminal);
    this.terminal.onStep = (step) => this.#reached(step);
    this.terminal.onStage = (stage) => this.#speaker.staged?.(stage);
    this.terminal.onChange(() => this.#tell());
  }

  attach(line: Transport): void {
    if (!this.#powered) {
      void line.close();
      return;
    }
    this.#line = line;
    this.#speaker.opened();
    line.onData((bytes) => {
      if (this.#fault === 'silent' || this.#line !== line) return;
      this.#speaker.hear(bytes, (answer, what) => this.#say(line, answer, what));
    });
    line.onClose(() => {
      if (this.#line === line) this.#line = undefined;
      this.#tell();
    });
    this.#tell();
  }

  hold(answer: Answer): void {
    this.terminal.hold(answer);
  }

  takeCard(): void {
    this.terminal.takeCard();
  }

  cancel(): boolean {
    return this.terminal.cancel('cancelled');
  }

  /** Pulls the line; what the terminal is about to do it does all the same. */
  dropLine(): void {
    const line = this.#line;
    this.#line = undefined;
    void line?.close();
    this.#tell();
  }

  powerOff(): void {
    this.#powered = false;
    this.dropLine();
    this.terminal.powerLost();
  }

  powerOn(): void {
    this.#powered = true;
    this.#tell();
  }

  powerCycle(): void {
    this.powerOff();
    this.powerOn();
  }

  onStep(listener: (step: TerminalStep) => void): void {
    this.#onStep = listener;
  }

  setFault(fault: TerminalFault | undefined): void {
    this.#fault = fault;
    this.terminal.hasPaper = fault !== 'no-paper';
    this.#tell();
  }

  /** The answer that a late reply still owes. */
  sayWhatIsLate(): void {
    const late = this.#late;
    this.#late = undefined;
    clearTimeout(late?.timer);
    late?.say();
  }

  state(): BankTerminalState {
    return {
      connected: this.#line !== undefined,
      powered: this.#powered,
      stage: this.terminal.stage,
      fault: this.#fault ?? null,
      takenFen: this.terminal.takenFen(),
      payments: this.terminal
        .payments()
        .slice(-5)
        .map(({ amountFen, state, reason }) => ({ amountFen, state, ...(reason && { reason }) })),
    };
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  close(): void {
    clearTimeout(this.#late?.timer);
    this.terminal.close();
    void this.#line?.close();
  }

  /** `silent` and `slow` last until they are cleared. */
  #say(line: Transport, bytes: Uint8Array, what: 'payment' | 'other'): void {
    if (this.#fault === 'silent' || this.#line !== line) return;
    const write = (piece: Uint8Array): void => void line.write(piece).catch(() => undefined);
    if (this.#fault === 'slow') {
      setTimeout(() => write(bytes), SLOW_MS);
      return;
    }
    const fault = what === 'payment' ? this.#fault : undefined;
    if (fault === undefined || !OF_ONE_ANSWER.has(fault)) {
      write(bytes);
      return;
    }
    this.setFault(undefined);
    if (fault === 'lose-reply') return;
    if (fault === 'late-reply') {
      this.#late = { timer: setTimeout(() => this.sayWhatIsLate(), this.#lateMs), say: () => write(bytes) };
      return;
    }
    if (fault === 'noise') write(Uint8Array.from({ length: 40 }, (_, index) => 0xff - index));
    if (fault === 'half-frame') {
      write(bytes.subarray(0, Math.floor(bytes.length / 2)));
      this.dropLine();
      return;
    }
    write(bytes);
    if (fault === 'duplicate-reply') write(bytes);
  }

  #reached(step: TerminalStep): void {
    if (this.#fault === `power-cut-${step}`) {
      this.setFault(undefined);
      this.powerCycle();
    }
    this.#onStep(step);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
