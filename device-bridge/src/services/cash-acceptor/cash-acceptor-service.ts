import type { Failure } from '@louting/common/result';
import type { BillAcceptorCondition } from '../../drivers/roles.ts';
import { isOpen } from '../../journal/cash-in.ts';
import type { XfsNoteCounts } from '../../protocol/cash.ts';
import type { XfsStatus } from '../../protocol/common.ts';
import type { CommandPayload } from '../../protocol/profile.ts';
import { commonCapabilities, commonStatus, tellErrors } from '../device-information.ts';
import {
  driverFailed,
  ended,
  Unsolicited,
  type CommandContext,
  type Completion,
  type XfsService,
} from '../xfs-service.ts';
import { CashBox, STORAGE_UNIT } from './cash-box.ts';
import { CashInSession, type CashInSessionDependencies } from './cash-in-session.ts';
import {
  cashInActive,
  exchangeActive,
  noCashInActive,
  notesOf,
  REFUSE_REASONS,
  STATUS_OF_PHASE,
  toOrphan,
  type Closed,
} from './completions.ts';
import { NoteTypes } from './note-types.ts';

export interface CashAcceptorTiming {
  /** From the accepting command to the note's arrival in the box. */
  readonly stackMs: number;
  /** A note in escrow that no client claims goes back after this long. */
  readonly abandonedMs: number;
}

/** How long coins may go on falling after one was taken. */
const SLOT_OPEN_MS = 2_000;

/** A single-note acceptor: one transaction holds one note, in escrow until CashInEnd or CashInRollback. */
export function createCashAcceptorService(
  name: string,
  dependencies: CashInSessionDependencies,
  timing: CashAcceptorTiming,
): XfsService {
  return new CashAcceptorService(name, dependencies, timing);
}

class CashAcceptorService implements XfsService {
  readonly name: string;
  readonly interfaces = ['CashAcceptor', 'CashManagement', 'Storage'] as const;
  readonly #driver: CashInSessionDependencies['driver'];
  readonly #coins: CashInSessionDependencies['coins'];
  readonly #newId: CashInSessionDependencies['newId'];
  readonly #session: CashInSession;
  readonly #box: CashBox;
  readonly #noteTypes: NoteTypes;
  readonly #timing: CashAcceptorTiming;
  readonly #unsolicited = new Unsolicited();
  #limitFen = 0;
  #slot: NodeJS.Timeout | undefined;
  #abandoned: NodeJS.Timeout | undefined;
  /** Set while CashIn waits: looks whether the device still can. */
  #whileWaiting: (() => void) | undefined;

  constructor(name: string, dependencies: CashInSessionDependencies, timing: CashAcceptorTiming) {
    this.name = name;
    this.#driver = dependencies.driver;
    this.#coins = dependencies.coins;
    this.#newId = dependencies.newId;
    this.#timing = timing;
    this.#session = new CashInSession(dependencies);
    const { device, driver, journal } = dependencies;
    this.#box = new CashBox({ device, driver, journal, session: this.#session, unsolicited: this.#unsolicited });
    this.#noteTypes = new NoteTypes(
      () => driver.denominations(),
      () => dependencies.coins?.denominations() ?? [],
    );
    this.handlers = this.#commands();
    tellErrors(driver, this.#unsolicited);
    driver.onBillEvent(({ event }) => {
      if (event === 'reading') this.#unsolicited.send('CashManagement.ItemsInsertedEvent', { position: 'inDefault' });
      if (event === 'returned')
        this.#unsolicited.send('CashManagement.ItemsPresentedEvent', { position: 'outDefault' });
    });
    const changed = (): void => this.#unsolicited.send('Common.StatusChangedEvent', this.status());
    this.#driver.onCondition(() => {
      changed();
      this.#whileWaiting?.();
    });
    this.#session.onNews(({ news }) => {
      if (news === 'escrow' || news === 'closed') changed();
    });
  }

  onUnsolicited = this.#unsolicited.on;

  status(): XfsStatus {
    const condition = this.#driver.condition();
    const usable = condition.device === 'online';
    return {
      common: { ...commonStatus(condition), exchange: this.#box.exchange },
      cashAcceptor: {
        intermediateStacker: this.#session.last?.phase === 'escrow' ? 'full' : 'empty',
        banknoteReader: condition.device === 'hardwareError' ? 'inoperable' : usable ? 'ok' : 'unknown',
      },
      cashManagement: { acceptor: usable ? 'ok' : 'stop' },
    };
  }

  capabilities(): ReturnType<XfsService['capabilities']> {
    return {
      common: commonCapabilities(this.#driver.identity()),
      cashAcceptor: {
        type: 'selfServiceBill',
        maxCashInItems: 1,
        shutter: false,
        shutterControl: false,
        intermediateStacker: 1,
        cashInLimit: { byTotalItems: true, byAmount: true },
      },
      cashManagement: { cashBox: true, classifications: { unrecognized: true, fit: true } },
    };
  }

  /** An owner's note must not lie in escrow for a client that never comes back. */
  onAttended(attended: boolean): void {
    clearTimeout(this.#abandoned);
    if (attended) return;
    this.#abandoned = setTimeout(() => {
      if (this.#session.last?.phase === 'escrow') void this.#driver.returnNote();
    }, this.#timing.abandonedMs);
    this.#abandoned.unref();
  }

  readonly handlers: XfsService['handlers'];

  #commands(): XfsService['handlers'] {
    return {
      ...this.#box.handlers,
      'CashAcceptor.CashInStart': ({ amountLimit }, { transactionId }) =>
        this.#cashInStart(
          transactionId ?? this.#newId(),
          amountLimit?.find(({ currency }) => currency === 'CNY')?.value,
        ),
      'CashAcceptor.CashIn': (_, context) => this.#exchanging() ?? this.#cashIn(context),
      'CashAcceptor.CashInEnd': () => this.#exchanging() ?? this.#cashInEnd(),
      'CashAcceptor.CashInRollback': () => this.#exchanging() ?? this.#cashInRollback(),
      'CashAcceptor.GetCashInStatus': ({ transactionID }) => this.#cashInStatus(transactionID ?? undefined),
      'CashAcceptor.ConfigureNoteTypes': ({ items }) => this.#configureNoteTypes(items),
      'CashAcceptor.GetOrphanNotes': () => ({ payload: { orphans: this.#session.orphans().map(toOrphan) } }),
      'CashManagement.GetBankNoteTypes': () => ({ payload: { items: this.#noteTypes.items } }),
      'CashManagement.Reset': async () => {
        const done = await this.#driver.reset();
        return done.ok ? {} : driverFailed(done.error);
      },
    };
  }

  #exchanging(): ReturnType<typeof exchangeActive> | undefined {
    return this.#box.exchange === 'active' ? exchangeActive() : undefined;
  }

  #configureNoteTypes(
    items: CommandPayload<'CashAcceptor.ConfigureNoteTypes'>['items'],
  ): Completion<'CashAcceptor.ConfigureNoteTypes'> {
    if (isOpen(this.#session.last)) return cashInActive();
    const refused = this.#exchanging();
    if (refused) return refused;
    if (this.#noteTypes.configure(items)) return {};
    return { completionCode: 'invalidData', failure: { code: 'LT-9001', detail: 'no note of this device' } };
  }

  /** @param limitYuan absent: notes of any value. */
  async #cashInStart(
    transactionId: string,
    limitYuan: number | undefined,
  ): Promise<Completion<'CashAcceptor.CashInStart'>> {
    const obstacle = this.#exchanging() ?? this.#obstacle();
    if (obstacle) return obstacle;
    if (isOpen(this.#session.last)) return cashInActive();
    if (this.#session.find(transactionId)) {
      return { completionCode: 'invalidData', failure: { code: 'LT-9001', detail: 'transaction id was used before' } };
    }
    const counters = await this.#driver.counters();
    if (!counters.ok && counters.error.code !== 'LT-3905') return driverFailed(counters.error);
    this.#limitFen = limitYuan === undefined ? Number.MAX_SAFE_INTEGER : Math.round(limitYuan * 100);
    this.#session.start(transactionId, counters.ok ? counters.value : undefined);
    return {};
  }

  async #cashIn(context: CommandContext): Promise<Completion<'CashAcceptor.CashIn'>> {
    const phase = this.#session.last?.phase;
    if (phase === 'escrow' || phase === 'stack-sent') {
      return {
        completionCode: 'commandErrorCode',
        payload: { errorCode: 'tooManyItems' },
        failure: { code: 'LT-3109' },
      };
    }
    if (phase !== 'open') return noCashInActive();

    const outcome = await this.#oneItem(context);
    this.#session.want(false);
    // Coins fall faster than transactions follow each other: the slot stays open for the next one.
    this.#closeSlot(outcome.completionCode ? 0 : SLOT_OPEN_MS);
    if (outcome.completionCode) await this.#driver.disable();
    return outcome;
  }

  /** A note in escrow or a coin in the box, or why there is none. */
  #oneItem(context: CommandContext): Promise<Completion<'CashAcceptor.CashIn'>> {
    const { signal } = context;
    const wanted = this.#noteTypes.allowed(this.#limitFen);
    const took = (items: XfsNoteCounts): Completion<'CashAcceptor.CashIn'> => ({ payload: { items } });
    return new Promise((resolve) => {
      let done = false;
      const finish = (outcome: Completion<'CashAcceptor.CashIn'>): void => {
        done = true;
        forget();
        this.#whileWaiting = undefined;
        signal.removeEventListener('abort', onAbort);
        resolve(outcome);
      };
      const onAbort = (): void => finish(ended(signal));
      const enable = async (): Promise<void> => {
        const enabled = await this.#driver.enable(wanted);
        if (!enabled.ok) return finish(driverFailed(enabled.error));
        context.event('CashAcceptor.InsertItemsEvent', {});
        return this.#openSlot();
      };
      const forget = this.#session.onNews((news) => {
        if (news.news === 'escrow' || news.news === 'coin') {
          const items = notesOf({ denominationFen: news.denominationFen, coin: news.news === 'coin' });
          context.event('CashAcceptor.SubCashInEvent', items);
          finish(took(items));
        } else if (news.news === 'refused') {
          context.event('CashAcceptor.InputRefuseEvent', { reason: REFUSE_REASONS[news.reason] });
        } else if (news.news === 'resumed') void enable();
        else finish(noCashInActive());
      });
      this.#whileWaiting = () => {
        const obstacle = this.#obstacle();
        if (obstacle) finish(obstacle);
      };
      signal.addEventListener('abort', onAbort);
      if (signal.aborted) return onAbort();
      // A coin that fell since the last transaction is taken at once.
      this.#session.want(true);
      if (!done) void enable();
      return undefined;
    });
  }

  async #openSlot(): Promise<void> {
    clearTimeout(this.#slot);
    await this.#coins?.enable(this.#noteTypes.coinsAllowed(this.#limitFen));
  }

  #closeSlot(afterMs: number): void {
    clearTimeout(this.#slot);
    this.#slot = setTimeout(() => void this.#coins?.disable(), afterMs);
    this.#slot.unref();
  }

  async #cashInEnd(): Promise<Completion<'CashAcceptor.CashInEnd'>> {
    const last = this.#session.last;
    // A coin ended its transaction when it fell.
    if (last?.phase === 'stacked' && last.coin) return this.#outcome('stacked');
    if (!isOpen(last)) return noCashInActive();
    if (last.phase === 'open') {
      this.#session.endEmpty();
      return { completionCode: 'commandErrorCode', payload: { errorCode: 'noItems' }, failure: { code: 'LT-3108' } };
    }
    if (last.phase === 'escrow') {
      const closed = this.#closed();
      this.#session.stackSent();
      const sent = await this.#driver.stack();
      if (!sent.ok && sent.error.code !== 'LT-3108') return driverFailed(sent.error);
      await closed;
    }
    return this.#outcome('stacked');
  }

  async #cashInRollback(): Promise<Completion<'CashAcceptor.CashInRollback'>> {
    const last = this.#session.last;
    if (!isOpen(last)) return noCashInActive();
    if (!this.#session.settled) return driverFailed({ code: 'LT-3101', detail: 'waiting for the device to tell' });
    if (last.phase === 'open') {
      this.#session.endEmpty();
      return {};
    }
    if (last.phase === 'escrow') {
      const closed = this.#closed();
      const sent = await this.#driver.returnNote();
      if (!sent.ok && sent.error.code !== 'LT-3108') return driverFailed(sent.error);
      await closed;
    }
    return this.#outcome('returned');
  }

  async #outcome(expected: 'stacked' | 'returned'): Promise<Closed> {
    await this.#driver.disable();
    const last = this.#session.last;
    if (!last || isOpen(last)) {
      return { completionCode: 'hardwareError', failure: { code: 'LT-3901', detail: 'note did not arrive' } };
    }
    if (last.phase === expected) {
      const notes = notesOf(last);
      return { payload: { storage: { [STORAGE_UNIT]: expected === 'stacked' ? { deposited: notes } : {} } } };
    }
    const failure: Failure = {
      code: last.phase === 'returned' ? 'LT-3107' : 'LT-2302',
      detail: `note was ${last.phase}`,
    };
    return { completionCode: 'commandErrorCode', payload: { errorCode: 'cashUnitError' }, failure };
  }

  /** Resolves when the transaction is closed, or after the time a note needs at most. */
  #closed(): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        forget();
        resolve();
      };
      const timer = setTimeout(done, this.#timing.stackMs);
      timer.unref();
      const forget = this.#session.onNews(({ news }) => {
        if (news === 'closed') done();
      });
    });
  }

  #cashInStatus(transactionId: string | undefined): Completion<'CashAcceptor.GetCashInStatus'> {
    const cashIn = transactionId === undefined ? this.#session.last : this.#session.find(transactionId);
    if (!cashIn) return { payload: {} };
    if (isOpen(cashIn)) {
      if (!this.#session.settled) return driverFailed({ code: 'LT-3101', detail: 'waiting for the device to tell' });
      if (cashIn.phase === 'stack-sent') {
        // The one wait that may never end: a note stuck beyond escrow. People have to open the machine.
        if (this.#driver.condition().device === 'online') {
          return { completionCode: 'deviceNotReady', failure: { code: 'LT-3901', detail: 'note is still moving' } };
        }
        this.#session.suspend();
        return this.#cashInStatus(transactionId);
      }
    }
    return {
      payload: {
        status: STATUS_OF_PHASE[cashIn.phase],
        numOfRefused: cashIn.refused,
        noteNumberList: notesOf(cashIn),
        transactionID: cashIn.transactionId,
      },
    };
  }

  /** Why no note can be taken now. */
  #obstacle(): { readonly completionCode: 'deviceNotReady' | 'hardwareError'; readonly failure: Failure } | undefined {
    const { device, code, cashBox }: BillAcceptorCondition = this.#driver.condition();
    if (device === 'online') return undefined;
    const failure: Failure = { code: code ?? 'LT-3101', detail: `device ${device}, cash box ${cashBox}` };
    return { completionCode: device === 'hardwareError' ? 'hardwareError' : 'deviceNotReady', failure };
  }
}
