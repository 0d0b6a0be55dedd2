import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '@louting/common/clock';
import { failed, type Result } from '@louting/common/result';
import type { Transport } from '../../transports/transport.ts';
import { renminbiOf, type BillDialect, type Greeting, type Heard } from '../bill-acceptor/dialect.ts';
import { ExchangeLine, LineLost } from '../bill-acceptor/exchange-line.ts';
import { NoteFollower } from '../bill-acceptor/note-follower.ts';
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
/** Polls a device may need from RESET until it waits for notes. */
const RESET_POLLS = 100;

export class CcnetDialect implements BillDialect {
  readonly #line: ExchangeLine<LineState, Uint8Array, CcnetFrame, Uint8Array>;
  readonly #options: CcnetOptions;
  readonly #tell: (event: BillEvent) => void;
  readonly #clock: Clock;
  readonly #note: NoteFollower;
  #table: CcnetBillTable = new Map();
  #state: number = STATE.initialising;
  #lastHold = 0;

  constructor(
    transport: Transport,
    options: CcnetOptions,
    tell: (event: BillEvent) => void,
    { clock }: { readonly clock: Clock },
  ) {
    this.#line = new ExchangeLine(transport, ccnetProtocol(options.address), options.replyTimeoutMs);
    this.#options = options;
    this.#tell = tell;
    this.#clock = clock;
    this.#note = new NoteFollower(tell);
  }

  /**
   * Table and identity are told only while the device is at rest and disabled, so a note that it holds is dealt with
   * before.
   */
  async greet(decision: 'return' | 'stack'): Promise<Greeting> {
    this.#note.forget();
    await this.#readState();
    const keptPower = !isPowerUp(this.#state) && this.#state !== STATE.initialising;
    // What a note did over a power cut is told before RESET, which makes the device forget it.
    if (isPowerUp(this.#state)) await this.softReset();
    await this.disable();
    if (this.#state === STATE.escrow || this.#state === STATE.holding) {
      await (decision === 'stack' ? this.stack() : this.giveBack());
    }
    await this.#waitWhile(isOnTheWay);

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
    if (holding && this.#note.inEscrow && this.#clock.now() - this.#lastHold >= this.#options.holdMs) {
      this.#lastHold = this.#clock.now();
      await this.#do(COMMAND.hold);
    }
    // A device that was jammed when it was greeted told no table then.
    const hasRecovered = this.#table.size === 0 && this.#state === STATE.disabled;
    const restarted = isPowerUp(this.#state) || this.#state === STATE.initialising || hasRecovered;
    return { moving: restarted || this.#state === STATE.busy, restarted };
  }

  enable(denominations: readonly number[]): Promise<boolean> {
    return this.#do(COMMAND.enableBillTypes, [...typeBits(this.#table, denominations), ...ALL_TYPES]);
  }

  async disable(): Promise<void> {
    await this.#do(COMMAND.enableBillTypes, [...NO_TYPES, ...NO_TYPES]);
  }

  async stack(): Promise<void> {
    if (await this.#do(COMMAND.stack)) this.#note.goesToBox();
  }

  async giveBack(): Promise<boolean> {
    const obeyed = await this.#do(COMMAND.return);
    if (obeyed) this.#note.goesBack();
    return obeyed;
  }

  counters(): Promise<Result<BillCounters>> {
    return Promise.resolve(failed('LT-3905', 'CCNET has no counters'));
  }

  async softReset(): Promise<void> {
    await this.#do(COMMAND.reset);
    await this.#waitWhile(isPowerUp);
  }

  denominations = (): readonly number[] => renminbiOf([...this.#table.values()]);
  condition = (): BillAcceptorCondition => conditionOf(this.#state);
  occupied = (): boolean => this.#note.inside;
  close = (): Promise<void> => this.#line.close();

  async #readState(): Promise<void> {
    const answer = await this.#line.exchange(Uint8Array.of(COMMAND.poll));
    const state = answer[0] ?? 0;
    if (state === STATE.cheated && this.#state !== STATE.cheated) this.#tell({ event: 'fraud' });
    this.#state = state;
    const wasInEscrow = this.#note.inEscrow;
    this.#note.see(noteStateOf(answer, this.#table));
    if (this.#note.inEscrow && !wasInEscrow) this.#lastHold = this.#clock.now();
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

  async #waitWhile(isIn: (state: number) => boolean): Promise<void> {
    for (let poll = 0; poll < RESET_POLLS; poll += 1) {
      await this.#readState();
      if (!isIn(this.#state)) return;
      await delay(this.#options.pollMs);
    }
    throw new LineLost('validator does not become ready');
  }
}

function isPowerUp(state: number): boolean {
  return state >= STATE.powerUp && state <= STATE.powerUpNoteInStacker;
}

/** States that end by themselves. */
function isOnTheWay(state: number): boolean {
  const moving: readonly number[] = [
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
  return isPowerUp(state) || moving.includes(state);
}
