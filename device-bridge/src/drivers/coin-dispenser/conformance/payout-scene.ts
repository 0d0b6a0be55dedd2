import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '@louting/common/clock';
import { pino } from 'pino';
import { PayoutJournal } from '../../../journal/payout-journal.ts';
import type { EventName } from '../../../protocol/profile.ts';
import { createCashDispenserService } from '../../../services/cash-dispenser/cash-dispenser-service.ts';
import type { Completion, XfsService } from '../../../services/xfs-service.ts';
import type { WireFault } from '../../../simulators/validator/wire-faults.ts';
import type { TransportFactory } from '../../../transports/transport.ts';
import { BridgeScene, QUICK_LADDER, type BridgeParts, type SceneTwin } from '../../conformance/bridge-scene.ts';
import type { CoinDispenserDriver } from '../../roles.ts';
import { createCoinDispenser } from '../driver.ts';
import type { PayoutDialect } from '../dialect.ts';

/** What a payout twin lets a test do, whatever it speaks. */
export interface PayoutTwin extends SceneTwin {
  /** What lies in the tray. */
  paidFen(): number;
  /** @param fen of the coins */
  fill(fen: number, coins: number): void;
  jam(): void;
  fault(kind: WireFault, times: number): void;
}

export interface PayoutProtocol {
  readonly name: string;
  /** It can tell of every payout, whatever power was cut. */
  readonly remembers: boolean;
  /** One of each wire is enough to try bad lines on. */
  readonly triesBadLines: boolean;
  twin(stateDir: string): PayoutTwin;
  dialect(transport: TransportFactory, logger: pino.Logger): PayoutDialect;
}

export const SERVICE = 'ChangeDispenser';
const POLL_MS = 10;

interface Bridge {
  readonly driver: CoinDispenserDriver;
  readonly service: XfsService;
  readonly journal: PayoutJournal;
}

/** Driver, service and journal around one payout device. */
export class PayoutScene extends BridgeScene<PayoutTwin, Bridge> {
  readonly events: string[] = [];
  readonly #protocol: PayoutProtocol;
  readonly #silentMs: number | undefined;

  constructor(protocol: PayoutProtocol, silentMs?: number) {
    super((stateDir) => protocol.twin(stateDir));
    this.#protocol = protocol;
    this.#silentMs = silentMs;
  }

  /** @param silentMs how long the bridge waits for a device that is not heard */
  static async open(protocol: PayoutProtocol, silentMs?: number): Promise<PayoutScene> {
    const scene = new PayoutScene(protocol, silentMs);
    await scene.start();
    return scene;
  }

  dispense(payoutId: string, fen: number): Promise<Completion<'CashDispenser.Dispense'>> {
    const denomination = { denomination: { service: { currencies: { CNY: fen / 100 } } } };
    return this.#run('CashDispenser.Dispense', payoutId, { denomination });
  }

  /** What the bridge says of a payout at once. */
  askStatus(payoutId: string): Promise<Completion<'CashDispenser.GetPresentStatus'>> {
    return this.#run('CashDispenser.GetPresentStatus', payoutId, { transactionID: payoutId });
  }

  /** What the bridge says of a payout, once it can tell. */
  async status(
    payoutId: string,
  ): Promise<{ readonly state: string; readonly paidFen: number; readonly doubtFen: number }> {
    for (;;) {
      const asked = await this.askStatus(payoutId);
      if (asked.completionCode !== undefined) {
        await delay(POLL_MS);
        continue;
      }
      const { presentState, denomination, inDoubt } = asked.payload ?? {};
      const fen = (yuan: number | undefined): number => Math.round((yuan ?? 0) * 100);
      return {
        state: presentState ?? 'none',
        paidFen: fen(denomination?.currencies?.['CNY']),
        doubtFen: fen(inDoubt?.['CNY']),
      };
    }
  }

  protected build({ transport, failPoints, stateDir }: BridgeParts): Bridge {
    const logger = pino({ level: 'silent' });
    const journal = new PayoutJournal(join(stateDir, 'payout.sqlite'), systemClock, failPoints);
    const dialect = this.#protocol.dialect(transport, logger);
    const driver = createCoinDispenser(
      { dialect, pollMs: POLL_MS, transport, ladder: QUICK_LADDER },
      { logger, failPoints },
    );
    const patience = this.#silentMs !== undefined && { silentMs: this.#silentMs };
    const service = createCashDispenserService(SERVICE, { device: SERVICE, driver, journal, logger, ...patience });
    return { driver, service, journal };
  }

  protected isReady({ driver }: Bridge): boolean {
    return driver.condition().device === 'online';
  }

  #run<Name extends 'CashDispenser.Dispense' | 'CashDispenser.GetPresentStatus'>(
    name: Name,
    transactionId: string,
    payload: object,
  ): Promise<Completion<Name>> {
    const onEvent = (event: EventName): void => void this.events.push(event);
    return this.ask(this.running.service, name, { transactionId, payload, onEvent });
  }
}
