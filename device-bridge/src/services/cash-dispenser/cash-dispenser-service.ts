import type { Failure } from '@louting/common/result';
import type { CoinDispenserDriver } from '../../drivers/roles.ts';
import type { Payout } from '../../journal/payout.ts';
import { currenciesOf, fenOf } from '../../protocol/cash-dispenser.ts';
import type { XfsStatus } from '../../protocol/common.ts';
import { commonCapabilities, commonStatus, tellErrors } from '../device-information.ts';
import { driverFailed, Unsolicited, type CommandContext, type Completion, type XfsService } from '../xfs-service.ts';
import { mixOf } from './mix.ts';
import { PayoutSession, type PayoutSessionDependencies } from './payout-session.ts';

/** A store of change: one transaction is one payout, whose id is made and kept by whoever owes the money. */
export function createCashDispenserService(name: string, dependencies: PayoutSessionDependencies): XfsService {
  return new CashDispenserService(name, dependencies);
}

class CashDispenserService implements XfsService {
  readonly name: string;
  readonly interfaces = ['CashDispenser', 'CashManagement'] as const;
  readonly #driver: CoinDispenserDriver;
  readonly #session: PayoutSession;
  readonly #unsolicited = new Unsolicited();

  constructor(name: string, dependencies: PayoutSessionDependencies) {
    this.name = name;
    this.#driver = dependencies.driver;
    this.#session = new PayoutSession(dependencies);
    tellErrors(this.#driver, this.#unsolicited);
    this.#driver.onCondition(() => this.#unsolicited.send('Common.StatusChangedEvent', this.status()));
  }

  onUnsolicited = this.#unsolicited.on;

  status(): XfsStatus {
    const condition = this.#driver.condition();
    const dispenser = condition.device !== 'online' ? 'stop' : condition.code ? 'attention' : 'ok';
    return {
      common: commonStatus(condition),
      cashDispenser: { intermediateStacker: 'empty' },
      cashManagement: { dispenser },
    };
  }

  capabilities(): ReturnType<XfsService['capabilities']> {
    return {
      common: commonCapabilities(this.#driver.identity()),
      cashDispenser: {
        type: 'selfServiceCoin',
        maxDispenseItems: 255,
        shutterControl: false,
        intermediateStacker: false,
        itemsTakenSensor: false,
        positions: { front: true },
      },
      cashManagement: { cashBox: true },
    };
  }

  readonly handlers: XfsService['handlers'] = {
    'CashDispenser.Denominate': ({ request }) => {
      const amountFen = fenOf(request.denomination.service.currencies);
      if (amountFen === undefined) return invalidCurrency();
      const mix = this.#driver.condition().device === 'online' ? mixOf(amountFen, this.#driver.units()) : undefined;
      return mix ? { payload: { result: { currencies: currenciesOf(amountFen) } } } : notDispensable();
    },
    'CashDispenser.Dispense': ({ denomination }, context) =>
      this.#dispense(denomination.denomination.service.currencies, context),
    'CashDispenser.Present': () => ({
      completionCode: 'commandErrorCode',
      payload: { errorCode: 'noItems' },
      failure: { code: 'LT-3905', detail: 'what is paid is presented at once' },
    }),
    'CashDispenser.GetPresentStatus': ({ transactionID }) => this.#presentStatus(transactionID ?? undefined),
    'CashManagement.Reset': async () => {
      const done = await this.#driver.reset();
      return done.ok ? {} : driverFailed(done.error);
    },
  };

  async #dispense(
    currencies: Readonly<Record<string, number>>,
    context: CommandContext,
  ): Promise<Completion<'CashDispenser.Dispense'>> {
    const { transactionId } = context;
    const amountFen = fenOf(currencies);
    if (amountFen === undefined || amountFen === 0) return invalidCurrency();
    // Whoever cannot name the payout could not ask for it after a crash either.
    if (transactionId === undefined) {
      return { completionCode: 'sequenceError', failure: { code: 'LT-9001', detail: 'no transaction is active' } };
    }
    if (this.#session.find(transactionId)) {
      return { completionCode: 'invalidData', failure: { code: 'LT-9001', detail: 'transaction id was used before' } };
    }
    const paid = await this.#session.pay(transactionId, amountFen, () =>
      context.event('CashDispenser.StartDispenseEvent', {}),
    );
    if (!paid.ok) return paid.error.code === 'LT-3123' ? notDispensable() : driverFailed(paid.error);
    const { paidFen } = paid.value;
    const denomination = { currencies: currenciesOf(paidFen) };
    if (paidFen === amountFen) return { payload: { denomination } };
    context.event('CashDispenser.IncompleteDispenseEvent', denomination);
    return {
      completionCode: 'commandErrorCode',
      payload: { errorCode: 'cashUnitError', denomination },
      failure: { code: 'LT-3123' },
    };
  }

  #presentStatus(transactionId: string | undefined): Completion<'CashDispenser.GetPresentStatus'> {
    const payout = this.#session.find(transactionId);
    if (!payout) return { payload: {} };
    if (!payout.ended) {
      const { device, code } = this.#driver.condition();
      if (this.#session.busy || (device !== 'noDevice' && code !== 'LT-3901')) {
        return { completionCode: 'deviceNotReady', failure: { code: 'LT-3122', detail: 'payout is not settled' } };
      }
      // Nobody is to wait for it: it is asked as soon as it is back.
      if (device === 'noDevice') {
        return { completionCode: 'hardwareError', failure: { code: 'LT-3901', detail: 'payout device is silent' } };
      }
      this.#session.giveUp(payout.payoutId);
      return this.#presentStatus(payout.payoutId);
    }
    return {
      payload: {
        presentState: stateOf(payout),
        denomination: { currencies: currenciesOf(payout.paidFen) },
        transactionID: payout.payoutId,
        ...(payout.doubtFen > 0 && { inDoubt: currenciesOf(payout.doubtFen) }),
      },
    };
  }
}

function stateOf({ paidFen, doubtFen }: Payout): 'presented' | 'notPresented' | 'unknown' {
  if (doubtFen > 0) return 'unknown';
  return paidFen > 0 ? 'presented' : 'notPresented';
}

function invalidCurrency(): {
  readonly completionCode: 'commandErrorCode';
  readonly payload: { readonly errorCode: 'invalidCurrency' };
  readonly failure: Failure;
} {
  return {
    completionCode: 'commandErrorCode',
    payload: { errorCode: 'invalidCurrency' },
    failure: { code: 'LT-9001', detail: 'change is whole fen of CNY' },
  };
}

function notDispensable(): {
  readonly completionCode: 'commandErrorCode';
  readonly payload: { readonly errorCode: 'notDispensable' };
  readonly failure: Failure;
} {
  return { completionCode: 'commandErrorCode', payload: { errorCode: 'notDispensable' }, failure: { code: 'LT-3123' } };
}
