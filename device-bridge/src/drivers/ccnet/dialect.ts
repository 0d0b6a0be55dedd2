import type { Clock } from '@louting/common/clock';
import { failed, type Result } from '@louting/common/result';
import type { Transport } from '../../transports/transport.ts';
import { renminbiOf, type BillDialect, type Greeting, type Heard } from '../bill-acceptor/dialect.ts';
import { ExchangeLine } from '../bill-acceptor/exchange-line.ts';
import { ToldState } from '../bill-acceptor/told-state.ts';
import type { BillAcceptorCondition, BillCounters, BillEvent } from '../roles.ts';
import { encodeCcnet, type CcnetFrame } from './codec.ts';
import { ccnetProtocol, type LineState } from './command-machine.ts';
import {
  COMMAND,
  parseBillTable,
  parseIdentification,
  REPLY,
  STATE,
  typeBits,
  type CcnetBillTable,
} from './commands.ts';
import { conditionOf, noteStateOf } from './status.ts';

export interface CcnetOptions {
  /** 3 for a validator, 1 for a bill-to-bill unit. */
  readonly address: number;
  readonly replyTimeoutMs: number;
  readonly pollMs: number;
  /** HOLD keeps a note in escrow ten seconds longer. */
  readonly holdMs: number;
  readonly modelName: string;
}

const NO_TYPES = [0, 0, 0] as const;
const ALL_TYPES = [0xff, 0xff, 0xff] as const;
/** States that end by themselves. */
const ON_THE_WAY: readonly number[] = [
  STATE.initialising,
  STATE.idling,
  STATE.accepting,
  STATE.stacking,
  STATE.returning,
  STATE.holding,
  STATE.busy,
  STATE.rejecting,
  STATE.escrow,
  STATE.stacked,
  STATE.returned,
];

export class CcnetDialect implements BillDialect {
  readonly #line: ExchangeLine<LineState, Uint8Array, CcnetFrame, Uint8Array>;
  readonly #options: CcnetOptions;
  readonly #state: ToldState;
  #table: CcnetBillTable = new Map();

  constructor(
    transport: Transport,
    options: CcnetOptions,
    tell: (event: BillEvent) => void,
    { clock }: { readonly clock: Clock },
  ) {
    this.#line = new ExchangeLine(transport, ccnetProtocol(options.address), options.replyTimeoutMs);
    this.#options = options;
    const { holdMs, pollMs } = options;
    this.#state = new ToldState({ codes: STATE, tell, clock, holdMs, pollMs });
  }

  /**
   * Table and identity are told only while the device is at rest and disabled, so a note that it holds is dealt with
   * before.
   */
  async greet(decision: 'return' | 'stack'): Promise<Greeting> {
    this.#state.note.forget();
    await this.#readState();
    const keptPower = !this.#state.hasRestarted;
    // What a note did over a power cut is told before RESET, which makes the device forget it.
    if (this.#state.isPowerUp(this.#state.code)) await this.softReset();
    await this.disable();
    if (this.#state.code === STATE.escrow || this.#state.code === STATE.holding) {
      await (decision === 'stack' ? this.stack() : this.giveBack());
    }
    await this.#waitWhile((code) => this.#state.isPowerUp(code) || ON_THE_WAY.includes(code));

    const table = parseBillTable(await this.#askFor(COMMAND.getBillTable));
    this.#table = table.ok ? table.value : new Map();
    const identity = parseIdentification(await this.#askFor(COMMAND.identification));
    const { modelName } = this.#options;
    if (!identity.ok) return { identity: { modelName }, keptPower };
    const { serialNumber, partNumber } = identity.value;
    return { identity: { modelName, serialNumber, firmwareVersion: partNumber }, keptPower };
  }

  async listen(holding: boolean): Promise<Heard> {
    await this.#readState();
    if (holding && this.#state.holds()) await this.#do(COMMAND.hold);
    // A device that was jammed when it was greeted told no table then.
    const hasRecovered = this.#table.size === 0 && this.#state.code === STATE.disabled;
    const restarted = this.#state.hasRestarted || hasRecovered;
    return { moving: restarted || this.#state.code === STATE.busy, restarted };
  }

  enable(denominations: readonly number[]): Promise<boolean> {
    return this.#do(COMMAND.enableBillTypes, [...typeBits(this.#table, denominations), ...ALL_TYPES]);
  }

  async disable(): Promise<void> {
    await this.#do(COMMAND.enableBillTypes, [...NO_TYPES, ...NO_TYPES]);
  }

  async stack(): Promise<void> {
    if (await this.#do(COMMAND.stack)) this.#state.note.goesToBox();
  }

  async giveBack(): Promise<boolean> {
    const obeyed = await this.#do(COMMAND.return);
    if (obeyed) this.#state.note.goesBack();
    return obeyed;
  }

  counters(): Promise<Result<BillCounters>> {
    return Promise.resolve(failed('LT-3905', 'CCNET has no counters'));
  }

  async softReset(): Promise<void> {
    await this.#do(COMMAND.reset);
    await this.#waitWhile(this.#state.isPowerUp);
  }

  denominations = (): readonly number[] => renminbiOf([...this.#table.values()]);
  condition = (): BillAcceptorCondition => conditionOf(this.#state.code);
  occupied = (): boolean => this.#state.note.inside;
  close = (): Promise<void> => this.#line.close();

  async #readState(): Promise<void> {
    const answer = await this.#line.exchange(Uint8Array.of(COMMAND.poll));
    this.#state.hear(answer[0] ?? 0, noteStateOf(answer, this.#table));
    // The journal has it by now; without this ACK the device tells it again.
    this.#acknowledge();
  }

  async #askFor(command: number): Promise<Uint8Array> {
    const answer = await this.#line.exchange(Uint8Array.of(command));
    this.#acknowledge();
    return answer;
  }

  async #do(command: number, data: readonly number[] = []): Promise<boolean> {
    const answer = await this.#line.exchange(Uint8Array.of(command, ...data));
    return answer[0] === REPLY.ack;
  }

  /** After a repeated command nobody knows which of two answers an ACK would be for; the device tells it again then. */
  #acknowledge(): void {
    if (this.#line.wasRepeated) return;
    this.#line.post(encodeCcnet({ address: this.#options.address, body: Uint8Array.of(COMMAND.ack) }));
  }

  #waitWhile(isIn: (state: number) => boolean): Promise<void> {
    return this.#state.waitWhile(isIn, () => this.#readState());
  }
}
