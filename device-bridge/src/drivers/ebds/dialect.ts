import { setTimeout as delay } from 'node:timers/promises';
import { failed, type Result } from '@louting/common/result';
import type { Transport } from '../../transports/transport.ts';
import { renminbiOf, type BillDialect, type Greeting, type Heard } from '../bill-acceptor/dialect.ts';
import { ExchangeLine, LineLost } from '../bill-acceptor/exchange-line.ts';
import { NoteFollower } from '../bill-acceptor/note-follower.ts';
import type { BillAcceptorCondition, BillCounters, BillEvent } from '../roles.ts';
import { encodeEbds, type EbdsFrame } from './codec.ts';
import { EBDS_PROTOCOL, type LineState } from './command-machine.ts';
import {
  auxiliaryText,
  omnibus,
  parseStatus,
  queryNote,
  querySerialNumber,
  setNoteInhibits,
  softReset,
  type EbdsNote,
  type EbdsRequest,
  type Order,
} from './messages.ts';
import { read, type EbdsReading } from './status.ts';

export interface EbdsOptions {
  readonly replyTimeoutMs: number;
  readonly pollMs: number;
  readonly modelName: string;
}

/** The table of a Cashflow SC has no more places. */
const MOST_NOTES = 56;
const POWER_UP_POLLS = 150;
/** Polls that a note may need to reach box or front. */
const REST_POLLS = 150;

export class EbdsDialect implements BillDialect {
  readonly #line: ExchangeLine<LineState, EbdsRequest, EbdsFrame, EbdsFrame>;
  readonly #options: EbdsOptions;
  readonly #tell: (event: BillEvent) => void;
  readonly #note: NoteFollower;
  #table: readonly EbdsNote[] = [];
  #enabled = false;
  #reading: EbdsReading | undefined;

  constructor(transport: Transport, options: EbdsOptions, tell: (event: BillEvent) => void) {
    this.#line = new ExchangeLine(transport, EBDS_PROTOCOL, options.replyTimeoutMs);
    this.#options = options;
    this.#tell = tell;
    this.#note = new NoteFollower(tell);
  }

  /**
   * The first message names power-up policy B, by which the device deals with a note it held over a power cut. The host
   * does not know its last toggle bit, so the first answer may be an old one: the second is new in any case.
   */
  async greet(decision: 'return' | 'stack'): Promise<Greeting> {
    this.#note.forget();
    this.#enabled = false;
    await this.#say('hold');
    await this.#say('hold');
    for (let poll = 0; this.#reading?.poweringUp; poll += 1) {
      if (poll === POWER_UP_POLLS) throw new LineLost('acceptor does not come out of power-up');
      await delay(this.#options.pollMs);
      await this.#say('hold');
    }
    if (this.#note.inEscrow || this.#reading?.note.state === 'escrow') {
      await (decision === 'stack' ? this.stack() : this.giveBack());
    }
    await this.#comeToRest();
    this.#table = await this.#readTable();
    const serialNumber = auxiliaryText(await this.#line.exchange(querySerialNumber));
    // The power-up bit is gone when the device has initialised itself, so its absence proves nothing.
    return {
      identity: { modelName: this.#options.modelName, ...(serialNumber && { serialNumber }) },
      keptPower: false,
    };
  }

  async listen(): Promise<Heard> {
    await this.#say('hold');
    const restarted = this.#reading?.poweringUp ?? false;
    return { moving: restarted, restarted };
  }

  async enable(denominations: readonly number[]): Promise<boolean> {
    const wanted = this.#table.filter(
      ({ currency, denominationFen }) => currency === 'CNY' && denominations.includes(denominationFen),
    );
    this.#hear(await this.#line.exchange(setNoteInhibits(wanted.map(({ index }) => index))));
    this.#enabled = true;
    await this.#say('hold');
    return true;
  }

  async disable(): Promise<void> {
    this.#enabled = false;
    await this.#say('hold');
  }

  async stack(): Promise<void> {
    this.#note.goesToBox();
    await this.#say('stack');
  }

  async giveBack(): Promise<boolean> {
    if (this.#reading?.note.state !== 'escrow') return false;
    this.#note.goesBack();
    await this.#say('return');
    return true;
  }

  counters(): Promise<Result<BillCounters>> {
    return Promise.resolve(failed('LT-3905', 'EBDS has no counter that every model tells'));
  }

  softReset(): Promise<void> {
    this.#line.post(encodeEbds({ ...softReset, ack: 0 }));
    return Promise.resolve();
  }

  denominations = (): readonly number[] => renminbiOf(this.#table);
  condition = (): BillAcceptorCondition => this.#reading?.condition ?? { device: 'starting', cashBox: 'unknown' };
  occupied = (): boolean => this.#note.inside;
  close = (): Promise<void> => this.#line.close();

  async #say(order: Order): Promise<void> {
    this.#hear(await this.#line.exchange(omnibus(this.#enabled, order)));
  }

  /** The next message, with its bit toggled, is the acknowledgement; the journal has the credit by then. */
  #hear(answer: EbdsFrame): void {
    const status = parseStatus(answer);
    if (!status.ok) return;
    const wasCheated = this.#reading?.cheated ?? false;
    this.#reading = read(status.value);
    if (this.#reading.cheated && !wasCheated) this.#tell({ event: 'fraud' });
    this.#note.see(this.#reading.note);
  }

  /** Questions about the table acknowledge what was told before, and their answers name other notes than the one inside. */
  async #comeToRest(): Promise<void> {
    const resting = ['ready', 'busy'];
    for (let poll = 0; poll < REST_POLLS && !resting.includes(this.#reading?.note.state ?? ''); poll += 1) {
      await delay(this.#options.pollMs);
      await this.#say('hold');
    }
  }

  async #readTable(): Promise<readonly EbdsNote[]> {
    const notes: EbdsNote[] = [];
    for (let index = 1; index <= MOST_NOTES; index += 1) {
      const answer = await this.#line.exchange(queryNote(index));
      const status = parseStatus(answer);
      const note = status.ok ? status.value.note : undefined;
      // An answer without this index tells of the note inside, not of the table.
      if (!note) break;
      if (note.index === index) notes.push(note);
      else this.#hear(answer);
    }
    return notes;
  }
}
