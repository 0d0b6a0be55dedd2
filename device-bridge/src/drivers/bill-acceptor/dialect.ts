import type { Result } from '@louting/common/result';
import type { Transport } from '../../transports/transport.ts';
import type { BillAcceptorCondition, BillCounters, BillEvent, DeviceIdentity } from '../roles.ts';

export interface Greeting {
  readonly identity: DeviceIdentity;
  /** It can tell that it did not lose its power since it was last spoken with. */
  readonly keptPower: boolean;
}

export interface Heard {
  /** Something moves inside, so the device is not at rest. */
  readonly moving: boolean;
  /** The device started anew and has to be greeted again. */
  readonly restarted: boolean;
  /** The note that should have been held is on its way back. */
  readonly letGo?: boolean;
}

/**
 * One bill acceptor's wire protocol, spoken over one open line. It tells bill events while it listens; where a protocol
 * has an acknowledgement, that goes out after `tell` came back, which is after the journal's commit.
 * Every method throws LineLost when the line is gone.
 */
export interface BillDialect {
  /**
   * The first words: who it is, and that it takes no notes for now. A note found in escrow does not move but by
   * `decision`.
   */
  greet(decision: 'return' | 'stack'): Promise<Greeting>;
  /** One round of listening; a note in escrow stays there while `holding`. */
  listen(holding: boolean): Promise<Heard>;
  /** False: the device refused. */
  enable(denominations: readonly number[]): Promise<boolean>;
  disable(): Promise<void>;
  /** Sends the note in escrow to the box. */
  stack(): Promise<void>;
  /** False: there is no note in escrow. */
  giveBack(): Promise<boolean>;
  /** LT-3905 where the device has no counters. */
  counters(): Promise<Result<BillCounters>>;
  /** Lets the device find itself again. Called only while no note is on its way. */
  softReset(): Promise<void>;
  /** Renminbi notes the device was programmed for, in fen. */
  denominations(): readonly number[];
  /** What the device says of itself. */
  condition(): BillAcceptorCondition;
  /** A note is somewhere between mouth and box. */
  occupied(): boolean;
  close(): Promise<void>;
}

export type OpenDialect = (transport: Transport, tell: (event: BillEvent) => void) => BillDialect;

/** The renminbi notes in circulation that a kiosk takes, in fen. */
const RENMINBI_NOTES: readonly number[] = [100, 500, 1_000, 2_000, 5_000, 10_000];

export interface NoteChannel {
  readonly currency: string;
  readonly denominationFen: number;
}

/** The channels a kiosk may let in: renminbi notes, as the device's own table names them. */
export function renminbiOf(channels: readonly NoteChannel[]): readonly number[] {
  return channels
    .filter(({ currency, denominationFen }) => currency === 'CNY' && RENMINBI_NOTES.includes(denominationFen))
    .map(({ denominationFen }) => denominationFen);
}
