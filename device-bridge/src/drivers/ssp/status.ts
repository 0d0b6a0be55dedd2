import type { BillAcceptorCondition } from '../roles.ts';
import type { SspEvent } from './commands.ts';

/** What the validator says about itself in its polls. */
export interface SspHealth {
  readonly jam: boolean;
  readonly cashBoxFull: boolean;
  readonly cashBoxOut: boolean;
}

export const HEALTHY: SspHealth = { jam: false, cashBoxFull: false, cashBoxOut: false };

/**
 * Jam and full are repeated in every poll while they last. Removal of the box is latched until E4 or a slave reset,
 * because some firmware tells it only once.
 */
export function healthAfter(before: SspHealth, events: readonly SspEvent[]): SspHealth {
  const told = (name: SspEvent['event']): boolean => events.some(({ event }) => event === name);
  const out = told('cashbox-removed') || (before.cashBoxOut && !told('cashbox-replaced') && !told('slave-reset'));
  return {
    jam: told('safe-jam') || told('unsafe-jam') || told('note-path-open'),
    cashBoxFull: told('stacker-full'),
    cashBoxOut: out && !told('cashbox-replaced'),
  };
}

export function conditionOf(health: SspHealth): BillAcceptorCondition {
  const cashBox = health.cashBoxOut ? 'removed' : health.cashBoxFull ? 'full' : 'ok';
  if (health.jam) return { device: 'hardwareError', code: 'LT-3103', cashBox };
  if (health.cashBoxOut) return { device: 'userError', code: 'LT-3105', cashBox };
  if (health.cashBoxFull) return { device: 'userError', code: 'LT-3104', cashBox };
  return { device: 'online', cashBox };
}
