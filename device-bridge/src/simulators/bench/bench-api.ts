import { existsSync, readFileSync } from 'node:fs';
import { CABINET_ROLES, type CabinetDesk, type CabinetDeskState, type CabinetRole } from '../cabinet/cabinet-desk.ts';
import type { CabinetFault } from '../cabinet/line-faults.ts';
import type { Answer, TerminalFault } from '../bank-terminal/terminal.ts';
import type { BankTerminalState, BankTerminalTwin } from '../bank-terminal/twin.ts';
import type { CcTalkBusState, CcTalkBusTwin, CoinFault } from '../cctalk/cctalk-bus-twin.ts';
import type { SspPayoutTwin, SspPayoutTwinState, StoreFault } from '../ssp/payout-twin.ts';
import type { CardReaderTwin } from '../card-reader/twin.ts';
import { CardsFileSchema, type BenchCard, type PayerCodeSource } from '../config.ts';
import { pictureOf } from '../printer/picture.ts';
import type { PrintedJob } from '../printer/printed-job.ts';
import type { PrinterFault, PrinterState, PrinterTwin } from '../printer/twin.ts';
import type { ScannerFault, ScannerState, ScannerTwin } from '../scanner/twin.ts';
import type { TcpSocket } from '../tcp-socket.ts';
import type { ValidatorFault, ValidatorTwin, ValidatorTwinState } from '../validator/validator-twin.ts';
import type { CardFault, VirtualCard } from '../virtual-card/card.ts';
import { CardDesk } from './card-desk.ts';

/** By the names the kiosk reports its devices under. */
export type BenchRole =
  | 'card-reader'
  | 'cash-acceptor'
  | 'receipt-printer'
  | 'barcode-reader'
  | 'payment-terminal'
  | 'coins'
  | 'smart-hopper'
  | CabinetRole;

export type BenchFault =
  | { readonly role: 'cash-acceptor'; readonly fault: ValidatorFault }
  | { readonly role: 'coins'; readonly fault: CoinFault }
  | { readonly role: 'smart-hopper'; readonly fault: StoreFault }
  | { readonly role: 'receipt-printer'; readonly fault: PrinterFault }
  | { readonly role: 'card-reader'; readonly fault: { readonly kind: 'silent' } }
  | { readonly role: 'barcode-reader'; readonly fault: { readonly kind: ScannerFault; readonly times?: number } }
  | { readonly role: CabinetRole; readonly fault: { readonly kind: CabinetFault; readonly times?: number } }
  | { readonly role: 'payment-terminal'; readonly fault: TerminalFault };

export interface BenchState extends CabinetDeskState {
  readonly cardReader: { readonly plugged: boolean; readonly uid?: string; readonly networkConnected: boolean };
  readonly cashAcceptor: ValidatorTwinState;
  readonly coins: CcTalkBusState;
  readonly smartHopper?: SspPayoutTwinState;
  readonly printer: PrinterState & { readonly plugged: boolean };
  readonly scanner: ScannerState & { readonly plugged: boolean };
  readonly bankTerminal: BankTerminalState & { readonly plugged: boolean };
}

export interface BenchParts {
  readonly validator: ValidatorTwin;
  readonly coins: CcTalkBusTwin;
  readonly smartHopper?: SspPayoutTwin | undefined;
  readonly printer: PrinterTwin;
  readonly printerSocket: TcpSocket;
  readonly scanner: ScannerTwin;
  readonly scannerSocket: TcpSocket;
  readonly cardReader: CardReaderTwin;
  readonly cardReaderSocket: TcpSocket;
  readonly cabinet: CabinetDesk;
  readonly bankTerminal: BankTerminalTwin;
  readonly bankTerminalSocket: TcpSocket;
  readonly vpcd: { readonly host: string; readonly port: number } | null;
  readonly cards: readonly BenchCard[];
  readonly cardsFile?: string | undefined;
  readonly payerCodes: readonly PayerCodeSource[];
}

/** How long a tapped card lies on the reader. */
const TAP_MS = 1_500;

/** Everything a person's hands can do to the devices; used by tests, and over HTTP by the page and the command line. */
export class Bench {
  readonly #parts: BenchParts;
  readonly #desk: CardDesk;
  readonly #listeners = new Set<() => void>();

  constructor(parts: BenchParts) {
    this.#parts = parts;
    const changed = (): void => {
      for (const listener of this.#listeners) listener();
    };
    this.#desk = new CardDesk(
      { vpcd: parts.vpcd, networkReader: parts.cardReader, networkSocket: parts.cardReaderSocket },
      changed,
    );
    parts.validator.onChange(changed);
    parts.coins.onChange(changed);
    parts.smartHopper?.onChange(changed);
    for (const twin of [parts.printer, parts.scanner, parts.cardReader, parts.cabinet, parts.bankTerminal]) {
      twin.onChange(changed);
    }
  }

  /** Its door, its contacts, and the mains. */
  get cabinet(): CabinetDesk {
    return this.#parts.cabinet;
  }

  /** Configured cards first, then those of the demo. */
  cards(): readonly BenchCard[] {
    const { cards, cardsFile } = this.#parts;
    if (cardsFile === undefined || !existsSync(cardsFile)) return cards;
    return [...cards, ...CardsFileSchema.parse(JSON.parse(readFileSync(cardsFile, 'utf8')))];
  }

  payerCodes(): readonly PayerCodeSource[] {
    return this.#parts.payerCodes;
  }

  /** Lays any card down until `removeCard`. */
  presentCard(uid: string, fault?: CardFault): Promise<'pcsc' | 'network' | 'none'> {
    const { card, canonicalUid } = this.#cardOf(uid, fault);
    return this.#desk.present(card, canonicalUid);
  }

  tapCard(uid: string, forMs = TAP_MS, fault?: CardFault): Promise<'pcsc' | 'network' | 'none'> {
    const { card, canonicalUid } = this.#cardOf(uid, fault);
    return this.#desk.tap(card, canonicalUid, forMs);
  }

  removeCard(): Promise<void> {
    return this.#desk.remove();
  }

  /** The coin slot and the hoppers. */
  get coins(): CcTalkBusTwin {
    return this.#parts.coins;
  }

  /** @throws RangeError where none is fitted. */
  get smartHopper(): SspPayoutTwin {
    const { smartHopper } = this.#parts;
    if (!smartHopper) throw new RangeError('no SMART Hopper is fitted');
    return smartHopper;
  }

  insertNote(fen: number, options: { readonly counterfeit?: boolean } = {}): 'taken' | 'left-in-hand' {
    return this.#parts.validator.insertNote(fen, options);
  }

  /** False: no host listens to the scanner. */
  showPayerCode(code: string): Promise<boolean> {
    return this.#parts.scanner.show(code);
  }

  /** A fresh code of the phone app, held before the scanner. */
  async showFreshPayerCode(index: number): Promise<boolean> {
    const source = this.#parts.payerCodes[index];
    if (!source) throw new RangeError(`there is no payer code source ${index}`);
    if (source.code !== undefined) return this.showPayerCode(source.code);
    if (source.issueUrl === undefined) throw new RangeError(`payer code source ${index} has neither code nor issueUrl`);
    const response = await fetch(source.issueUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(source.wish),
      signal: AbortSignal.timeout(5_000),
    });
    const issued = (await response.json()) as { code?: unknown };
    if (!response.ok || typeof issued.code !== 'string') throw new Error('the phone app issued no code');
    return this.showPayerCode(issued.code);
  }

  /** A bank card held to the terminal, and what its bank says; with nothing to pay it waits there. */
  holdBankCard(answer: Answer): void {
    this.#parts.bankTerminal.hold(answer);
  }

  takeBankCard(): void {
    this.#parts.bankTerminal.takeCard();
  }

  /** The red key. False: too late for it. */
  cancelAtBankTerminal(): boolean {
    return this.#parts.bankTerminal.cancel();
  }

  printedJobs(): readonly PrintedJob[] {
    return this.#parts.printer.jobs();
  }

  /** SVG of a job, or of the last one. */
  receiptPicture(number?: number): string | undefined {
    const jobs = this.printedJobs();
    const job = number === undefined ? jobs.at(-1) : jobs.find((candidate) => candidate.number === number);
    return job && pictureOf(job);
  }

  openPrinterCover(): void {
    this.#parts.printer.openCover();
  }

  closePrinterCover(): void {
    this.#parts.printer.closeCover();
  }

  removePaper(): void {
    this.#parts.printer.removePaper();
  }

  loadPaper(): void {
    this.#parts.printer.loadPaper();
  }

  paperLow(): void {
    this.#parts.printer.paperLow();
  }

  /** Pulls the data cable; the device keeps its power and what it remembers. */
  async unplug(role: BenchRole): Promise<void> {
    const { validator, printerSocket, scannerSocket } = this.#parts;
    if (role === 'card-reader') await this.#desk.unplug();
    if (role === 'cash-acceptor') validator.unplug();
    if (role === 'coins') this.coins.unplug();
    if (role === 'smart-hopper') this.smartHopper.unplug();
    if (role === 'receipt-printer') await printerSocket.unplug();
    if (role === 'barcode-reader') await scannerSocket.unplug();
    if (isOfCabinet(role)) await this.cabinet.unplug(role);
    if (role === 'payment-terminal') await this.#parts.bankTerminalSocket.unplug();
    this.#tell();
  }

  async replug(role: BenchRole): Promise<void> {
    const { validator, printerSocket, scannerSocket } = this.#parts;
    if (role === 'card-reader') await this.#desk.replug();
    if (role === 'cash-acceptor') validator.replug();
    if (role === 'coins') this.coins.replug();
    if (role === 'smart-hopper') this.smartHopper.replug();
    if (role === 'receipt-printer') await printerSocket.replug();
    if (role === 'barcode-reader') await scannerSocket.replug();
    if (isOfCabinet(role)) await this.cabinet.replug(role);
    if (role === 'payment-terminal') await this.#parts.bankTerminalSocket.replug();
    this.#tell();
  }

  /** Off and on: only where a device remembers something. */
  powerCycle(role: 'cash-acceptor' | 'coins' | 'smart-hopper' | 'receipt-printer' | 'payment-terminal'): void {
    if (role === 'cash-acceptor') this.#parts.validator.powerCycle();
    else if (role === 'coins') this.coins.powerCycle();
    else if (role === 'smart-hopper') this.smartHopper.powerCycle();
    else if (role === 'payment-terminal') this.#parts.bankTerminal.powerCycle();
    else {
      this.#parts.printer.powerOff();
      this.#parts.printer.powerOn();
    }
  }

  setFault(fault: BenchFault): void {
    if (fault.role === 'cash-acceptor') this.#parts.validator.setFault(fault.fault);
    else if (fault.role === 'coins') this.coins.setFault(fault.fault);
    else if (fault.role === 'smart-hopper') this.smartHopper.setFault(fault.fault);
    else if (fault.role === 'receipt-printer') this.#parts.printer.setFault(fault.fault);
    else if (fault.role === 'card-reader') this.#parts.cardReader.setSilent(true);
    else if (fault.role === 'barcode-reader') this.#parts.scanner.setFault(fault.fault.kind, fault.fault.times);
    else if (fault.role === 'payment-terminal') this.#parts.bankTerminal.setFault(fault.fault);
    else this.cabinet.setFault(fault.role, fault.fault.kind, fault.fault.times);
  }

  clearFaults(role: BenchRole): void {
    if (role === 'cash-acceptor') this.#parts.validator.clearFaults();
    if (role === 'coins') this.coins.clearFaults();
    if (role === 'smart-hopper') this.smartHopper.clearFaults();
    if (role === 'receipt-printer') {
      this.#parts.printer.setFault(undefined);
      this.#parts.printer.powerOn();
    }
    if (role === 'card-reader') this.#parts.cardReader.setSilent(false);
    if (role === 'barcode-reader') this.#parts.scanner.clearFaults();
    if (isOfCabinet(role)) this.cabinet.clearFaults(role);
    if (role === 'payment-terminal') this.#parts.bankTerminal.setFault(undefined);
  }

  state(): BenchState {
    const { validator, printer, printerSocket, scanner, scannerSocket, cardReader } = this.#parts;
    const uid = this.#desk.uid;
    return {
      cardReader: {
        plugged: this.#desk.plugged,
        networkConnected: cardReader.state().connected,
        ...(uid !== undefined && { uid }),
      },
      cashAcceptor: validator.state(),
      coins: this.coins.state(),
      ...(this.#parts.smartHopper && { smartHopper: this.#parts.smartHopper.state() }),
      printer: { ...printer.state(), plugged: printerSocket.plugged() },
      scanner: { ...scanner.state(), plugged: scannerSocket.plugged() },
      ...this.cabinet.state(),
      bankTerminal: { ...this.#parts.bankTerminal.state(), plugged: this.#parts.bankTerminalSocket.plugged() },
    };
  }

  /** Called with every change of state, cards or paper. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  #cardOf(uid: string, fault: CardFault | undefined): { readonly card: VirtualCard; readonly canonicalUid: string } {
    const canonicalUid = uid.toUpperCase();
    if (!/^(?:[0-9A-F]{8}|[0-9A-F]{14}|[0-9A-F]{20})$/.test(canonicalUid)) {
      throw new RangeError('a card UID is 4, 7 or 10 bytes of hex');
    }
    const known = this.cards().find((card) => card.uid === canonicalUid);
    const bytes = (hex: string | undefined) =>
      hex === undefined ? undefined : Uint8Array.from(Buffer.from(hex, 'hex'));
    const card: VirtualCard = {
      uid: Uint8Array.from(Buffer.from(canonicalUid, 'hex')),
      kind: known?.kind ?? 'mifare-classic-1k',
      key: bytes(known?.key),
      aid: bytes(known?.aid),
      keyNumber: known?.keyNumber,
      block: bytes(known?.block),
      fault,
    };
    return { card, canonicalUid };
  }
}

function isOfCabinet(role: BenchRole): role is CabinetRole {
  return CABINET_ROLES.some((each) => each === role);
}

export type BenchApi = Pick<Bench, keyof Bench>;
