import type { BillAcceptorDriver } from '../../drivers/roles.ts';
import { isOpen } from '../../journal/cash-in.ts';
import type { CashJournal } from '../../journal/cash-journal.ts';
import { coinType, noteType, type XfsNoteCounts } from '../../protocol/cash.ts';
import type { CommandPayload } from '../../protocol/profile.ts';
import type { XfsStorageUnit } from '../../protocol/storage.ts';
import type { Completion, Unsolicited, XfsService } from '../xfs-service.ts';
import type { CashInSession } from './cash-in-session.ts';

export const STORAGE_UNIT = 'unit1';

export interface CashBoxDependencies {
  readonly device: string;
  readonly driver: BillAcceptorDriver;
  readonly journal: CashJournal;
  readonly session: CashInSession;
  readonly unsolicited: Unsolicited;
}

/** The box behind the acceptor as XFS storage: its counts come from the journal, so they survive every restart. */
export class CashBox {
  readonly #dependencies: CashBoxDependencies;
  #exchange = false;
  #told: Pick<XfsStorageUnit, 'status'> & { readonly fill: string | undefined };

  constructor(dependencies: CashBoxDependencies) {
    this.#dependencies = dependencies;
    this.#told = this.#state();
    dependencies.driver.onCondition(() => this.#tellState());
    dependencies.session.onNews((news) => {
      if (news.news === 'coin' || (news.news === 'closed' && news.cashIn.phase === 'stacked'))
        this.#tell('Storage.CountsChangedEvent');
    });
  }

  /** Staff are at the storage: no cash command meanwhile. */
  get exchange(): 'active' | 'inactive' {
    return this.#exchange ? 'active' : 'inactive';
  }

  get unit(): XfsStorageUnit {
    const { device, driver, journal } = this.#dependencies;
    const content = journal.inBox(device);
    const named: XfsNoteCounts = Object.fromEntries([
      ...[...content.notes].map(([fen, fit]) => [noteType(fen), { fit }]),
      ...[...content.coins].map(([fen, fit]) => [coinType(fen), { fit }]),
    ]);
    const deposited = Object.assign(named, content.unnamed > 0 && { unrecognized: content.unnamed });
    const { status, fill } = this.#state();
    return {
      id: device,
      positionName: 'cash box',
      status,
      cash: {
        capabilities: {
          types: { cashIn: true },
          hardwareSensors: true,
          cashItems: driver.denominations().map(noteType),
        },
        configuration: { types: { cashIn: true }, currency: 'CNY', cashItems: driver.denominations().map(noteType) },
        status: {
          initial: {},
          in: { deposited },
          accuracy: content.isCertain ? 'accurate' : 'inaccurate',
          replenishmentStatus:
            fill ?? (content.notes.size + content.coins.size + content.unnamed === 0 ? 'empty' : 'ok'),
        },
      },
    };
  }

  readonly handlers = {
    'Storage.GetStorage': () => ({ payload: { storage: { [STORAGE_UNIT]: this.unit } } }),
    'Storage.StartExchange': () => this.#startExchange(),
    'Storage.SetStorage': (payload) => this.#setStorage(payload),
    'Storage.EndExchange': () => this.#endExchange(),
  } as const satisfies XfsService['handlers'];

  #startExchange(): Completion<'Storage.StartExchange'> {
    const errorCode = this.#exchange
      ? 'exchangeActive'
      : isOpen(this.#dependencies.session.last)
        ? 'transactionActive'
        : undefined;
    if (errorCode) return { completionCode: 'commandErrorCode', payload: { errorCode }, failure: { code: 'LT-3109' } };
    this.#setExchange(true);
    return {};
  }

  #endExchange(): Completion<'Storage.EndExchange'> {
    if (!this.#exchange) return noExchangeActive();
    this.#setExchange(false);
    return {};
  }

  /** A box comes back empty: what is taken out of it is counted by staff, and by the server. */
  #setStorage({ storage }: CommandPayload<'Storage.SetStorage'>): Completion<'Storage.SetStorage'> {
    if (!this.#exchange) return noExchangeActive();
    if (Object.keys(storage).some((unit) => unit !== STORAGE_UNIT)) {
      return {
        completionCode: 'commandErrorCode',
        payload: { errorCode: 'invalidUnit' },
        failure: { code: 'LT-9001' },
      };
    }
    const initial = storage[STORAGE_UNIT]?.cash?.status?.initial;
    if (!initial) return {};
    if (Object.values(initial).some(holdsNotes)) {
      return { completionCode: 'unsupportedData', failure: { code: 'LT-3905', detail: 'a box starts empty' } };
    }
    const { journal, device } = this.#dependencies;
    journal.append({ device, record: 'EMPTIED' });
    this.#tell('Storage.CountsChangedEvent');
    return {};
  }

  #setExchange(active: boolean): void {
    this.#exchange = active;
    const common = { device: this.#dependencies.driver.condition().device, exchange: this.exchange };
    this.#dependencies.unsolicited.send('Common.StatusChangedEvent', { common });
  }

  #state(): { readonly status: NonNullable<XfsStorageUnit['status']>; readonly fill: 'full' | undefined } {
    const { cashBox } = this.#dependencies.driver.condition();
    return { status: cashBox === 'removed' ? 'missing' : 'ok', fill: cashBox === 'full' ? 'full' : undefined };
  }

  #tellState(): void {
    const before = this.#told;
    this.#told = this.#state();
    if (before.status !== this.#told.status) this.#tell('Storage.StorageChangedEvent');
    if (before.fill !== this.#told.fill) this.#tell('Storage.StorageThresholdEvent');
  }

  #tell(name: 'Storage.CountsChangedEvent' | 'Storage.StorageChangedEvent' | 'Storage.StorageThresholdEvent'): void {
    this.#dependencies.unsolicited.send(name, { [STORAGE_UNIT]: this.unit });
  }
}

function noExchangeActive() {
  return {
    completionCode: 'commandErrorCode',
    payload: { errorCode: 'noExchangeActive' },
    failure: { code: 'LT-3109' },
  } as const;
}

function holdsNotes(count: unknown): boolean {
  if (typeof count === 'number') return count > 0;
  return typeof count === 'object' && count !== null && Object.values(count).some((many) => Number(many) > 0);
}
