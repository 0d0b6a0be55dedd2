import type { NewId } from '@louting/common/ids';
import type { Logger } from 'pino';
import type { BillAcceptorDriver, BillCounters, BillEvent, CoinAcceptorDriver } from '../../drivers/roles.ts';
import { isOpen, type CashIn } from '../../journal/cash-in.ts';
import type { CashJournal, NewRecord, OrphanNote } from '../../journal/cash-journal.ts';
import { judge, type Witness } from '../../journal/recovery.ts';
import { CoinIntake } from './coin-intake.ts';

/** What a waiting command hears of the note. */
export type NoteNews =
  | { readonly news: 'escrow'; readonly denominationFen: number }
  /** A coin is in the box and the transaction is closed with it. */
  | { readonly news: 'coin'; readonly denominationFen: number }
  | { readonly news: 'refused'; readonly reason: 'invalidBill' | 'counterfeit' | 'inhibited' | 'transport' }
  | { readonly news: 'closed'; readonly cashIn: CashIn }
  /** The device came back after a loss, still empty and disabled. */
  | { readonly news: 'resumed' };

export interface CashInSessionDependencies {
  readonly device: string;
  readonly driver: BillAcceptorDriver;
  /** Takes coins into the same transactions, where one is fitted. */
  readonly coins?: CoinAcceptorDriver | undefined;
  readonly journal: CashJournal;
  readonly logger: Logger;
  readonly newId: NewId;
}

/**
 * Keeps the journal true to the device: every bill event becomes a record before anyone is told. It alone decides what
 * a note became; commands only start, stack, return, and wait for its news.
 */
export class CashInSession {
  readonly #device: string;
  readonly #driver: BillAcceptorDriver;
  readonly #journal: CashJournal;
  readonly #logger: Logger;
  readonly #newId: NewId;
  readonly #listeners = new Set<(news: NoteNews) => void>();
  #last: CashIn | undefined;
  #settled = false;
  /** Set while a note is wanted; a note that reaches escrow otherwise goes back. */
  #wanted = false;
  /** An open transaction of an earlier run of this process is closed by recovery, our own stays open. */
  #startedHere = false;

  readonly #coins: CoinIntake;

  constructor({ device, driver, coins, journal, logger, newId }: CashInSessionDependencies) {
    this.#device = device;
    this.#driver = driver;
    this.#journal = journal;
    this.#logger = logger;
    this.#newId = newId;
    this.#last = journal.last(device);
    this.#coins = new CoinIntake(
      { device, coins, journal, logger, newId },
      (recovered) => this.#takeCoin(recovered),
      () => isOpen(this.#last),
    );
    this.#takeCoin(true);
    this.#coins.orphanAll();
    driver.onConnected(() => (this.#last?.phase === 'stack-sent' ? 'stack' : 'return'));
    driver.onBillEvent((event) => this.#take(event));
    driver.onCondition(({ device: state }) => {
      if (state === 'noDevice' || state === 'offline') this.#settled = false;
    });
  }

  get last(): CashIn | undefined {
    return this.#last;
  }

  /** False while nobody knows yet what happened inside the device. */
  get settled(): boolean {
    return this.#settled;
  }

  find(transactionId: string): CashIn | undefined {
    return transactionId === this.#last?.transactionId ? this.#last : this.#journal.find(this.#device, transactionId);
  }

  orphans(): readonly OrphanNote[] {
    return this.#journal.orphans(this.#device);
  }

  start(transactionId: string, counters: BillCounters | undefined): void {
    this.#startedHere = true;
    this.#append({
      record: 'STARTED',
      transactionId,
      ...(counters && { stackedCounter: counters.stacked }),
    });
  }

  want(wanted: boolean): void {
    this.#wanted = wanted;
    if (wanted) this.#takeCoin(false);
  }

  stackSent(): void {
    this.#append({ record: 'STACK_SENT' });
  }

  endEmpty(): void {
    this.#append({ record: 'ENDED' });
  }

  /** Gives up on learning the outcome: from now on only people decide about this note. */
  suspend(): void {
    this.#append({ record: 'SUSPENSE' });
  }

  onNews(listener: (news: NoteNews) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The transaction that waits takes the oldest coin; one that an earlier run left open takes what fell in between. */
  #takeCoin(recovered: boolean): void {
    const last = this.#last;
    const mayTake = last?.phase === 'open' && (this.#wanted || (recovered && !this.#startedHere));
    const coin = mayTake ? this.#coins.next() : undefined;
    if (!coin || !last) return;
    this.#coins.give(coin, last.transactionId, recovered);
    this.#last = this.#journal.last(this.#device);
    this.#tell({ news: 'coin', denominationFen: coin.denominationFen ?? 0 });
  }

  #take(event: BillEvent): void {
    switch (event.event) {
      case 'escrow':
        if (isOpen(this.#last) && this.#last.phase === 'open' && this.#wanted) {
          this.#append({ record: 'ESCROW', denominationFen: event.denominationFen });
          this.#tell({ news: 'escrow', denominationFen: event.denominationFen });
        } else if (this.#settled) {
          // Too late for the command that wanted it. While settling, the driver itself sends it back.
          void this.#driver.returnNote();
        }
        return;
      case 'refused':
        if (isOpen(this.#last)) this.#append({ record: 'REFUSED' });
        this.#tell({ news: 'refused', reason: event.reason });
        return;
      case 'fraud':
        this.#logger.warn({ device: this.#device, code: 'LT-3106' }, 'fraud attempt');
        this.#tell({ news: 'refused', reason: 'counterfeit' });
        return;
      case 'settled':
        this.#settled = true;
        this.#conclude(
          {
            seen: 'nothing',
            denominationFen: undefined,
            counter: event.counters?.stacked,
            keptPower: event.keptPower ?? false,
          },
          true,
        );
        this.#tell({ news: 'resumed' });
        return;
      case 'stacked':
      case 'returned':
      case 'cleared-to-cashbox':
      case 'cleared-from-front': {
        const denominationFen = 'denominationFen' in event ? event.denominationFen : undefined;
        // The counter is read at `settled` only: asking for it here would hold up the event.
        const recovered = !this.#settled || event.event.startsWith('cleared');
        const mayBeToldAgain = 'mayBeToldAgain' in event && (event.mayBeToldAgain ?? false);
        this.#conclude({ seen: event.event, denominationFen, counter: undefined, mayBeToldAgain }, recovered);
        return;
      }
      case 'reading':
      case 'stacking':
        return;
    }
  }

  #conclude(witness: Witness, recovered: boolean): void {
    const verdict = judge(this.#last, witness);
    switch (verdict.verdict) {
      case 'nothing-to-do':
        return;
      case 'close-empty':
        // A transaction that waits for its note goes on waiting after a cable was put back.
        if (this.#startedHere) return;
        this.#append({ record: 'ENDED', recovered });
        break;
      case 'credit':
        this.#append({ record: 'STACKED', denominationFen: verdict.denominationFen, recovered });
        break;
      case 'void':
        this.#append({ record: 'RETURNED', recovered });
        break;
      case 'suspense':
        this.#append({ record: 'SUSPENSE', recovered });
        this.#logger.error({ device: this.#device, code: 'LT-2302' }, 'note outcome cannot be told');
        break;
      case 'orphan':
        this.#journal.append({
          device: this.#device,
          record: 'ORPHAN',
          transactionId: this.#newId(),
          recovered,
          ...(witness.denominationFen !== undefined && { denominationFen: witness.denominationFen }),
        });
        this.#logger.error({ device: this.#device, code: 'LT-2302' }, 'note in the box belongs to no transaction');
        return;
    }
    if (recovered) this.#logger.warn({ device: this.#device, verdict: verdict.verdict }, 'note recovered');
    if (this.#last) this.#tell({ news: 'closed', cashIn: this.#last });
  }

  #append(record: Omit<NewRecord, 'device'>): void {
    const transactionId = record.transactionId ?? this.#last?.transactionId;
    this.#journal.append({ ...record, device: this.#device, ...(transactionId !== undefined && { transactionId }) });
    this.#last = this.#journal.last(this.#device);
  }

  #tell(news: NoteNews): void {
    for (const listener of this.#listeners) listener(news);
  }
}
