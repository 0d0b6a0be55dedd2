import { failed, ok, type Result } from '@louting/common/result';
import type { Logger } from 'pino';
import { PolledDevice, type PolledConversation } from '../polled-device.ts';
import type { CoinAcceptorDriver, CoinEvent, DeviceCondition, DeviceIdentity } from '../roles.ts';
import { CcTalkDevice, type CcTalkBus } from './bus.ts';
import { asciiOf, fenOfCoinId, HEADER, littleEndianOf, parseBufferedCredit, type CreditEvent } from './commands.ts';
import { newCredits } from './credits.ts';

export interface CoinAcceptorOptions {
  readonly bus: CcTalkBus;
  readonly address: number;
  readonly pollMs: number;
  readonly modelName: string;
  /** Which way of the sorter a coin takes, by its value in fen; the others go where they go by default. */
  readonly sorterPaths?: Readonly<Record<string, number>>;
}

const COIN_POSITIONS = 16;
/** Errors that mean the mechanism is stuck, until an event that shows it works. */
const JAM_ERRORS: readonly number[] = [14, 15, 16, 20];

/** A ccTalk coin acceptor: a coin it tells of is in the box already, there is no escrow. */
export function createCcTalkCoinAcceptor(options: CoinAcceptorOptions, logger: Logger): CoinAcceptorDriver {
  return new CcTalkCoinAcceptor(options, logger);
}

class CcTalkCoinAcceptor implements CoinAcceptorDriver, PolledConversation<DeviceCondition> {
  readonly #options: CoinAcceptorOptions;
  readonly #logger: Logger;
  readonly #device: CcTalkDevice;
  readonly #actor: PolledDevice<DeviceCondition>;
  readonly #listeners: ((event: CoinEvent) => void)[] = [];
  #identity: DeviceIdentity | undefined;
  /** Fen by coin position 1…16. */
  #values = new Map<number, number>();
  /** The event counter as it was last seen, by an earlier run too. */
  #counter: number | undefined;
  #catchingUp = true;
  #jammed = false;
  #wanted: readonly number[] = [];
  /** It says whether it is shut: nothing else tells of a power cut before its first event. */
  #tellsWhetherShut = false;

  constructor(options: CoinAcceptorOptions, logger: Logger) {
    this.#options = options;
    this.#logger = logger;
    this.#device = new CcTalkDevice(options.bus, options.address);
    this.#actor = new PolledDevice<DeviceCondition>({
      conversation: this,
      pollMs: options.pollMs,
      absent: (device) => ({ device, code: device === 'hardwareError' ? 'LT-3901' : 'LT-3121' }),
      line: `${options.bus.description} address ${options.address}`,
      logger,
      mustNotRestart: () => this.#wanted.length > 0,
      relay: options.bus.rescue.relay,
      onRecovery: options.bus.rescue.onRecovery,
    });
  }

  start = (): void => this.#actor.start();
  stop = (): Promise<void> => this.#actor.stop();
  onCondition: CoinAcceptorDriver['onCondition'] = (listener) => this.#actor.onCondition(listener);
  identity = (): DeviceIdentity | undefined => this.#identity;
  denominations = (): readonly number[] => [...new Set(this.#values.values())].toSorted((a, b) => a - b);
  onCoin = (listener: (event: CoinEvent) => void): void => void this.#listeners.push(listener);
  condition = (): DeviceCondition => this.#actor.condition();
  reading = (): DeviceCondition => (this.#jammed ? { device: 'hardwareError', code: 'LT-3103' } : { device: 'online' });
  reopen = (): Promise<void> => this.#device.reopen();

  resumeFrom(counter: number | undefined): void {
    this.#counter = counter;
  }

  enable(denominations: readonly number[]): Promise<Result<undefined>> {
    return this.#actor.perform(async () => {
      this.#wanted = denominations.filter((fen) => this.denominations().includes(fen));
      const taken = await this.#letIn();
      return taken ? ok() : failed('LT-3905', 'coin acceptor has none of the wanted coins');
    });
  }

  disable(): Promise<Result<undefined>> {
    this.#wanted = [];
    return this.#actor.perform(async () => {
      await this.#letIn();
      return ok();
    });
  }

  reset(): Promise<Result<undefined>> {
    this.#actor.greetAgain();
    return Promise.resolve(ok());
  }

  async greet(): Promise<void> {
    await this.#device.demand(HEADER.simplePoll);
    const manufacturer = asciiOf((await this.#device.ask(HEADER.requestManufacturer)) ?? new Uint8Array());
    const serial = await this.#device.ask(HEADER.requestSerialNumber);
    const firmware = await this.#device.ask(HEADER.requestSoftwareRevision);
    this.#identity = {
      modelName: `${this.#options.modelName}${manufacturer === '' ? '' : ` (${manufacturer})`}`,
      ...(serial && { serialNumber: String(littleEndianOf(serial)) }),
      ...(firmware && { firmwareVersion: asciiOf(firmware) }),
    };
    this.#values = await this.#readValues();
    await this.#sendDownPaths();
    this.#tellsWhetherShut = await this.#device.knows(HEADER.requestMasterInhibit);
    await this.#letIn();
    this.#catchingUp = true;
    await this.listen();
    this.#catchingUp = false;
  }

  /** What was told since the last look. Every coin is journaled by who listens before the next is taken up. */
  async listen(): Promise<void> {
    const buffered = parseBufferedCredit(await this.#device.demand(HEADER.readBufferedCredit));
    if (!buffered) return;
    const fresh = newCredits(this.#counter, buffered);
    if (fresh.credits === 'none') {
      this.#counter = buffered.counter;
      if (buffered.counter === 0 && (await this.#isShutOfItself())) await this.#startedAnew();
      return;
    }
    if (fresh.credits === 'events' && fresh.lost > 0) {
      this.#logger.error(
        { address: this.#options.address, code: 'LT-3124', lost: fresh.lost },
        'coin credits were lost',
      );
      this.#tell({ event: 'lost', count: fresh.lost });
    }
    const first = buffered.counter - fresh.events.length;
    fresh.events.forEach((event, index) => this.#take(event, first + index + 1));
    this.#counter = buffered.counter;
    if (fresh.credits === 'reset') await this.#startedAnew();
  }

  async softReset(): Promise<void> {
    await this.#device.ask(HEADER.resetDevice);
  }

  /** While coins were let in some may have fallen that were not told of yet. */
  async #startedAnew(): Promise<void> {
    this.#logger.warn({ address: this.#options.address, code: 'LT-3124' }, 'coin acceptor started anew');
    if (this.#wanted.length > 0) this.#tell({ event: 'lost' });
    await this.#sendDownPaths();
    await this.#letIn();
  }

  async #isShutOfItself(): Promise<boolean> {
    if (this.#wanted.length === 0 || !this.#tellsWhetherShut) return false;
    const [open = 1] = (await this.#device.ask(HEADER.requestMasterInhibit)) ?? [];
    return (open & 1) === 0;
  }

  #take({ coin, pathOrError }: CreditEvent, at: number): void {
    if (coin === 0) {
      if (pathOrError !== 0) this.#tell({ event: 'refused' });
      this.#jammed = JAM_ERRORS.includes(pathOrError);
      return;
    }
    this.#jammed = false;
    const denominationFen = this.#values.get(coin);
    // The counter goes from 255 to 1.
    const counter = at <= 0 ? at + 255 : at;
    this.#tell({
      event: 'coin',
      counter,
      recovered: this.#catchingUp,
      ...(denominationFen !== undefined && { denominationFen }),
    });
  }

  async #readValues(): Promise<Map<number, number>> {
    const values = new Map<number, number>();
    for (let position = 1; position <= COIN_POSITIONS; position += 1) {
      const id = await this.#device.ask(HEADER.requestCoinId, position);
      const fen = id && fenOfCoinId(asciiOf(id));
      if (fen !== undefined) values.set(position, fen);
    }
    return values;
  }

  async #sendDownPaths(): Promise<void> {
    for (const [position, fen] of this.#values) {
      const path = this.#options.sorterPaths?.[String(fen)];
      if (path !== undefined) await this.#device.ask(HEADER.modifySorterPath, position, path);
    }
  }

  /** A device that started anew lets nothing in until it is told again. */
  async #letIn(): Promise<boolean> {
    const mask = [...this.#values].reduce(
      (bits, [position, fen]) => (this.#wanted.includes(fen) ? bits | (1 << (position - 1)) : bits),
      0,
    );
    await this.#device.demand(HEADER.modifyInhibit, mask & 0xff, mask >> 8);
    await this.#device.demand(HEADER.modifyMasterInhibit, mask === 0 ? 0 : 1);
    return mask !== 0;
  }

  #tell(event: CoinEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
