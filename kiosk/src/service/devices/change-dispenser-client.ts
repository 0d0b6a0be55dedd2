import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '@louting/common/clock';
import type { FailPoints } from '@louting/common/fail-points';
import { fen, type Fen } from '@louting/common/money';
import { failed, ok } from '@louting/common/result';
import { currenciesOf, fenOf } from '@louting/device-bridge/protocol/cash-dispenser';
import type { ServiceLink } from './bridge-link.ts';
import type { ChangeDispenserPort } from './device-ports.ts';
import { keepFittedReport } from './fitted-port.ts';

/** How long `statusOf` goes on asking while the device cannot tell yet. */
const STATUS_WAIT_MS = 20_000;
const STATUS_RETRY_MS = 250;
/** What it has to be able to pay, and how long it may take to find out. */
const TEST_FEN = fen(100);
const TEST_MS = 3_000;

/** One payout is one XFS transaction, ordered once: after any failure the bridge is asked how much was paid. */
export function createChangeDispenserPort(
  link: ServiceLink,
  clock: Clock,
  failPoints: FailPoints,
  statusWaitMs = STATUS_WAIT_MS,
): ChangeDispenserPort {
  const wanted = (amount: Fen) => ({ denomination: { service: { currencies: currenciesOf(amount) } } });
  const canPay = async (amount: Fen) =>
    (await link.command('CashDispenser.Denominate', { request: wanted(amount) })).ok;
  return {
    ...keepFittedReport('change-dispenser', 'LT-3122', link),
    canPay,

    // Whoever tries it out has filled it or freed a coin: what it was believed to lack is asked for anew.
    test: async () => {
      const heard = await link.command('CashManagement.Reset', {});
      if (!heard.ok) return failed(heard.error.code, heard.error.detail);
      const until = clock.now() + TEST_MS;
      while (!(await canPay(TEST_FEN))) {
        if (clock.now() >= until) return failed('LT-3125');
        await delay(STATUS_RETRY_MS);
      }
      return ok();
    },

    pay: async (changeId, amount) => {
      const named = await link.command('Common.SetTransactionState', { state: 'active', transactionID: changeId });
      if (!named.ok) return failed(named.error.code, named.error.detail);
      failPoints.hit('xfs.dispense.before');
      const paid = await link.command('CashDispenser.Dispense', { denomination: wanted(amount) });
      failPoints.hit('xfs.dispense.after');
      return paid.ok ? ok() : failed(paid.error.code, paid.error.detail);
    },

    statusOf: async (changeId) => {
      const until = clock.now() + statusWaitMs;
      for (;;) {
        const asked = await link.command('CashDispenser.GetPresentStatus', { transactionID: changeId });
        if (asked.ok) {
          const { denomination, inDoubt } = asked.value;
          return ok({ paidFen: inFen(denomination?.currencies), doubtFen: inFen(inDoubt) });
        }
        const undecided = asked.error.completionCode === 'deviceNotReady' || asked.error.code === 'LT-3903';
        if (!undecided || clock.now() >= until) return failed(asked.error.code, asked.error.detail);
        await delay(STATUS_RETRY_MS);
      }
    },
  };
}

function inFen(currencies: Readonly<Record<string, number>> | null | undefined): Fen {
  return fen(fenOf(currencies) ?? 0);
}
