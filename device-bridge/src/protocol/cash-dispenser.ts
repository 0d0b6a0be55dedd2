import { z } from 'zod';
import { command, event, NoPayload } from './message.ts';

/** XFS money: decimal main units by currency. */
const Currencies = z.record(z.string().length(3), z.number().nonnegative());
const Denomination = z.object({
  currencies: Currencies.nullish(),
  /** Items by unit. */
  values: z.record(z.string(), z.number().int()).nullish(),
});
const Wanted = z.object({
  denomination: z.object({ service: z.object({ currencies: Currencies, mix: z.string().nullish() }) }),
});
const Position = z.literal('outDefault').nullish();
const DispenseErrors = z.enum(['invalidCurrency', 'cashUnitError', 'notDispensable', 'tooManyItems']);

export const cashDispenserCommands = {
  'CashDispenser.Denominate': command(
    '3.0',
    z.object({ request: Wanted }),
    '3.0',
    z.object({ errorCode: DispenseErrors.nullish(), result: Denomination.nullish() }),
  ),
  /** Pays to the tray at once: there is nothing between a hopper and the hand. Its id is the transaction's. */
  'CashDispenser.Dispense': command(
    '3.0',
    z.object({ denomination: Wanted, position: Position }),
    '3.0',
    z.object({ errorCode: DispenseErrors.nullish(), denomination: Denomination.nullish() }),
  ),
  'CashDispenser.Present': command(
    '2.0',
    z.object({ position: Position }),
    '2.0',
    z.object({ errorCode: z.enum(['noItems']).nullish() }),
  ),
  'CashDispenser.GetPresentStatus': command(
    '2.0',
    z.object({
      position: Position,
      /** Outside the standard: ask for an earlier payout. Absent: the last one. */
      transactionID: z.string().nullish(),
    }),
    '3.0',
    z.object({
      /** Absent when no such payout was ever begun; `unknown`: some of it cannot be told, see `inDoubt`. */
      presentState: z.enum(['presented', 'notPresented', 'unknown']).nullish(),
      /** What was surely paid. */
      denomination: Denomination.nullish(),
      /** Outside the standard. */
      transactionID: z.string().nullish(),
      inDoubt: Currencies.nullish(),
    }),
  ),
};

export const cashDispenserEvents = {
  'CashDispenser.StartDispenseEvent': event('event', '2.0', NoPayload),
  'CashDispenser.IncompleteDispenseEvent': event('event', '3.0', Denomination),
};

const CURRENCY = 'CNY';

export function currenciesOf(fen: number): Record<string, number> {
  return { [CURRENCY]: fen / 100 };
}

/** In fen; undefined when another currency, or part of a fen, is asked for. */
export function fenOf(currencies: Readonly<Record<string, number>> | null | undefined): number | undefined {
  const entries = Object.entries(currencies ?? {});
  const [[currency, yuan] = ['', 0]] = entries;
  const fen = Math.round(yuan * 100);
  const exact = Math.abs(fen - yuan * 100) < 1e-6;
  return entries.length === 1 && currency === CURRENCY && exact ? fen : undefined;
}
