import { failed, ok, type Result } from '@louting/common/result';
import type { FailPoints } from '@louting/common/fail-points';
import type { Logger } from 'pino';
import { PolledDevice, type PolledConversation } from '../polled-device.ts';
import type { CoinDispenserCondition, CoinDispenserDriver, DeviceIdentity, PayoutWitness } from '../roles.ts';
import type { TransportFactory } from '../../transports/transport.ts';
import type { Rung } from '../recovery-ladder.ts';
import type { ChangeUnit, PayoutDialect } from './dialect.ts';
import { levelCode } from './level.ts';

export interface CoinDispenserOptions {
  readonly dialect: PayoutDialect;
  readonly pollMs: number;
  readonly transport: Pick<TransportFactory, 'description' | 'relay' | 'onRecovery'>;
  readonly ladder?: readonly Rung[];
}

/** A store of change behind any payout protocol. */
export function createCoinDispenser(
  options: CoinDispenserOptions,
  dependencies: { readonly logger: Logger; readonly failPoints: FailPoints },
): CoinDispenserDriver {
  return new PolledCoinDispenser(options, dependencies);
}

class PolledCoinDispenser implements CoinDispenserDriver, PolledConversation<CoinDispenserCondition> {
  readonly #dialect: PayoutDialect;
  readonly #failPoints: FailPoints;
  readonly #actor: PolledDevice<CoinDispenserCondition>;
  #identity: DeviceIdentity | undefined;
  #paying = false;

  constructor(
    { dialect, pollMs, transport, ladder }: CoinDispenserOptions,
    { logger, failPoints }: { readonly logger: Logger; readonly failPoints: FailPoints },
  ) {
    this.#dialect = dialect;
    this.#failPoints = failPoints;
    this.#actor = new PolledDevice<CoinDispenserCondition>({
      conversation: this,
      pollMs,
      absent: (device) => ({ device, code: device === 'hardwareError' ? 'LT-3901' : 'LT-3122' }),
      line: transport.description,
      logger,
      relay: transport.relay,
      onRecovery: transport.onRecovery,
      mustNotRestart: () => this.#paying,
      ...(ladder && { ladder }),
    });
  }

  start = (): void => this.#actor.start();
  stop = (): Promise<void> => this.#actor.stop();
  condition = (): CoinDispenserCondition => this.#actor.condition();
  onCondition: CoinDispenserDriver['onCondition'] = (listener) => this.#actor.onCondition(listener);
  identity = (): DeviceIdentity | undefined => this.#identity;
  units = (): readonly ChangeUnit[] => this.#dialect.units();

  reading(): CoinDispenserCondition {
    const units = this.units();
    if (units.every(({ broken }) => broken)) return { device: 'hardwareError', code: 'LT-3123' };
    const code = levelCode(units);
    return { device: 'online', ...(code && { code }) };
  }

  pay(unit: string, amountFen: number): Promise<Result<undefined>> {
    return this.#actor.perform(async () => {
      this.#paying = true;
      this.#failPoints.hit('coin-dispenser.pay.before');
      const accepted = await this.#dialect.pay(unit, amountFen);
      this.#failPoints.hit('coin-dispenser.pay.after');
      return accepted ? ok() : failed('LT-3123', 'payout refused');
    });
  }

  witness(unit: string): Promise<Result<PayoutWitness>> {
    return this.#actor.perform(async () => ok(await this.#dialect.witness(unit)));
  }

  rest(unit: string, paidWhole: boolean): Promise<Result<undefined>> {
    this.#paying = false;
    return this.#actor.perform(async () => {
      await this.#dialect.rest(unit, paidWhole);
      return ok();
    });
  }

  /** Called by whoever filled or freed it. */
  reset(): Promise<Result<undefined>> {
    this.#dialect.filled();
    this.#actor.greetAgain();
    return Promise.resolve(ok());
  }

  async greet(): Promise<void> {
    this.#identity = await this.#dialect.greet();
  }

  listen = (): Promise<void> => this.#dialect.listen();
  softReset = (): Promise<void> => this.#dialect.softReset();
  reopen = (): Promise<void> => this.#dialect.reopen();
}
