import type { NewId } from '@louting/common/ids';
import type { Logger } from 'pino';
import type { CoinAcceptorDriver, CoinEvent } from '../../drivers/roles.ts';
import type { CashJournal, CoinInBox } from '../../journal/cash-journal.ts';

export interface CoinIntakeParts {
  readonly device: string;
  readonly coins: CoinAcceptorDriver | undefined;
  readonly journal: CashJournal;
  readonly logger: Logger;
  readonly newId: NewId;
}

/** A coin that no transaction takes in this time belongs to nobody: whoever dropped it may have left. */
const GRACE_MS = 5_000;

/**
 * Coins have no escrow: each is on the disk the moment it is told of, under an id of its own. The transaction that waits
 * takes it; those that fall faster than transactions follow each other wait for the next one.
 */
export class CoinIntake {
  readonly #parts: CoinIntakeParts;
  readonly #onCoin: (recovered: boolean) => void;
  readonly #inPayment: () => boolean;

  /**
   * @param onCoin a coin waits to be taken
   * @param inPayment a transaction is open, so that its owner is still there
   */
  constructor(parts: CoinIntakeParts, onCoin: (recovered: boolean) => void, inPayment: () => boolean) {
    this.#parts = parts;
    this.#onCoin = onCoin;
    this.#inPayment = inPayment;
    parts.coins?.resumeFrom(parts.journal.lastCoinCounter(parts.device));
    parts.coins?.onCoin((event) => this.#take(event));
  }

  next(): CoinInBox | undefined {
    return this.#waiting()[0];
  }

  give(coin: CoinInBox, transactionId: string, recovered: boolean): void {
    this.#parts.journal.giveCoin(coin, { device: this.#parts.device, transactionId, recovered });
  }

  /** Whatever waits belongs to nobody. */
  orphanAll(): void {
    for (const coin of this.#waiting()) this.#orphan(coin);
  }

  #take(event: CoinEvent): void {
    const { device, journal, logger, newId } = this.#parts;
    if (event.event === 'refused') return;
    if (event.event === 'lost') {
      logger.error({ device, code: 'LT-3124', count: event.count }, 'coins are in the box that nobody was told of');
      return;
    }
    const { counter, denominationFen, recovered } = event;
    const coinId = newId();
    const value = denominationFen !== undefined && { denominationFen };
    journal.append({ device, record: 'COIN', transactionId: coinId, stackedCounter: counter, recovered, ...value });
    if (denominationFen === undefined) this.#orphan({ coinId, denominationFen });
    else this.#onCoin(recovered);
    // It fell while the bridge was away: only what was open then can take it.
    if (recovered) this.orphanAll();
    else this.#orphanLater(coinId);
  }

  #orphanLater(coinId: string): void {
    setTimeout(() => {
      if (!this.#parts.journal.isOpen) return;
      const waiting = this.#waiting().find((coin) => coin.coinId === coinId);
      if (waiting && this.#inPayment()) this.#orphanLater(coinId);
      else if (waiting) this.#orphan(waiting);
    }, GRACE_MS).unref();
  }

  #orphan(coin: CoinInBox): void {
    const { device, journal, logger, newId } = this.#parts;
    journal.orphanCoin(coin, device, newId());
    logger.error({ device, code: 'LT-2302' }, 'coin in the box belongs to no transaction');
  }

  #waiting(): readonly CoinInBox[] {
    return this.#parts.journal.waitingCoins(this.#parts.device);
  }
}
