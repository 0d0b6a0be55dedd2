import { setTimeout as delay } from 'node:timers/promises';
import { failed, ok, type Failure, type Result } from '@louting/common/result';
import type { Logger } from 'pino';
import type { CardSale, CardTerminalDriver } from '../../drivers/card-terminal/role.ts';
import { patience } from '../../drivers/patience.ts';
import type { CardSaleJournal, JournaledSale } from '../../journal/card-sale-journal.ts';
import type { CompletionCode } from '../../protocol/envelope.ts';
import type { SaleResultPayload } from '../../protocol/payment-terminal.ts';
import { commonCapabilities, commonStatus, tellErrors } from '../device-information.ts';
import { driverFailed, Unsolicited, type CommandContext, type XfsService } from '../xfs-service.ts';

export interface PaymentTerminalParts {
  readonly driver: CardTerminalDriver;
  readonly journal: CardSaleJournal;
  readonly logger: Logger;
}

/** Of the wait for a lost outcome: how much of it passes between two questions. */
const QUESTIONS = 40;

/** What the three commands about one sale complete with. */
interface SaleAnswer {
  readonly completionCode?: CompletionCode;
  readonly failure?: Failure;
  readonly payload?: SaleResultPayload;
}

/**
 * A bank-card terminal: a service outside the standard, in its envelope. A sale goes out once, after it was written
 * down; whatever is lost on the way is asked for by status, also of a sale that an earlier run of this process left open.
 */
export function createPaymentTerminalService(
  name: string,
  { driver, journal, logger }: PaymentTerminalParts,
  patienceMs: number,
): XfsService {
  const unsolicited = new Unsolicited();
  const status = (): { common: ReturnType<typeof commonStatus> } => ({ common: commonStatus(driver.condition()) });
  tellErrors(driver, unsolicited);
  driver.onCondition(() => unsolicited.send('Common.StatusChangedEvent', status()));

  /** The sale with its end, when that can be learnt in time. */
  const resolved = async (sale: JournaledSale, waitMs: number): Promise<Result<JournaledSale>> => {
    let isOver = waitMs === 0;
    const endWait = patience(waitMs, () => (isOver = true));
    try {
      return await learnt(sale, () => isOver);
    } finally {
      endWait();
    }
  };

  const learnt = async (sale: JournaledSale, isOver: () => boolean): Promise<Result<JournaledSale>> => {
    for (;;) {
      const told = await driver.status(sale, sale.mark);
      if (told.ok) {
        journal.ended(name, sale.saleId, told.value);
        logger.warn({ saleId: sale.saleId, end: told.value.end }, 'sale of unknown outcome found out');
        return ok(found(sale.saleId));
      }
      if (isOver()) return failed('LT-2103', told.error.detail);
      await delay(patienceMs / QUESTIONS);
    }
  };

  const found = (saleId: string): JournaledSale => {
    const sale = journal.find(name, saleId);
    if (!sale) throw new Error('the journal does not hold what was written');
    return sale;
  };

  const answer = async (sale: JournaledSale): Promise<SaleAnswer> => {
    if (sale.phase !== 'open') return { payload: resultOf(sale) };
    const known = await resolved(sale, patienceMs);
    return known.ok ? { payload: resultOf(known.value) } : unknown(known.error);
  };

  const sell = async (sale: CardSale, context: CommandContext): Promise<SaleAnswer> => {
    const known = journal.find(name, sale.saleId);
    if (known) return answer(known);
    const before = journal.open(name);
    if (before) {
      // While an outcome is open the terminal is asked nothing else: another sale would hide it.
      const cleared = await resolved(before, 0);
      if (!cleared.ok) return driverFailed({ code: 'LT-2103', detail: 'an earlier sale is open' });
    }
    if (context.signal.aborted) return { completionCode: 'canceled', failure: { code: 'LT-3904' } };
    const mark = await driver.mark(sale);
    if (!mark.ok) return driverFailed(mark.error);
    journal.sent(name, sale, mark.value);
    const end = await driver.sell(
      sale,
      mark.value,
      (stage) => context.event('PaymentTerminal.SaleStageEvent', { stage, canAbort: driver.canAbort }),
      context.signal,
    );
    if (end.ok) journal.ended(name, sale.saleId, end.value);
    else if (end.error.code === 'LT-3501') journal.ended(name, sale.saleId, { end: 'absent' });
    logger.info({ saleId: sale.saleId, end: end.ok ? end.value.end : end.error.code }, 'sale answered');
    return answer(found(sale.saleId));
  };

  const reverse = async (saleId: string): Promise<SaleAnswer> => {
    const known = journal.find(name, saleId);
    if (!known) return { payload: { outcome: 'none' } };
    const sale = known.phase === 'open' ? await resolved(known, patienceMs) : ok(known);
    if (!sale.ok) return unknown(sale.error);
    if (sale.value.phase !== 'approved') return { payload: resultOf(sale.value) };
    journal.reversalSent(name, saleId);
    const reversed = await driver.reverse(sale.value, sale.value.approved);
    if (!reversed.ok) return driverFailed(reversed.error);
    journal.reversed(name, saleId);
    return { payload: resultOf(found(saleId)) };
  };

  return {
    name,
    interfaces: ['PaymentTerminal'],
    status,
    capabilities: () => ({ common: commonCapabilities(driver.identity()) }),
    onUnsolicited: unsolicited.on,
    handlers: {
      'PaymentTerminal.Sale': (sale, context) => sell(sale, context),
      'PaymentTerminal.GetSaleStatus': ({ saleId }) => {
        const sale = journal.find(name, saleId);
        return sale ? answer(sale) : { payload: { outcome: 'none' } };
      },
      'PaymentTerminal.Reverse': ({ saleId }) => reverse(saleId),
      'PaymentTerminal.GetTotals': async ({ settle }) => {
        if (driver.totalsSettle && !settle) return driverFailed({ code: 'LT-3510' });
        const totals = await driver.totals();
        return totals.ok ? { payload: totals.value } : driverFailed(totals.error);
      },
      'PaymentTerminal.Reset': async () => {
        const done = await driver.reset();
        return done.ok ? {} : driverFailed(done.error);
      },
    },
  };
}

function resultOf(sale: JournaledSale): SaleResultPayload {
  switch (sale.phase) {
    case 'approved':
    case 'reversed':
      return { outcome: sale.phase, ...sale.approved };
    case 'declined':
      return { outcome: 'declined', declineCode: sale.code };
    default:
      return { outcome: sale.phase };
  }
}

function unknown(failure: Failure): SaleAnswer {
  return { completionCode: 'hardwareError', payload: { outcome: 'open' }, failure };
}
