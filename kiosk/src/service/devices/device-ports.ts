import type { LightPlace } from '@louting/device-bridge/protocol/auxiliaries';
import type { InspectedDevice } from '../../flows/effects.ts';
import type { CardProbe, ProvingScheme } from '@louting/server/contract/card-auth-api';
import type { CardTerminalPort } from './card-terminal-port.ts';
import type { DeviceReport } from '@louting/server/contract/kiosk-api';
import type { Fen } from '@louting/common/money';
import type { Result } from '@louting/common/result';

/**
 * The devices as the kiosk's flows use them: integer fen, results as values, no XFS shape. The bridge client behind
 * these ports is the only place of the kiosk that knows XFS4IoT. A port outlives the bridge: while the bridge is down
 * it reports its device `failed` with LT-3903 and reconnects by itself.
 */
export interface DevicePort {
  report(): DeviceReport;
  /** Called with every change of `report()`; returns the unsubscribe function. */
  onReport(listener: (report: DeviceReport) => void): () => void;
  /** What it says of itself, and what went over its line last. */
  inspect?(): Promise<Result<InspectedDevice>>;
  /** Tries it out as far as that takes nobody's card and moves nobody's money. */
  test?(): Promise<Result<undefined>>;
}

export interface CardReaderPort extends DevicePort {
  /** A card came into the field. `uid` is upper-case hex. Fails with LT-1005 when it could not be read. */
  onCard(listener: (card: Result<{ readonly uid: string }>) => void): () => void;
  onCardRemoved(listener: () => void): () => void;
}

/** The card on the reader, as it shows itself before anybody asked it for a secret. Bytes are upper-case hex. */
export interface OpenedCard {
  readonly uid: string;
  /** Absent: it has none of the applications that were looked for. */
  readonly application?: { readonly scheme: ProvingScheme; readonly answers: string[] };
}

/** Carries what a card and the server say to each other. LT-1019: the card was taken away meanwhile. */
export interface CommunityCardPort {
  open(probes: readonly CardProbe[]): Promise<Result<OpenedCard>>;
  /** Only to the card that was opened. */
  relay(commands: readonly string[]): Promise<Result<string[]>>;
}

export type CashInStatus =
  /** No transaction by that id is known to the acceptor. */
  | { readonly status: 'none' }
  /** The note is in escrow right now. */
  | { readonly status: 'escrow'; readonly denominationFen: Fen }
  | { readonly status: 'stacked'; readonly denominationFen: Fen }
  | { readonly status: 'returned' }
  /** The device cannot tell (LT-2302); the note counted if it was seen at all. */
  | { readonly status: 'unknown'; readonly denominationFen?: Fen };

export interface OrphanNote {
  readonly orphanId: string;
  /** Milliseconds since the epoch. */
  readonly stackedAt: number;
  /** Absent when the device could not name it. */
  readonly denominationFen?: Fen;
}

export interface TakenItem {
  readonly denominationFen: Fen;
  /** A coin is in the box already: it can only be counted, not given back. */
  readonly isCoin: boolean;
}

/**
 * One note is one XFS cash-in transaction: SetTransactionState(noteId) → CashInStart → CashIn → CashInEnd | CashInRollback.
 * The caller journals before `stack()` and credits from its result; after any crash it asks `statusOf(noteId)`.
 */
export interface CashAcceptorPort extends DevicePort {
  /** Enables the acceptor and waits for one genuine note in escrow. Ends with LT-3904 when `signal` aborts. */
  takeNote(noteId: string, limitFen: Fen, signal: AbortSignal): Promise<Result<TakenItem>>;
  /** A note was refused while waiting in `takeNote` (it went back to the owner); waiting goes on. */
  onRefused(listener: (refusal: { readonly code: 'LT-3102' | 'LT-3106' }) => void): () => void;
  /** Stacks the note in escrow. After a failure the outcome is only what `statusOf` says. */
  stack(noteId: string): Promise<Result<{ readonly denominationFen: Fen }>>;
  returnNote(noteId: string): Promise<Result<undefined>>;
  /** Notes in the box that belong to no payment, under ids that stay the same for ever. */
  orphans(): Promise<Result<readonly OrphanNote[]>>;
  /** What became of the note; survives restarts of kiosk, bridge and device. */
  statusOf(noteId: string): Promise<Result<CashInStatus>>;
}

export interface ChangeStatus {
  /** Surely paid out; 0 for a payout that was never begun. */
  readonly paidFen: Fen;
  /** Ordered, and nobody can tell whether it was paid. */
  readonly doubtFen: Fen;
}

/** Pays change. The caller journals the id before `pay`, and believes only what `statusOf` says. */
export interface ChangeDispenserPort extends FittedPort {
  /** Whether exactly this can be paid now; false where no change unit is fitted. */
  canPay(amount: Fen): Promise<boolean>;
  /** Orders a payout, once for an id for ever. */
  pay(changeId: string, amount: Fen): Promise<Result<undefined>>;
  statusOf(changeId: string): Promise<Result<ChangeStatus>>;
}

export interface PrintDocument {
  readonly form: 'receipt' | 'slip';
  /** Values by the form's field names; a repeated field is a table column. See `@louting/device-bridge/protocol/forms`. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
}

/** `unknown`: all, some or nothing of it may be on paper. */
export type PrintOutcome = 'printed' | 'notPrinted' | 'unknown';

export interface ReceiptPrinterPort extends DevicePort {
  /** `jobId` is made and journaled by the caller. LT-3205 means nobody knows whether paper came out. */
  print(jobId: string, document: PrintDocument): Promise<Result<undefined>>;
  /** What became of a job whose end nobody saw. Waits a little for a printer that comes up later than the kiosk. */
  outcomeOf(jobId: string): Promise<PrintOutcome>;
}

export interface BarcodeReaderPort extends DevicePort {
  /** Waits for one code. LT-3302 after `timeoutMs`, LT-3904 when `signal` aborts. Never log the code. */
  read(timeoutMs: number, signal: AbortSignal): Promise<Result<{ readonly text: string }>>;
}

/** A device that not every cabinet has. */
export interface FittedPort extends DevicePort {
  fitted(): boolean;
}

export interface CabinetPort extends FittedPort {
  /** Lights the lamps where the owner has to do something, and no other. */
  light(places: ReadonlySet<LightPlace>): void;
}

export interface KioskDevices {
  readonly cardReader: CardReaderPort;
  readonly communityCard: CommunityCardPort;
  readonly cashAcceptor: CashAcceptorPort;
  /** Beside the notes; its coins are told by the cash acceptor. */
  readonly coinAcceptor: FittedPort;
  readonly change: ChangeDispenserPort;
  readonly printer: ReceiptPrinterPort;
  readonly barcodeReader: BarcodeReaderPort;
  readonly cardTerminal: CardTerminalPort;
  readonly cabinet: CabinetPort;
  readonly ups: FittedPort;
  close(): Promise<void>;
}

/** Everything that has a health of its own, in the order in which it is told. */
export function allPorts(devices: KioskDevices): readonly (DevicePort | FittedPort)[] {
  const { cardReader, cashAcceptor, coinAcceptor, change, printer, barcodeReader, cardTerminal, cabinet, ups } =
    devices;
  return [cardReader, cashAcceptor, coinAcceptor, change, printer, barcodeReader, cardTerminal, cabinet, ups];
}
