import type { NoteState } from '../bill-acceptor/note-path.ts';
import type { BillAcceptorCondition } from '../roles.ts';
import type { EbdsStatus } from './messages.ts';

const STATE = {
  idling: 0x01,
  accepting: 0x02,
  escrowed: 0x04,
  stacking: 0x08,
  stacked: 0x10,
  returning: 0x20,
  returned: 0x40,
} as const;
const CONDITION = { cheated: 0x01, rejected: 0x02, jammed: 0x04, full: 0x08, cassettePresent: 0x10 } as const;
const EXCEPTION = { powerUp: 0x01, failure: 0x04 } as const;

export interface EbdsReading {
  readonly note: NoteState;
  readonly condition: BillAcceptorCondition;
  readonly cheated: boolean;
  readonly poweringUp: boolean;
}

/** Several bits may be set at once; an outcome goes before a state. */
export function read({ bytes, note }: EbdsStatus): EbdsReading {
  const [state = 0, condition = 0, exception = 0] = bytes;
  return {
    note: noteStateOf(state, condition, exception, note?.currency === 'CNY' ? note.denominationFen : undefined),
    condition: conditionOf(condition, exception),
    cheated: (condition & CONDITION.cheated) !== 0,
    poweringUp: (exception & EXCEPTION.powerUp) !== 0,
  };
}

function noteStateOf(
  state: number,
  condition: number,
  exception: number,
  denominationFen: number | undefined,
): NoteState {
  if (state & STATE.stacked) return { state: 'stacked', denominationFen };
  if (state & STATE.returned) return { state: 'returned' };
  if (condition & CONDITION.rejected) return { state: 'rejecting', reason: 'invalidBill' };
  if (state & STATE.stacking) return { state: 'stacking' };
  if (state & STATE.returning) return { state: 'returning' };
  if (state & STATE.escrowed) return { state: 'escrow', denominationFen };
  if (state & STATE.accepting) return { state: 'reading' };
  if (state & STATE.idling) return { state: 'ready' };
  // All seven bits clear: disabled by us, or out of service and then for a reason.
  return condition === CONDITION.cassettePresent && exception === 0 ? { state: 'ready' } : { state: 'busy' };
}

function conditionOf(condition: number, exception: number): BillAcceptorCondition {
  if (condition & CONDITION.jammed) return { device: 'hardwareError', code: 'LT-3103', cashBox: 'ok' };
  if (!(condition & CONDITION.cassettePresent)) return { device: 'userError', code: 'LT-3105', cashBox: 'removed' };
  if (condition & CONDITION.full) return { device: 'userError', code: 'LT-3104', cashBox: 'full' };
  if (exception & EXCEPTION.failure) return { device: 'hardwareError', code: 'LT-3103', cashBox: 'ok' };
  return { device: 'online', cashBox: 'ok' };
}
