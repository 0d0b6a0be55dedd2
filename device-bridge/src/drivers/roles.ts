import type { FailureCode } from '@louting/common/failure-codes';
import type { Result } from '@louting/common/result';
import type { ChangeUnit } from './coin-dispenser/dialect.ts';
import type { RecoveryAction } from './recovery-ladder.ts';

/**
 * What the bridge's XFS services ask of a driver, whatever wire protocol it speaks. A driver owns its line: it opens,
 * reopens with back-off after a loss, and reports its condition; commands while the line is down fail with the role's
 * "absent" code. Amounts are integer fen.
 */
export interface DeviceCondition {
  /** XFS `common.device`. */
  readonly device: 'online' | 'offline' | 'noDevice' | 'hardwareError' | 'userError' | 'fraudAttempt' | 'starting';
  readonly code?: FailureCode;
  /** What is being tried to bring it back. */
  readonly recovery?: RecoveryAction;
}

export interface DeviceIdentity {
  readonly modelName: string;
  readonly serialNumber?: string;
  readonly firmwareVersion?: string;
}

export interface Driver<Condition extends DeviceCondition = DeviceCondition> {
  start(): void;
  stop(): Promise<void>;
  condition(): Condition;
  /** Called with every change of `condition()`. */
  onCondition(listener: (condition: Condition) => void): void;
  identity(): DeviceIdentity | undefined;
  /** Back to a known state without losing what the device remembers. */
  reset(): Promise<Result<undefined>>;
}

// ---- card reader ----

export interface PresentedCard {
  /** Answer to reset, or to select. */
  readonly atr: Uint8Array;
  transmit(apdu: Uint8Array): Promise<Result<Uint8Array>>;
}

export interface CardReaderDriver extends Driver {
  /** The card in the field now. */
  card(): PresentedCard | undefined;
  onCardPresented(listener: (card: PresentedCard) => void): void;
  onCardRemoved(listener: () => void): void;
}

// ---- receipt printer ----

export interface PrinterCondition extends DeviceCondition {
  readonly paper: 'full' | 'low' | 'out' | 'jammed' | 'unknown';
  readonly cover: 'closed' | 'open' | 'unknown';
  /** What is wrong inside: the knife, something that goes away or can be cleared, or something for a workshop. */
  readonly fault?: 'cutter' | 'recoverable' | 'unrecoverable';
}

/** What a printer has counted in all its life: the witness of what came out of it. */
export interface PrinterCounters {
  readonly lines: number;
  readonly cuts: number;
}

/** Whoever keeps a journal of jobs. */
export interface PrintRecord {
  /** Names the job on the wire; never the same for two jobs that could be mixed up. */
  readonly number: number;
  /** Half of an earlier job may hang from the paper: it is cut off first. */
  readonly tornBefore: boolean;
  /** Committed before the first byte leaves. `cuts`: how often the knife falls until the job is whole. */
  sending(before: PrinterCounters | undefined, cuts: number): void;
}

export interface ReceiptPrinterDriver extends Driver<PrinterCondition> {
  /**
   * Sends one whole job and waits until the printer confirms it. LT-3205: sent, but nobody knows whether it printed.
   * `data` is a finished byte stream of this driver's own codec.
   */
  print(data: Uint8Array, record?: PrintRecord): Promise<Result<undefined>>;
  /** `undefined`: no answer now, as from a printer that still prints. */
  counters(): Promise<PrinterCounters | 'none' | undefined>;
  /** Rises with every question that stayed without an answer: the printer may have been without power meanwhile. */
  unanswered(): number;
  /** The printer confirms a job nobody waits for any more: of a line that was lost, or of a process that is gone. */
  onLateConfirmation(listener: (isOf: (number: number) => boolean) => void): void;
}

// ---- barcode reader ----

export interface BarcodeReaderDriver extends Driver {
  /** Starts the trigger where the model has one. */
  enable(): Promise<Result<undefined>>;
  disable(): Promise<void>;
  /** A cleaned code: control characters dropped, same code debounced. */
  onCode(listener: (text: string) => void): void;
}

// ---- bill acceptor ----

/** What a single-escrow bill acceptor tells. `denominationFen` is read from the device's own table, never assumed. */
export type BillEvent =
  | { readonly event: 'reading' }
  | { readonly event: 'escrow'; readonly denominationFen: number }
  | { readonly event: 'stacking' }
  /** The value is the box's: the only moment of credit. */
  | { readonly event: 'stacked'; readonly denominationFen: number; readonly mayBeToldAgain?: boolean }
  | { readonly event: 'returned' }
  | { readonly event: 'refused'; readonly reason: 'invalidBill' | 'counterfeit' | 'inhibited' | 'transport' }
  | { readonly event: 'fraud' }
  /** Power-up: a note that was inside went to the box or back to the front; the device may not know its value. */
  | {
      readonly event: 'cleared-to-cashbox';
      readonly denominationFen?: number;
      /** The device tells it until it is acknowledged or reset: this may be the note it told of before. */
      readonly mayBeToldAgain?: boolean;
    }
  | { readonly event: 'cleared-from-front'; readonly denominationFen?: number }
  /**
   * The device is at rest after a (re)connection or a power cut, and every event of what happened meanwhile was told
   * before this one. `counters` is absent when the device has none.
   */
  | {
      readonly event: 'settled';
      readonly counters?: BillCounters;
      /** The device did not lose its power since it was last spoken with, so it did nothing of its own accord. */
      readonly keptPower?: boolean;
    };

export interface BillAcceptorCondition extends DeviceCondition {
  readonly cashBox: 'ok' | 'full' | 'removed' | 'unknown';
}

export interface BillCounters {
  readonly stacked: number;
  readonly rejected: number;
}

export interface BillAcceptorDriver extends Driver<BillAcceptorCondition> {
  /** Denominations the device was programmed for, in fen; empty until it answered its set-up request. */
  denominations(): readonly number[];
  /** Lets notes in, up to `limitFen` each; a note of another value is refused by the device. */
  enable(denominations: readonly number[]): Promise<Result<undefined>>;
  disable(): Promise<Result<undefined>>;
  /** A note in escrow stays there until decided; the driver repeats what the protocol needs for that. */
  stack(): Promise<Result<undefined>>;
  returnNote(): Promise<Result<undefined>>;
  onBillEvent(listener: (event: BillEvent) => void): void;
  /** The device's own persistent counters, where it has them: the independent witness after a power cut. */
  counters(): Promise<Result<BillCounters>>;
  /**
   * Called once after each (re)connection, before anything that could move a note. `escrowDecision` answers what to do
   * with a note found in escrow: without a journaled intent to stack it must go back.
   */
  onConnected(escrowDecision: () => 'return' | 'stack'): void;
}

// ---- coin acceptor ----

/** A coin has no escrow: what is told of is in the box. */
export type CoinEvent =
  | {
      readonly event: 'coin';
      /** Absent when the device has no value for it. */
      readonly denominationFen?: number;
      /** The device's own count of its events at this one: the witness after a restart of the bridge. */
      readonly counter: number;
      /** It fell while nobody listened. */
      readonly recovered: boolean;
    }
  | { readonly event: 'refused' }
  /**
   * More happened than the device remembers: the box has coins nobody was told of. Without a count it lost its power
   * while it took coins, and nobody can tell how many.
   */
  | { readonly event: 'lost'; readonly count?: number };

export interface CoinAcceptorDriver extends Driver {
  denominations(): readonly number[];
  enable(denominations: readonly number[]): Promise<Result<undefined>>;
  disable(): Promise<Result<undefined>>;
  onCoin(listener: (event: CoinEvent) => void): void;
  /** The counter at the last coin that is on the disk. Called before `start`. */
  resumeFrom(counter: number | undefined): void;
}

// ---- change ----

export interface CoinDispenserCondition extends DeviceCondition {
  readonly device: 'online' | 'noDevice' | 'hardwareError' | 'starting';
}

/** What a payout device itself says, in fen: the only word on how much was paid. */
export interface PayoutWitness {
  /** Coins are still to come. */
  readonly moving: boolean;
  /** All it ever paid, never reset: the difference of two readings settles most cases. It may begin below zero. */
  readonly totalFen?: number;
  /** Accepted orders, from 1 to 255 and again from 1; 0 since a reset. */
  readonly orders?: number;
  /** Of the last order. */
  readonly lastPaidFen?: number;
  readonly lastUnpaidFen?: number;
  /** What the order that came to its end paid, as the device itself told it; told until `rest`. */
  readonly endedFen?: number;
}

export interface CoinDispenserDriver extends Driver<CoinDispenserCondition> {
  units(): readonly ChangeUnit[];
  /** Orders a payout from one unit, once. After a failure only `witness` says what was paid. */
  pay(unit: string, amountFen: number): Promise<Result<undefined>>;
  witness(unit: string): Promise<Result<PayoutWitness>>;
  /** The order has come to its end; short of the whole the unit counts as empty until it is filled. */
  rest(unit: string, paidWhole: boolean): Promise<Result<undefined>>;
}
