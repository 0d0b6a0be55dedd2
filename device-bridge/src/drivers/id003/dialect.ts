import type { Clock } from '@louting/common/clock';
import { failed, type Result } from '@louting/common/result';
import type { Transport } from '../../transports/transport.ts';
import { renminbiOf, type BillDialect, type Greeting, type Heard } from '../bill-acceptor/dialect.ts';
import { ExchangeLine, LineLost } from '../bill-acceptor/exchange-line.ts';
import { ToldState } from '../bill-acceptor/told-state.ts';
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

export class Id003Dialect implements BillDialect {
  readonly #line: ExchangeLine<LineState, Id003Frame, Id003Frame, Id003Frame>;
  readonly #options: Id003Options;
  readonly #status: ToldState;
  #currencies: Id003Currencies = new Map();

  constructor(
    transport: Transport,
    options: Id003Options,
    tell: (event: BillEvent) => void,
    { clock }: { readonly clock: Clock },
  ) {
    this.#line = new ExchangeLine(transport, ID003_PROTOCOL, options.replyTimeoutMs);
    this.#options = options;
    const { holdMs, pollMs } = options;
    this.#status = new ToldState({ codes: STATUS, tell, clock, holdMs, pollMs });
  }

  async greet(decision: 'return' | 'stack'): Promise<Greeting> {
    this.#status.note.forget();
    const version = await this.#ask(COMMAND.version);
    const currencies = parseCurrencies((await this.#ask(COMMAND.currencies)).data);
    if (!currencies.ok) throw new LineLost(currencies.error.detail ?? 'bad currency table');
    this.#currencies = currencies.value;

    await this.#readStatus();
    const keptPower = !this.#status.hasRestarted;
    // What a note did over a power cut is told before RESET, which makes the device forget it.
    if (this.#status.isPowerUp(this.#status.code)) await this.softReset();
    if (this.#status.code === STATUS.initialising) await this.#initialise();
    await this.disable();
    await this.#waitWhile((status) => status === STATUS.initialising);
    if (this.#status.note.inEscrow || this.#status.code === STATUS.holding) {
      await (decision === 'stack' ? this.stack() : this.giveBack());
    }
    const firmwareVersion = Buffer.from(version.data).toString('latin1');
    return { identity: { modelName: this.#options.modelName, firmwareVersion }, keptPower };
  }

  async listen(holding: boolean): Promise<Heard> {
    await this.#readStatus();
    if (holding && this.#status.holds()) await this.#ask(COMMAND.hold);
    const restarted = this.#status.hasRestarted;
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
    if (reply.code === REPLY.ack) this.#status.note.goesToBox();
  }

  async giveBack(): Promise<boolean> {
    const reply = await this.#ask(COMMAND.return);
    if (reply.code !== REPLY.ack) return false;
    this.#status.note.goesBack();
    return true;
  }

  counters(): Promise<Result<BillCounters>> {
    return Promise.resolve(failed('LT-3905', 'ID-003 has no counters'));
  }

  async softReset(): Promise<void> {
    await this.#ask(COMMAND.reset);
    await this.#waitWhile(this.#status.isPowerUp);
  }

  denominations = (): readonly number[] => renminbiOf([...this.#currencies.values()]);
  condition = (): BillAcceptorCondition => conditionOf(this.#status.code);
  occupied = (): boolean => this.#status.note.inside;
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
    this.#status.hear(status.code, noteStateOf(status, this.#currencies));
    // The credit is in the journal by now; until this ACK the device repeats VEND VALID and takes no other note.
    if (status.code === STATUS.vendValid) this.#line.post(encodeId003({ code: COMMAND.ack, data: NOTHING }));
  }

  #waitWhile(isIn: (status: number) => boolean): Promise<void> {
    return this.#status.waitWhile(isIn, () => this.#readStatus());
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
