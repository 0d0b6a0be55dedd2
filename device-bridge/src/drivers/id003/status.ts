import type { NoteState, RefusalReason } from '../bill-acceptor/note-path.ts';
import type { BillAcceptorCondition } from '../roles.ts';
import type { Id003Frame } from './codec.ts';
import { STATUS, type Id003Currencies } from './commands.ts';

/** What a status says of the note inside. */
export function noteStateOf({ code, data }: Id003Frame, currencies: Id003Currencies): NoteState {
  switch (code) {
    case STATUS.idling:
    case STATUS.inhibited:
      return { state: 'ready' };
    case STATUS.accepting:
      return { state: 'reading' };
    case STATUS.escrow:
      return { state: 'escrow', denominationFen: currencies.get(data[0] ?? 0)?.denominationFen };
    case STATUS.holding:
      return { state: 'escrow', denominationFen: undefined };
    case STATUS.stacking:
      return { state: 'stacking' };
    case STATUS.vendValid:
    case STATUS.stacked:
      return { state: 'stacked', denominationFen: undefined };
    case STATUS.rejecting:
      return { state: 'rejecting', reason: refusalReason(data[0]) };
    case STATUS.returning:
      return { state: 'returning' };
    case STATUS.powerUp:
      return { state: 'powered-up', note: 'none' };
    case STATUS.powerUpNoteInAcceptor:
      return { state: 'powered-up', note: 'in-acceptor' };
    case STATUS.powerUpNoteInStacker:
      return { state: 'powered-up', note: 'in-stacker' };
    default:
      return { state: 'busy' };
  }
}

export function conditionOf(code: number): BillAcceptorCondition {
  switch (code) {
    case STATUS.stackerFull:
      return { device: 'userError', code: 'LT-3104', cashBox: 'full' };
    case STATUS.stackerOpen:
      return { device: 'userError', code: 'LT-3105', cashBox: 'removed' };
    case STATUS.jamInAcceptor:
    case STATUS.jamInStacker:
    case STATUS.failure:
      return { device: 'hardwareError', code: 'LT-3103', cashBox: 'ok' };
    default:
      return { device: 'online', cashBox: 'ok' };
  }
}

function refusalReason(code: number | undefined): RefusalReason {
  // Inhibited denomination or direction, or no answer to an escrow.
  if (code === 0x79) return 'inhibited';
  // Insertion, residual notes, conveying, operation, two notes at once.
  if (code !== undefined && [0x71, 0x73, 0x75, 0x7b, 0x7c, 0x98].includes(code)) return 'transport';
  return 'invalidBill';
}
