import type { BankTerminalTwin } from '../bank-terminal/twin.ts';
import type { CabinetDesk } from '../cabinet/cabinet-desk.ts';
import type { CardReaderTwin } from '../card-reader/twin.ts';
import type { CcTalkBusTwin } from '../cctalk/cctalk-bus-twin.ts';
import type { BenchCard, PayerCodeSource } from '../config.ts';
import type { PrinterTwin } from '../printer/twin.ts';
import type { ScannerTwin } from '../scanner/twin.ts';
import type { SspPayoutTwin } from '../ssp/payout-twin.ts';
import type { TcpSocket } from '../tcp-socket.ts';
import type { ValidatorTwin } from '../validator/validator-twin.ts';
import type { CardBox } from './card-box.ts';

/** What was switched on. */
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

/** The same with what lies beside it. */
export interface Benchtop extends BenchParts {
  readonly cardBox: CardBox;
}
