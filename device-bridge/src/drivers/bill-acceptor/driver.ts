import { failed, ok, type Result } from '@louting/common/result';
import type { FailPoints } from '@louting/common/fail-points';
import type { PowerRelay } from '../../transports/transport.ts';
import { PolledDevice } from '../polled-device.ts';
import type { Rung } from '../recovery-ladder.ts';
import type { BillAcceptorCondition, BillAcceptorDriver, BillCounters, BillEvent, DeviceIdentity } from '../roles.ts';
import { BillConversation, type BillConversationDependencies, type BillConversationOptions } from './conversation.ts';
import type { BillDialect } from './dialect.ts';

export interface BillAcceptorOptions extends BillConversationOptions {
  /** Where its supply can be switched. */
  readonly relay?: PowerRelay;
  readonly ladder?: readonly Rung[];
  readonly failingMs?: number;
}

export type BillAcceptorDependencies = BillConversationDependencies;

/** A bill acceptor of any protocol. */
export function createBillAcceptor(
  options: BillAcceptorOptions,
  dependencies: BillAcceptorDependencies,
): BillAcceptorDriver {
  return new PolledBillAcceptor(options, dependencies);
}

class PolledBillAcceptor implements BillAcceptorDriver {
  readonly #failPoints: FailPoints;
  readonly #conversation: BillConversation;
  readonly #actor: PolledDevice<BillAcceptorCondition>;

  constructor(options: BillAcceptorOptions, dependencies: BillAcceptorDependencies) {
    const { transport, pollMs, failingMs, ladder, relay = transport.relay } = options;
    this.#failPoints = dependencies.failPoints;
    const conversation = new BillConversation(options, dependencies, () => this.#actor.greetAgain());
    this.#conversation = conversation;
    this.#actor = new PolledDevice<BillAcceptorCondition>({
      conversation,
      pollMs,
      failingMs,
      absent: (device) => ({ device, code: device === 'hardwareError' ? 'LT-3901' : 'LT-3101', cashBox: 'unknown' }),
      line: transport.description,
      logger: dependencies.logger,
      // A new start in the middle of a journaled stacking could cost the note its report.
      mustNotRestart: (action) => action === 'soft-reset' && conversation.escrowDecision() === 'stack',
      relay,
      onRecovery: transport.onRecovery,
      ...(ladder && { ladder }),
    });
  }

  start(): void {
    this.#conversation.begin();
    this.#actor.start();
  }

  async stop(): Promise<void> {
    this.#conversation.end();
    await this.#actor.stop();
  }

  condition = (): BillAcceptorCondition => this.#actor.condition();
  identity = (): DeviceIdentity | undefined => this.#conversation.identity;
  denominations = (): readonly number[] => this.#conversation.denominations();
  onCondition: BillAcceptorDriver['onCondition'] = (listener) => this.#actor.onCondition(listener);
  onBillEvent = (listener: (event: BillEvent) => void): void => this.#conversation.onBillEvent(listener);
  onConnected = (escrowDecision: () => 'return' | 'stack'): void => {
    this.#conversation.escrowDecision = escrowDecision;
  };

  enable(denominations: readonly number[]): Promise<Result<undefined>> {
    return this.#perform(async (dialect) => {
      const wanted = denominations.filter((fen) => dialect.denominations().includes(fen));
      if (wanted.length === 0) return failed('LT-3905', 'acceptor has none of the wanted CNY notes');
      return (await dialect.enable(wanted)) ? ok() : failed('LT-3905', 'acceptor refused');
    });
  }

  disable(): Promise<Result<undefined>> {
    return this.#perform(async (dialect) => {
      await dialect.disable();
      return ok();
    });
  }

  stack(): Promise<Result<undefined>> {
    return this.#decide('stack', async (dialect) => {
      await dialect.stack();
      return true;
    });
  }

  returnNote(): Promise<Result<undefined>> {
    return this.#decide('return', (dialect) => dialect.giveBack());
  }

  counters(): Promise<Result<BillCounters>> {
    return this.#perform((dialect) => dialect.counters());
  }

  /** A new greeting on the line. The device is never told to forget where a note is. */
  reset(): Promise<Result<undefined>> {
    return this.#perform(() => {
      this.#actor.greetAgain();
      return Promise.resolve(ok());
    });
  }

  /** @param order false when the device says that there is no note to move. */
  #decide(escrow: 'stack' | 'return', order: (dialect: BillDialect) => Promise<boolean>): Promise<Result<undefined>> {
    return this.#perform(async (dialect) => {
      if (this.#conversation.escrow !== 'waiting') return failed('LT-3108', 'no note in escrow');
      this.#conversation.escrow = escrow;
      this.#failPoints.hit(`bill-acceptor.${escrow}.before`);
      const onItsWay = await order(dialect);
      this.#failPoints.hit(`bill-acceptor.${escrow}.after`);
      return onItsWay ? ok() : failed('LT-3108', 'acceptor has no note in escrow');
    });
  }

  #perform<T>(work: (dialect: BillDialect) => Promise<Result<T>>): Promise<Result<T>> {
    return this.#actor.perform(() => work(this.#conversation.dialect));
  }
}
