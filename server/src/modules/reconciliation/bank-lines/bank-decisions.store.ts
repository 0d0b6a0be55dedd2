import { failed, ok, type Result } from '@louting/common/result';
import type { Transaction } from 'kysely';
import type { Database } from '../../../storage/database.ts';
import { bookArrival, type BankMatchEntity, bookMatch, paysNothing, undoMatch } from './bank-booking.store.ts';
import { openBillsOf } from './households.store.ts';
import { oldestFirst } from '../matching/amount-plan.ts';
import type { ReconciliationContext } from '../reconciliation-context.ts';

export interface Proposal {
  readonly lineId: string;
  readonly roomId: string;
  /** Empty: all that is open, the oldest first. */
  readonly billIds: readonly string[];
  readonly restToPrepayment: boolean;
  readonly note: string;
}

/**
 * One person says what a line pays; it waits for another.
 * @param by staff id
 * @returns the match's id; LT-2728 no such line, LT-2729 the line is explained or proposed already,
 * LT-2731 the room owes nothing and the rest is not to be kept
 */
export async function proposeMatch(
  tx: Transaction<Database>,
  context: ReconciliationContext,
  proposal: Proposal,
  by: string,
): Promise<Result<string>> {
  const line = await tx.selectFrom('bank_line').selectAll().where('line_id', '=', proposal.lineId).executeTakeFirst();
  const room = await tx
    .selectFrom('room')
    .select(['room_id', 'community_id'])
    .where('room_id', '=', proposal.roomId)
    .executeTakeFirst();
  if (!line || room?.community_id !== line.community_id) return failed('LT-2728');
  if ((line.state !== 'WAITING' && line.state !== 'SUGGESTED') || line.amount_fen < 0) return failed('LT-2729');
  const open = await openBillsOf(tx, line.community_id, proposal.roomId);
  const chosen = proposal.billIds.length === 0 ? open : open.filter(({ billId }) => proposal.billIds.includes(billId));
  const { parts, restFen } = oldestFirst(line.amount_fen, chosen);
  const meant = {
    parts: JSON.stringify(parts),
    rest_fen: restFen,
    rest_room_id: proposal.restToPrepayment && restFen > 0 ? proposal.roomId : null,
  };
  if (paysNothing(meant)) return failed('LT-2731', 'nothing is open, and the rest is not to be kept');
  await bookArrival(tx, context, line);
  await tx.deleteFrom('bank_match').where('line_id', '=', line.line_id).where('state', '=', 'SUGGESTED').execute();
  const matchId = context.newId();
  await tx
    .insertInto('bank_match')
    .values({
      match_id: matchId,
      line_id: line.line_id,
      state: 'PROPOSED',
      made_by: by,
      made_at: context.clock.now(),
      score_permille: 0,
      reasons: '[]',
      rooms: JSON.stringify([proposal.roomId]),
      ...meant,
      fee_name: '',
      fee_fen: 0,
      note: proposal.note,
      decided_by: null,
      decided_at: null,
      entry_id: null,
      undo_entry_id: null,
      undone_by: null,
      undone_at: null,
      undo_reason: '',
    })
    .execute();
  await tx.updateTable('bank_line').set({ state: 'PROPOSED' }).where('line_id', '=', line.line_id).execute();
  return ok(matchId);
}

export type MatchStep =
  | { readonly action: 'confirm'; readonly restToPrepayment: boolean }
  | { readonly action: 'reject'; readonly note: string }
  | { readonly action: 'undo'; readonly note: string };

/**
 * A person decides on a suggestion of the machine, on another person's proposal, or takes a booked match back.
 * @param by staff id
 * @returns LT-2732 decided already, LT-2730 one's own proposal, LT-2729, LT-2731 as `bookMatch`, LT-2736 as `undoMatch`
 */
export async function decideMatch(
  tx: Transaction<Database>,
  context: ReconciliationContext,
  matchId: string,
  step: MatchStep,
  by: string,
): Promise<Result<undefined>> {
  const match = await tx.selectFrom('bank_match').selectAll().where('match_id', '=', matchId).executeTakeFirst();
  if (!match) return failed('LT-2732');
  if (step.action === 'undo') return undoMatch(tx, context, match, { by, reason: step.note });
  if (match.state !== 'SUGGESTED' && match.state !== 'PROPOSED') return failed('LT-2732');
  const decided = { decided_by: by, decided_at: context.clock.now() };
  if (step.action === 'reject') {
    await tx
      .updateTable('bank_match')
      .set({ state: 'REJECTED', note: step.note === '' ? match.note : step.note, ...decided })
      .where('match_id', '=', matchId)
      .execute();
    await tx.updateTable('bank_line').set({ state: 'WAITING' }).where('line_id', '=', match.line_id).execute();
    return ok();
  }
  if (match.state === 'PROPOSED' && match.made_by === by) return failed('LT-2730');
  const line = await tx.selectFrom('bank_line').selectAll().where('line_id', '=', match.line_id).executeTakeFirst();
  if (!line) return failed('LT-2728');
  const confirmed = { ...match, ...decided, rest_room_id: restRoomOf(match, step.restToPrepayment) };
  return bookMatch(tx, context, line, confirmed);
}

/** A proposal says itself where its rest goes; of a suggestion the person who confirms it does. */
function restRoomOf(match: BankMatchEntity, restToPrepayment: boolean): string | null {
  if (match.state === 'PROPOSED') return match.rest_room_id;
  const [room] = JSON.parse(match.rooms) as string[];
  return restToPrepayment && match.rest_fen > 0 ? (room ?? null) : null;
}
