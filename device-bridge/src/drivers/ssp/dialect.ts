import type { Clock } from '@louting/common/clock';
import type { Result } from '@louting/common/result';
import type { Logger } from 'pino';
import type { Transport } from '../../transports/transport.ts';
import { renminbiOf, type BillDialect, type Greeting, type Heard } from '../bill-acceptor/dialect.ts';
import { LineLost } from '../bill-acceptor/exchange-line.ts';
import type { BillAcceptorCondition, BillCounters, BillEvent } from '../roles.ts';
import {
  COMMAND,
  inhibitMask,
  parseCounters,
  parsePoll,
  parseSetup,
  PROTOCOL_VERSION,
  refusalReason,
  REPLY,
  type SspEvent,
  type SspSetup,
} from './commands.ts';
import { SspConversation } from './conversation.ts';
import { EMPTY_PATH, follow, isOccupied, type NotePath } from './note-path.ts';
import { conditionOf, HEALTHY, healthAfter, type SspHealth } from './status.ts';

export interface SspOptions {
  readonly address: number;
  readonly replyTimeoutMs: number;
  /** HOLD restarts the validator's own 10 s limit on a note in escrow. */
  readonly holdMs: number;
  /** Set for eSSP: the fixed half of the key, 16 hex digits. */
  readonly fixedKey?: string;
  readonly modelName: string;
}

/** Events that POLL WITH ACK tells until EVENT ACK. */
const ACKNOWLEDGED: readonly SspEvent['event'][] = ['credit', 'cleared-from-front', 'cleared-to-cashbox'];
const MOTION: readonly SspEvent['event'][] = ['read', 'stacking', 'rejecting', 'slave-reset', 'initialising'];

export class SspDialect implements BillDialect {
  readonly #talk: SspConversation;
  readonly #options: SspOptions;
  readonly #tell: (event: BillEvent) => void;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #setup: SspSetup | undefined;
  #health: SspHealth = HEALTHY;
  #path: NotePath = EMPTY_PATH;
  #lastHold = 0;

  constructor(
    transport: Transport,
    options: SspOptions,
    tell: (event: BillEvent) => void,
    { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
  ) {
    this.#talk = new SspConversation(transport, options);
    this.#options = options;
    this.#tell = tell;
    this.#clock = clock;
    this.#logger = logger;
  }

  /** No POLL is among these words: it would accept a note in escrow which nobody decided to keep. */
  async greet(decision: 'return' | 'stack'): Promise<Greeting> {
    this.#path = EMPTY_PATH;
    this.#health = HEALTHY;
    await this.#talk.synchronise();
    const version = await this.#talk.command(COMMAND.hostProtocolVersion, Uint8Array.of(PROTOCOL_VERSION));
    if (version[0] !== REPLY.ok) throw new LineLost(`validator does not speak protocol ${PROTOCOL_VERSION}`);
    await this.#talk.agreeOnKeys();

    if (decision === 'return') {
      const rejected = await this.#talk.command(COMMAND.rejectBanknote);
      if (rejected[0] === REPLY.ok) this.#path = { ...EMPTY_PATH, escrow: { denominationFen: undefined } };
    }
    await this.disable();
    const setup = parseSetup(await this.#talk.command(COMMAND.setupRequest));
    if (!setup.ok) throw new LineLost(setup.error.detail ?? 'bad set-up answer');
    this.#setup = setup.value;
    const serial = await this.#talk.command(COMMAND.getSerialNumber);
    const identity = {
      modelName: this.#options.modelName,
      serialNumber: String(serial.subarray(1, 5).reduce((number, byte) => number * 256 + byte, 0)),
      firmwareVersion: setup.value.firmwareVersion,
    };
    // The event that tells of a power cut comes with the first POLL only; the counters are the better witness.
    return { identity, keptPower: false };
  }

  async listen(holding: boolean): Promise<Heard> {
    return holding ? this.#hold() : this.#poll();
  }

  async enable(denominations: readonly number[]): Promise<boolean> {
    if (!this.#setup) return false;
    const inhibits = await this.#talk.command(COMMAND.setInhibits, inhibitMask(this.#setup, denominations));
    const enabled = await this.#talk.command(COMMAND.enable);
    return inhibits[0] === REPLY.ok && enabled[0] === REPLY.ok;
  }

  async disable(): Promise<void> {
    await this.#talk.command(COMMAND.disable);
  }

  /** GA138: with a note in escrow the next POLL accepts it. */
  async stack(): Promise<void> {
    await this.#poll();
  }

  async giveBack(): Promise<boolean> {
    const reply = await this.#talk.command(COMMAND.rejectBanknote);
    return reply[0] === REPLY.ok;
  }

  async counters(): Promise<Result<BillCounters>> {
    return parseCounters(await this.#talk.command(COMMAND.getCounters));
  }

  /** RESET (0x01) is never sent: it would erase where a note is. */
  async softReset(): Promise<void> {
    await this.#talk.synchronise();
  }

  denominations = (): readonly number[] => renminbiOf(this.#setup?.channels ?? []);
  condition = (): BillAcceptorCondition => conditionOf(this.#health);
  occupied = (): boolean => isOccupied(this.#path);
  close = (): Promise<void> => this.#talk.close();

  async #hold(): Promise<Heard> {
    const quiet = { moving: false, restarted: false };
    if (this.#clock.now() - this.#lastHold < this.#options.holdMs) return quiet;
    this.#lastHold = this.#clock.now();
    const held = await this.#talk.command(COMMAND.hold);
    if (held[0] === REPLY.ok) return quiet;
    // The note left escrow by itself (pulled out, time-out), or the firmware has no HOLD. Polling would accept a note
    // that is still there, so it is sent back first; the polls then tell what became of it.
    await this.giveBack();
    return { ...quiet, letGo: true };
  }

  async #poll(): Promise<Heard> {
    const events = parsePoll(await this.#talk.command(this.#talk.encrypted ? COMMAND.pollWithAck : COMMAND.poll));
    for (const event of events) await this.#take(event);
    this.#health = healthAfter(this.#health, events);
    if (this.#talk.encrypted && events.some(({ event }) => ACKNOWLEDGED.includes(event))) {
      await this.#talk.command(COMMAND.eventAck);
    }
    return {
      moving: events.some(({ event }) => MOTION.includes(event)),
      restarted: events.some(({ event }) => event === 'slave-reset'),
    };
  }

  async #take(event: SspEvent): Promise<void> {
    if (event.event === 'unknown') this.#logger.warn({ code: event.code }, 'validator sent an event we do not know');
    const denominationOf = (channel: number): number | undefined => this.#setup?.channels[channel - 1]?.denominationFen;
    const [path, told] = follow(this.#path, event, denominationOf);
    this.#path = path;
    if (told === 'ask-why') {
      const reply = await this.#talk.command(COMMAND.lastRejectCode);
      this.#tell({ event: 'refused', reason: refusalReason(reply[1]) });
      return;
    }
    if (!told) return;
    if (told.event === 'escrow') this.#lastHold = 0;
    const repeats = this.#talk.encrypted && (told.event === 'stacked' || told.event === 'cleared-to-cashbox');
    this.#tell(repeats ? { ...told, mayBeToldAgain: true } : told);
  }
}
