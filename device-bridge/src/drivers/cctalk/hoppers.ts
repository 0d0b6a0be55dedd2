import type { PayoutWitness } from '../roles.ts';
import type { ChangeUnit, PayoutDialect } from '../coin-dispenser/dialect.ts';
import type { DeviceIdentity } from '../roles.ts';
import { CcTalkDevice, type CcTalkBus } from './bus.ts';
import {
  asciiOf,
  ENABLE_KEY,
  HEADER,
  littleEndianOf,
  parseHopperFlags,
  parseHopperLevel,
  parseHopperStatus,
  type HopperFlags,
  type HopperLevel,
} from './commands.ts';
import { LineLost } from '../bill-acceptor/exchange-line.ts';

export interface HopperOptions {
  readonly address: number;
  readonly denominationFen: number;
}

export interface HoppersOptions {
  readonly bus: CcTalkBus;
  readonly hoppers: readonly HopperOptions[];
  /** How a hopper wants its order: with its serial number, or with a cipher field that it does not look at. */
  readonly dispense: 'serial-number' | 'no-encryption';
  readonly modelName: string;
}

interface Hopper extends HopperOptions {
  readonly unit: string;
  readonly device: CcTalkDevice;
  serial: Uint8Array;
  /** It knows how much it ever paid. */
  countsTotal: boolean;
  /** It has a level sensor, or at least says that it has none. */
  tellsLevel: boolean;
  level: HopperLevel;
  flags: HopperFlags;
  /** It could not pay what was ordered, and no sensor has said since that it was filled. */
  ranOut: boolean;
}

const QUIET: HopperFlags = {
  overCurrent: false,
  payoutTimeout: false,
  fraud: false,
  pathBlocked: false,
  disabled: true,
};
const LONGEST_ORDER = 255;
const CIPHER_BYTES = 8;

/** The hoppers of one ccTalk bus, each with one kind of coin. */
export class CcTalkHoppers implements PayoutDialect {
  readonly #options: HoppersOptions;
  readonly #hoppers: readonly Hopper[];

  constructor(options: HoppersOptions) {
    this.#options = options;
    this.#hoppers = options.hoppers.map((hopper, index) => ({
      ...hopper,
      unit: `unit${index + 1}`,
      device: new CcTalkDevice(options.bus, hopper.address),
      serial: new Uint8Array(3),
      countsTotal: false,
      tellsLevel: false,
      level: 'unknown',
      flags: QUIET,
      ranOut: false,
    }));
  }

  async greet(): Promise<DeviceIdentity> {
    for (const hopper of this.#hoppers) {
      await hopper.device.demand(HEADER.simplePoll);
      hopper.serial = await hopper.device.demand(HEADER.requestSerialNumber);
      hopper.countsTotal = await hopper.device.knows(HEADER.requestDispenseCount);
      hopper.tellsLevel = await hopper.device.knows(HEADER.requestPayoutLevel);
    }
    const [first] = this.#hoppers;
    const firmware = await first?.device.ask(HEADER.requestSoftwareRevision);
    await this.listen();
    return {
      modelName: this.#options.modelName,
      serialNumber: this.#hoppers.map(({ serial }) => littleEndianOf(serial)).join(' '),
      ...(firmware && { firmwareVersion: asciiOf(firmware) }),
    };
  }

  async listen(): Promise<void> {
    for (const hopper of this.#hoppers) {
      hopper.flags = parseHopperFlags(await hopper.device.demand(HEADER.testHopper));
      hopper.level = hopper.tellsLevel
        ? parseHopperLevel(await hopper.device.demand(HEADER.requestPayoutLevel))
        : 'unknown';
      if (hopper.level === 'ok' || hopper.level === 'full') hopper.ranOut = false;
    }
  }

  units = (): readonly ChangeUnit[] =>
    this.#hoppers.map(({ unit, denominationFen, level, flags, ranOut }) => ({
      unit,
      coins: [{ denominationFen }],
      level: ranOut ? 'empty' : level === 'full' ? 'ok' : level,
      broken: flags.overCurrent || flags.pathBlocked || flags.fraud,
    }));

  async pay(unit: string, amountFen: number): Promise<boolean> {
    const hopper = this.#hopper(unit);
    const count = amountFen / hopper.denominationFen;
    if (!Number.isInteger(count) || count < 1 || count > LONGEST_ORDER) return false;
    await hopper.device.demand(HEADER.enableHopper, ENABLE_KEY);
    const sent = await hopper.device.once(HEADER.dispenseHopperCoins, [...(await this.#key(hopper)), count]);
    return sent.reply !== 'nak' && sent.reply !== 'busy';
  }

  async witness(unit: string): Promise<PayoutWitness> {
    const { device, denominationFen, countsTotal } = this.#hopper(unit);
    const status = parseHopperStatus(await device.demand(HEADER.requestHopperStatus));
    if (!status) throw new LineLost('hopper status is too short');
    const total = countsTotal ? await device.demand(HEADER.requestDispenseCount) : undefined;
    return {
      moving: status.remaining > 0,
      orders: status.orders,
      lastPaidFen: status.paid * denominationFen,
      lastUnpaidFen: status.unpaid * denominationFen,
      ...(total && { totalFen: littleEndianOf(total) * denominationFen }),
    };
  }

  async rest(unit: string, paidWhole: boolean): Promise<void> {
    const hopper = this.#hopper(unit);
    if (!paidWhole) hopper.ranOut = true;
    // Not armed between two orders.
    await hopper.device.ask(HEADER.enableHopper, 0);
  }

  async stopPaying(): Promise<void> {
    for (const { device } of this.#hoppers) await device.ask(HEADER.emergencyStop);
  }

  async softReset(): Promise<void> {
    for (const hopper of this.#hoppers) await hopper.device.ask(HEADER.resetDevice);
  }

  filled(): void {
    for (const hopper of this.#hoppers) hopper.ranOut = false;
  }

  reopen = (): Promise<void> => this.#options.bus.reopen();

  async #key({ device, serial }: Hopper): Promise<readonly number[]> {
    if (this.#options.dispense === 'serial-number') return [...serial];
    const cipher = await device.ask(HEADER.requestCipherKey);
    return [...(cipher ?? new Uint8Array()), ...new Uint8Array(CIPHER_BYTES)].slice(0, CIPHER_BYTES);
  }

  #hopper(unit: string): Hopper {
    const hopper = this.#hoppers.find((one) => one.unit === unit);
    if (!hopper) throw new Error(`there is no hopper ${unit}`);
    return hopper;
  }
}
