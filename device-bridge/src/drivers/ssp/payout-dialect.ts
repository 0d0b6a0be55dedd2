import type { Logger } from 'pino';
import type { TransportFactory } from '../../transports/transport.ts';
import { LineLost } from '../bill-acceptor/exchange-line.ts';
import type { ChangeUnit, PayoutDialect } from '../coin-dispenser/dialect.ts';
import { fewestCoins } from '../coin-dispenser/fewest-coins.ts';
import type { DeviceIdentity, PayoutWitness } from '../roles.ts';
import { COMMAND, REPLY } from './commands.ts';
import { SspConversation } from './conversation.ts';
import {
  levelOf,
  parseLevels,
  parsePayoutSetup,
  PAYOUT_COMMAND,
  PAYOUT_REFUSAL,
  payoutAmount,
  payoutByDenomination,
  routeToStore,
  type PayoutSetup,
  type StoredLevel,
} from './payout-commands.ts';
import { parsePayoutPoll, type PayoutEvent } from './payout-events.ts';
import {
  acknowledgesAtOnce,
  followPayout,
  heardAnew,
  laidToRest,
  NOTHING_ORDERED,
  orderAccepted,
  type PayoutProgress,
} from './payout-order.ts';

export interface SspPayoutOptions {
  readonly transport: TransportFactory;
  readonly address: number;
  readonly protocolVersion: number;
  readonly replyTimeoutMs: number;
  /** The fixed half of the key, 16 hex digits: payout commands are obeyed only when they are encrypted. */
  readonly fixedKey: string;
  readonly modelName: string;
}

const UNIT = 'unit1';
/** Fewer coins or notes of a kind than this is worth a visit. */
const FEW = 10;
const MOST_WAITING = 8;
const NO_NOTES = Uint8Array.of(0, 0);
const SHORT_OF: readonly unknown[] = [PAYOUT_REFUSAL.notEnoughValue, PAYOUT_REFUSAL.cannotPayExactly];

interface PayoutOrder {
  readonly code: number;
  readonly parameters: (option: 'test' | 'real') => Uint8Array;
}

/**
 * A SMART Hopper or SMART Payout: one mixed store that counts what it holds and finds the mix itself. The sequence bit
 * and the packet counter make an order that is repeated on a bad line the same order; over a new conversation it is
 * never sent again.
 */
export class SspPayout implements PayoutDialect {
  readonly #options: SspPayoutOptions;
  readonly #logger: Logger;
  #talk: SspConversation | undefined;
  #setup: PayoutSetup | undefined;
  #levels: readonly StoredLevel[] = [];
  #progress: PayoutProgress = NOTHING_ORDERED;
  /** Some firmware has no POLL WITH ACK: then events are told once. */
  #pollCommand: number = COMMAND.pollWithAck;

  constructor(options: SspPayoutOptions, logger: Logger) {
    this.#options = options;
    this.#logger = logger;
  }

  async greet(): Promise<DeviceIdentity> {
    await this.reopen();
    this.#progress = heardAnew(this.#progress);
    this.#pollCommand = COMMAND.pollWithAck;
    const { protocolVersion, modelName } = this.#options;
    const talk = await this.#open();
    await this.#guarded(() => talk.synchronise());
    await this.#guarded(() => talk.agreeOnKeys());
    await this.#demand(COMMAND.hostProtocolVersion, Uint8Array.of(protocolVersion));

    const setup = parsePayoutSetup(await this.#demand(COMMAND.setupRequest));
    if (!setup.ok) throw new LineLost(setup.error.detail ?? 'bad set-up answer');
    this.#setup = setup.value;
    const serial = await this.#demand(COMMAND.getSerialNumber);
    await this.#command(COMMAND.disable);
    if (setup.value.pays === 'notes') await this.#demand(PAYOUT_COMMAND.setInhibits, NO_NOTES);
    // Only what is paid to the hand may leave the store: its level is the witness of a payout.
    for (const denominationFen of setup.value.denominationsFen) {
      await this.#demand(PAYOUT_COMMAND.setDenominationRoute, routeToStore(denominationFen));
    }
    await this.listen();
    return {
      modelName,
      serialNumber: String(serial.subarray(1, 5).reduce((number, byte) => number * 256 + byte, 0)),
      firmwareVersion: setup.value.firmwareVersion,
    };
  }

  async listen(): Promise<void> {
    await this.#poll();
    if (!this.#isPaying) await this.#readLevels();
  }

  units = (): readonly ChangeUnit[] => {
    const { ranOut, low, broken } = this.#progress;
    const counts = this.#levels.map(({ count }) => count);
    const empty = ranOut || counts.every((count) => count === 0);
    const few = low || counts.some((count) => count < FEW);
    return [{ unit: UNIT, coins: this.#levels, level: empty ? 'empty' : few ? 'low' : 'ok', broken }];
  };

  async pay(_unit: string, amountFen: number): Promise<boolean> {
    // The end of an earlier order, told again because nobody had acknowledged it.
    for (let waiting = MOST_WAITING; waiting > 0 && this.#progress.endedFen !== undefined; waiting -= 1) {
      await this.#acknowledge();
      await this.#poll();
    }
    await this.#demand(COMMAND.enable);
    if (this.#setup?.pays === 'notes') await this.#demand(PAYOUT_COMMAND.enablePayoutDevice, Uint8Array.of(0));
    const order = await this.#orderOf(amountFen);
    const ordered = order && (await this.#command(order.code, order.parameters('real')));
    if (ordered?.[0] !== REPLY.ok) return false;
    this.#progress = orderAccepted(this.#progress);
    return true;
  }

  async witness(): Promise<PayoutWitness> {
    await this.#poll();
    const { endedFen, divertedFen } = this.#progress;
    if (this.#isPaying) return { moving: true };
    await this.#readLevels();
    const storedFen = this.#levels.reduce((sum, { denominationFen, count }) => sum + denominationFen * count, 0);
    return {
      moving: false,
      ...(divertedFen === 0 && { totalFen: -storedFen }),
      ...(endedFen !== undefined && { endedFen }),
    };
  }

  /** Not enabled between two orders. */
  async rest(): Promise<void> {
    if (this.#progress.endedFen !== undefined) await this.#acknowledge();
    this.#progress = laidToRest(this.#progress);
    await this.#command(COMMAND.disable);
  }

  async stopPaying(): Promise<void> {
    await this.#command(PAYOUT_COMMAND.haltPayout);
  }

  filled(): void {
    this.#progress = { ...this.#progress, ranOut: false, low: false };
  }

  /** RESET (0x01) is never sent: it would cut a payout off. */
  async softReset(): Promise<void> {
    const talk = this.#talk;
    if (talk) await this.#guarded(() => talk.synchronise());
  }

  async reopen(): Promise<void> {
    const talk = this.#talk;
    this.#talk = undefined;
    await talk?.close();
  }

  /** In its own way, which begins with the highest value; where that leads to no end it is told each piece. */
  async #orderOf(amountFen: number): Promise<PayoutOrder | undefined> {
    const itsOwnWay: PayoutOrder = {
      code: PAYOUT_COMMAND.payoutAmount,
      parameters: (option) => payoutAmount(amountFen, option),
    };
    const refusal = await this.#refusalOf(itsOwnWay);
    if (refusal === 'none') return itsOwnWay;
    const counts = refusal === PAYOUT_REFUSAL.cannotPayExactly ? fewestCoins(amountFen, this.#levels) : undefined;
    if (counts) {
      const pieces = this.#levels.flatMap((level, at) => (counts[at] ? [{ ...level, count: counts[at] }] : []));
      const told: PayoutOrder = {
        code: PAYOUT_COMMAND.payoutByDenomination,
        parameters: (option) => payoutByDenomination(pieces, option),
      };
      if ((await this.#refusalOf(told)) === 'none') return told;
    }
    this.#logger.warn({ amountFen, reason: refusal }, 'payout device cannot pay this');
    if (SHORT_OF.includes(refusal)) this.#progress = { ...this.#progress, ranOut: true };
    return undefined;
  }

  /** Asks whether it could pay so, without paying. */
  async #refusalOf({ code, parameters }: PayoutOrder): Promise<number | 'none' | undefined> {
    const couldBePaid = await this.#command(code, parameters('test'));
    return couldBePaid[0] === REPLY.ok ? 'none' : couldBePaid[1];
  }

  get #isPaying(): boolean {
    return this.#progress.ordered || this.#progress.moving;
  }

  /** Hears all there is to hear: behind an event that waits for its acknowledgement others may wait. */
  async #poll(): Promise<void> {
    for (let waiting = MOST_WAITING; waiting > 0; waiting -= 1) {
      const events = await this.#hear();
      const acknowledges = this.#pollCommand === COMMAND.pollWithAck && acknowledgesAtOnce(this.#progress, events);
      if (!acknowledges) return;
      await this.#command(COMMAND.eventAck);
    }
  }

  async #hear(): Promise<readonly PayoutEvent[]> {
    let reply = await this.#command(this.#pollCommand);
    if (reply[0] === REPLY.unknownCommand && this.#pollCommand === COMMAND.pollWithAck) {
      this.#pollCommand = COMMAND.poll;
      reply = await this.#command(this.#pollCommand);
    }
    const events = parsePayoutPoll(reply);
    for (const event of events) this.#note(event);
    this.#progress = followPayout(this.#progress, events);
    return events;
  }

  #note(event: PayoutEvent): void {
    if (event.event === 'unknown') {
      this.#logger.warn({ code: event.code }, 'payout device sent an event we do not know');
    } else if (event.event === 'incomplete-payout') {
      const { paidFen, requestedFen } = event;
      this.#logger.warn({ paidFen, requestedFen }, 'payout was cut off by a loss of power');
    }
  }

  async #readLevels(): Promise<void> {
    const reply = await this.#command(PAYOUT_COMMAND.getAllLevels);
    if (reply[0] === REPLY.unknownCommand) {
      this.#levels = await this.#levelByLevel();
      return;
    }
    const levels = parseLevels(reply);
    if (!levels.ok) throw new LineLost(levels.error.detail ?? 'bad levels answer');
    this.#levels = levels.value;
  }

  async #levelByLevel(): Promise<readonly StoredLevel[]> {
    const levels: StoredLevel[] = [];
    for (const denominationFen of this.#setup?.denominationsFen ?? []) {
      const reply = await this.#demand(PAYOUT_COMMAND.getDenominationLevel, levelOf(denominationFen));
      levels.push({ denominationFen, count: (reply[1] ?? 0) + 256 * (reply[2] ?? 0) });
    }
    return levels;
  }

  /** The device tells the end of an order until this, and pays nothing else meanwhile. */
  async #acknowledge(): Promise<void> {
    if (this.#pollCommand === COMMAND.pollWithAck) await this.#command(COMMAND.eventAck);
    this.#progress = laidToRest(this.#progress);
  }

  async #demand(code: number, parameters?: Uint8Array): Promise<Uint8Array> {
    const reply = await this.#command(code, parameters);
    if (reply[0] !== REPLY.ok) throw new LineLost(`payout device refuses command ${code.toString(16)}`);
    return reply;
  }

  async #command(code: number, parameters?: Uint8Array): Promise<Uint8Array> {
    const talk = this.#talk;
    if (!talk) throw new LineLost('no conversation with the payout device', 'closed');
    return this.#guarded(() => talk.command(code, parameters));
  }

  /** A conversation that broke is over; the next greeting begins another. */
  async #guarded<T>(words: () => Promise<T>): Promise<T> {
    try {
      return await words();
    } catch (error) {
      await this.reopen();
      throw error;
    }
  }

  async #open(): Promise<SspConversation> {
    const { transport, address, replyTimeoutMs, fixedKey } = this.#options;
    try {
      this.#talk = new SspConversation(await transport.open(), { address, replyTimeoutMs, fixedKey });
      return this.#talk;
    } catch (error) {
      throw new LineLost(String(error), 'closed');
    }
  }
}
