import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '@louting/common/clock';
import type { FailPoints } from '@louting/common/fail-points';
import { fen, type Fen } from '@louting/common/money';
import { failed, ok } from '@louting/common/result';
import { currenciesOf, fenOf } from '@louting/device-bridge/protocol/cash-dispenser';
import type { ServiceLink } from './bridge-link.ts';
import type { ChangeDispenserPort } from './device-ports.ts';

/** How long `statusOf` goes on asking while the device cannot tell yet. */
const STATUS_WAIT_MS = 20_000;
const STATUS_RETRY_MS = 250;

/** One payout is one XFS transaction, ordered once: after any failure the bridge is asked how much was paid. */
export function createChangeDispenserPort(
  link: ServiceLink,
  clock: Clock,
  failPoints: FailPoints,
  statusWaitMs = STATUS_WAIT_MS,
): ChangeDispenserPort {
  const wanted = (amount: Fen) => ({ denomination: { service: { currencies: currenciesOf(amount) } } });
  return {
    canPay: async (amount) => (await link.command('CashDispenser.Denominate', { request: wanted(amount) })).ok,

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
