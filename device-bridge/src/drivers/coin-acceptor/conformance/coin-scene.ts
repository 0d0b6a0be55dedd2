import { join } from 'node:path';
import { systemClock } from '@louting/common/clock';
import { newId } from '@louting/common/ids';
import { pino } from 'pino';
import { CashJournal } from '../../../journal/cash-journal.ts';
import { CoinIntake } from '../../../services/cash-acceptor/coin-intake.ts';
import type { WireFault } from '../../../simulators/validator/wire-faults.ts';
import type { TransportFactory } from '../../../transports/transport.ts';
import { BridgeScene, type BridgeParts, type SceneTwin } from '../../conformance/bridge-scene.ts';
import type { CoinAcceptorDriver, CoinEvent } from '../../roles.ts';

/** What a twin of a coin acceptor lets a test do, whatever it speaks. */
export interface CoinTwin extends SceneTwin {
  /** Coins are let in. */
  isOpen(): boolean;
  insert(fen: number, options?: { readonly counterfeit?: boolean }): 'taken' | 'returned';
  inBoxFen(): number;
  jam(): void;
  unjam(): void;
  fault(kind: WireFault, times: number): void;
}

export interface CoinProtocol {
  readonly name: string;
  twin(stateDir: string): CoinTwin;
  driver(transport: TransportFactory, logger: pino.Logger): CoinAcceptorDriver;
}

const DEVICE = 'coins';
export const COINS = [10, 50, 100] as const;

interface Bridge {
  readonly driver: CoinAcceptorDriver;
  readonly journal: CashJournal;
  readonly intake: CoinIntake;
}

/** Driver, journal and intake around one coin acceptor. */
export class CoinScene extends BridgeScene<CoinTwin, Bridge> {
  /** Over all runs of the bridge. */
  readonly events: CoinEvent[] = [];
  readonly #protocol: CoinProtocol;

  constructor(protocol: CoinProtocol) {
    super((stateDir) => protocol.twin(stateDir));
    this.#protocol = protocol;
  }

  /** The slot is open. */
  static async open(protocol: CoinProtocol): Promise<CoinScene> {
    const scene = new CoinScene(protocol);
    await scene.start();
    return scene;
  }

  override async start(): Promise<void> {
    await super.start();
    const opened = await this.driver.enable(COINS);
    if (!opened.ok) throw new Error(opened.error.detail ?? opened.error.code);
  }

  /** Coins on the disk, whose ever they are. */
  journaledFen(): number {
    const { journal } = this.running;
    const coins = [...journal.waitingCoins(DEVICE), ...journal.orphans(DEVICE)];
    return coins.reduce((sum, { denominationFen = 0 }) => sum + denominationFen, 0);
  }

  /** Coins the device said it lost the memory of; `unknown` where it could not say how many. */
  lost(): readonly (number | 'unknown')[] {
    return this.events.flatMap((event) => (event.event === 'lost' ? [event.count ?? 'unknown'] : []));
  }

  toldFen(): number {
    return this.events.reduce((sum, event) => sum + (event.event === 'coin' ? (event.denominationFen ?? 0) : 0), 0);
  }

  protected build({ transport, failPoints, stateDir }: BridgeParts): Bridge {
    const logger = pino({ level: 'silent' });
    const journal = new CashJournal(join(stateDir, 'cash.sqlite'), systemClock, failPoints);
    const driver = this.#protocol.driver(transport, logger);
    const intake = new CoinIntake(
      { device: DEVICE, coins: driver, journal, logger, newId },
      () => undefined,
      () => true,
    );
    driver.onCoin((event) => this.events.push(event));
    return { driver, journal, intake };
  }

  protected isReady({ driver }: Bridge): boolean {
    return driver.condition().device === 'online';
  }
}
