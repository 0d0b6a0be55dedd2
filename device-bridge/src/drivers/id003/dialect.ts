import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '@louting/common/clock';
import { failed, type Result } from '@louting/common/result';
import type { Transport } from '../../transports/transport.ts';
import { renminbiOf, type BillDialect, type Greeting, type Heard } from '../bill-acceptor/dialect.ts';
import { ExchangeLine, LineLost } from '../bill-acceptor/exchange-line.ts';
import { NoteFollower } from '../bill-acceptor/note-follower.ts';
import type { BillAcceptorCondition, BillCounters, BillEvent } from '../roles.ts';
import { encodeId003, type Id003Frame } from './codec.ts';
import { ID003_PROTOCOL, type LineState } from './command-machine.ts';
import { COMMAND, inhibitBits, parseCurrencies, REPLY, STATUS, type Id003Currencies } from './commands.ts';
import { conditionOf, noteStateOf } from './status.ts';

export interface Id003Options {
  readonly replyTimeoutMs: number;
  readonly pollMs: number;
  /** HOLD keeps a note in escrow ten seconds longer. */
  readonly holdMs: number;
  readonly modelName: string;
}

const NOTHING = new Uint8Array();
const ON = Uint8Array.of(0);
const OFF = Uint8Array.of(1);
/** Status requests a device may need from RESET until it waits for notes. */
const RESET_POLLS = 100;

export class Id003Dialect implements BillDialect {
  readonly #line: ExchangeLine<LineState, Id003Frame, Id003Frame, Id003Frame>;
  readonly #options: Id003Options;
  readonly #tell: (event: BillEvent) => void;
  readonly #clock: Clock;
  #currencies: Id003Currencies = new Map();
  readonly #note: NoteFollower;
  #status: number = STATUS.initialising;
  #lastHold = 0;

  constructor(
    transport: Transport,
    options: Id003Options,
    tell: (event: BillEvent) => void,
    { clock }: { readonly clock: Clock },
  ) {
    this.#line = new ExchangeLine(transport, ID003_PROTOCOL, options.replyTimeoutMs);
    this.#options = options;
    this.#tell = tell;
    this.#clock = clock;
    this.#note = new NoteFollower(tell);
  }

  async greet(decision: 'return' | 'stack'): Promise<Greeting> {
    this.#note.forget();
    const version = await this.#ask(COMMAND.version);
    const currencies = parseCurrencies((await this.#ask(COMMAND.currencies)).data);
    if (!currencies.ok) throw new LineLost(currencies.error.detail ?? 'bad currency table');
    this.#currencies = currencies.value;

    await this.#readStatus();
    const keptPower = !isPowerUp(this.#status) && this.#status !== STATUS.initialising;
    // What a note did over a power cut is told before RESET, which makes the device forget it.
    if (isPowerUp(this.#status)) await this.softReset();
    if (this.#status === STATUS.initialising) await this.#initialise();
    await this.disable();
    await this.#waitWhile((status) => status === STATUS.initialising);
    if (this.#note.inEscrow || this.#status === STATUS.holding) {
      await (decision === 'stack' ? this.stack() : this.giveBack());
    }
    const firmwareVersion = Buffer.from(version.data).toString('latin1');
    return { identity: { modelName: this.#options.modelName, firmwareVersion }, keptPower };
  }

  async listen(holding: boolean): Promise<Heard> {
    await this.#readStatus();
    if (holding && this.#note.inEscrow && this.#clock.now() - this.#lastHold >= this.#options.holdMs) {
      this.#lastHold = this.#clock.now();
      await this.#ask(COMMAND.hold);
    }
    const restarted = isPowerUp(this.#status) || this.#status === STATUS.initialising;
    return { moving: restarted, restarted };
  }

  async enable(denominations: readonly number[]): Promise<boolean> {
    const notes = await this.#set(COMMAND.setDenominations, inhibitBits(this.#currencies, denominations));
    return notes && (await this.#set(COMMAND.setInhibit, ON));
  }

  async disable(): Promise<void> {
    await this.#set(COMMAND.setInhibit, OFF);
  }

  /** STACK-2: VEND VALID comes when the note is wholly in the box. */
  async stack(): Promise<void> {
    const reply = await this.#ask(COMMAND.stack2);
    if (reply.code === REPLY.ack) this.#note.goesToBox();
  }

  async giveBack(): Promise<boolean> {
    const reply = await this.#ask(COMMAND.return);
    if (reply.code !== REPLY.ack) return false;
    this.#note.goesBack();
    return true;
  }

  counters(): Promise<Result<BillCounters>> {
    return Promise.resolve(failed('LT-3905', 'ID-003 has no counters'));
  }

  async softReset(): Promise<void> {
    await this.#ask(COMMAND.reset);
    await this.#waitWhile(isPowerUp);
  }

  denominations = (): readonly number[] => renminbiOf([...this.#currencies.values()]);
  condition = (): BillAcceptorCondition => conditionOf(this.#status);
  occupied = (): boolean => this.#note.inside;
  close = (): Promise<void> => this.#line.close();

  async #initialise(): Promise<void> {
    await this.#set(COMMAND.setDenominations, Uint8Array.of(0xff, 0));
    await this.#set(COMMAND.setSecurity, Uint8Array.of(0, 0));
    await this.#set(COMMAND.setMode, ON);
    await this.#set(COMMAND.setDirection, ON);
    await this.#set(COMMAND.setOptions, Uint8Array.of(0, 0));
  }

  async #readStatus(): Promise<void> {
    const status = await this.#ask(COMMAND.status);
    if (status.code === STATUS.cheated && this.#status !== STATUS.cheated) this.#tell({ event: 'fraud' });
    this.#status = status.code;
    const wasInEscrow = this.#note.inEscrow;
    this.#note.see(noteStateOf(status, this.#currencies));
    if (this.#note.inEscrow && !wasInEscrow) this.#lastHold = this.#clock.now();
    // The credit is in the journal by now; until this ACK the device repeats VEND VALID and takes no other note.
    if (status.code === STATUS.vendValid) this.#line.post(encodeId003({ code: COMMAND.ack, data: NOTHING }));
  }

  async #waitWhile(isIn: (status: number) => boolean): Promise<void> {
    for (let poll = 0; poll < RESET_POLLS; poll += 1) {
      await this.#readStatus();
      if (!isIn(this.#status)) return;
      await delay(this.#options.pollMs);
    }
    throw new LineLost('acceptor does not become ready');
  }

  #ask(code: number, data: Uint8Array = NOTHING): Promise<Id003Frame> {
    return this.#line.exchange({ code, data });
  }

  /** A setting counts when its echo says the same. */
  async #set(code: number, data: Uint8Array): Promise<boolean> {
    const echo = await this.#ask(code, data);
    return echo.code === code && echo.data[0] === data[0];
  }
}

function isPowerUp(status: number): boolean {
  return status >= STATUS.powerUp && status <= STATUS.powerUpNoteInStacker;
}
