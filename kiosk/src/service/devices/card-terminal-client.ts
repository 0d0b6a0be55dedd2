import type { FailPoints } from '@louting/common/fail-points';
import { isFailureCode, type FailureCode } from '@louting/common/failure-codes';
import { fen } from '@louting/common/money';
import { failed, ok, type Result } from '@louting/common/result';
import type { SaleResultPayload } from '@louting/device-bridge/protocol/payment-terminal';
import type { EventPayload } from '@louting/device-bridge/protocol/profile';
import { SlipNumberSchema } from '@louting/server/contract/bank-card-api';
import type { CardSaleOutcome, CardTerminalPort, SaleStageNews } from './card-terminal-port.ts';
import type { ServiceLink } from './bridge-link.ts';
import { comesBack } from './comes-back.ts';
import { keepFittedReport } from './fitted-port.ts';

/** Of a settlement: the terminal is away or said no, or was only asked the plain question. */
const NOT_SETTLED: ReadonlySet<FailureCode> = new Set(['LT-3501', 'LT-3510', 'LT-3905']);

/** A bank-card terminal, over the bridge's own service for it. A sale is sent once; its status is asked as often as needed. */
export function createCardTerminalPort(link: ServiceLink, failPoints: FailPoints): CardTerminalPort {
  const listeners = new Set<(news: SaleStageNews) => void>();
  const kept = keepFittedReport('payment-terminal', 'LT-3501', link);
  return {
    ...kept,
    // Never its totals: some terminals close their day when they are asked for them.
    test: () =>
      comesBack(kept, async () => {
        const reset = await link.command('PaymentTerminal.Reset', {});
        return reset.ok ? ok() : failed(reset.error.code, reset.error.detail);
      }),
    onStage: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    sell: async (saleId, amountFen, signal) => {
      failPoints.hit('xfs.card-sale.before');
      const sold = await link.command(
        'PaymentTerminal.Sale',
        { saleId, amountFen },
        {
          signal,
          onEvent: (name, payload) => {
            if (name !== 'PaymentTerminal.SaleStageEvent') return;
            for (const listener of listeners) listener(payload as EventPayload<'PaymentTerminal.SaleStageEvent'>);
          },
        },
      );
      failPoints.hit('xfs.card-sale.after');
      return sold.ok ? outcomeOf(sold.value) : failed(sold.error.code, sold.error.detail);
    },
    statusOf: async (saleId) => {
      const asked = await link.command('PaymentTerminal.GetSaleStatus', { saleId });
      return asked.ok ? outcomeOf(asked.value) : failed(asked.error.code, asked.error.detail);
    },
    totals: async (settle) => {
      const asked = await link.command('PaymentTerminal.GetTotals', { settle });
      if (!asked.ok) {
        const { code, detail, completionCode } = asked.error;
        // A day that may be closed is not closed again: whatever is not known not to have been asked, was.
        const wasNotAsked = NOT_SETTLED.has(code) || completionCode === 'deviceNotReady';
        return settle && !wasNotAsked ? failed('LT-2103', code) : failed(code, detail);
      }
      const { amountFen, sales, reversals } = asked.value;
      if (typeof amountFen !== 'number') return failed('LT-3902', 'totals without their sum');
      const batch = slipNumber(asked.value.batch);
      return ok({
        outcome: 'told',
        netFen: amountFen,
        ...(sales && { sales }),
        ...(reversals && { reversals }),
        ...(batch && { batch }),
      });
    },
    reverse: async (saleId) => {
      const reversed = await link.command('PaymentTerminal.Reverse', { saleId });
      if (!reversed.ok) return failed(reversed.error.code, reversed.error.detail);
      return reversed.value.outcome === 'reversed' ? ok() : failed('LT-2103', reversed.value.outcome);
    },
  };
}

function outcomeOf(result: SaleResultPayload): Result<CardSaleOutcome> {
  switch (result.outcome) {
    case 'approved': {
      const { amountFen, reference, terminalId, paidAt, authorisation, cardMasked } = result;
      const batch = slipNumber(result.batch);
      const trace = slipNumber(result.terminalTransaction);
      if (!amountFen || !reference || !paidAt) return failed('LT-3902', 'an approval without its facts');
      return ok({
        outcome: 'approved',
        amountFen: fen(amountFen),
        reference,
        terminalId: terminalId ?? '',
        paidAt,
        ...(authorisation ? { authorisation } : {}),
        ...(batch ? { batch } : {}),
        ...(trace ? { trace } : {}),
        ...(cardMasked ? { cardMasked } : {}),
      });
    }
    case 'declined':
      return ok({ outcome: 'declined', code: codeOf(result.declineCode) });
    case 'reversed':
      return ok({ outcome: 'declined', code: 'LT-3508' });
    case 'open':
      return failed('LT-2103');
    default:
      return ok({ outcome: 'absent' });
  }
}

function codeOf(code: string | null | undefined): FailureCode {
  return code && isFailureCode(code) ? code : 'LT-3502';
}

/** A number that is not of the form is left out: the money is what must be told. */
function slipNumber(text: string | null | undefined): string | undefined {
  return SlipNumberSchema.safeParse(text).data;
}
