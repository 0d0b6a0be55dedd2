import type { NoteState, RefusalReason } from '../bill-acceptor/note-path.ts';
import type { BillAcceptorCondition } from '../roles.ts';
import { STATE, type CcnetBillTable } from './commands.ts';

/** What an answer to POLL says of the note inside. */
export function noteStateOf(answer: Uint8Array, table: CcnetBillTable): NoteState {
  const [state = 0, detail = 0] = answer;
  const denominationFen = table.get(detail)?.denominationFen;
  switch (state) {
    case STATE.idling:
    case STATE.disabled:
      return { state: 'ready' };
    case STATE.accepting:
      return { state: 'reading' };
    case STATE.escrow:
      return { state: 'escrow', denominationFen };
    case STATE.holding:
      return { state: 'escrow', denominationFen: undefined };
    case STATE.stacking:
      return { state: 'stacking' };
    case STATE.stacked:
      return { state: 'stacked', denominationFen };
    case STATE.rejecting:
      return { state: 'rejecting', reason: refusalReason(detail) };
    case STATE.returning:
      return { state: 'returning' };
    case STATE.returned:
      return { state: 'returned' };
    case STATE.powerUp:
      return { state: 'powered-up', note: 'none' };
    case STATE.powerUpNoteInValidator:
      return { state: 'powered-up', note: 'in-acceptor' };
    case STATE.powerUpNoteInStacker:
      return { state: 'powered-up', note: 'in-stacker' };
    default:
      return { state: 'busy' };
  }
}

export function conditionOf(state: number): BillAcceptorCondition {
  switch (state) {
    case STATE.cassetteFull:
      return { device: 'userError', code: 'LT-3104', cashBox: 'full' };
    case STATE.cassetteOut:
      return { device: 'userError', code: 'LT-3105', cashBox: 'removed' };
    case STATE.validatorJammed:
    case STATE.cassetteJammed:
    case STATE.failure:
      return { device: 'hardwareError', code: 'LT-3103', cashBox: 'ok' };
    default:
      return { device: 'online', cashBox: 'ok' };
  }
}

function refusalReason(code: number): RefusalReason {
  if (code === 0x68) return 'inhibited';
  // Insertion, a note left in the head, several at once, conveying, capacity, operation.
  if ([0x60, 0x62, 0x63, 0x64, 0x69, 0x6a].includes(code)) return 'transport';
  return 'invalidBill';
}
