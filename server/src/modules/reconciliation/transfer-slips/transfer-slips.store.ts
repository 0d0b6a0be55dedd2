import { failed, ok, type Result } from '@louting/common/result';
import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../../../storage/database.ts';
import { proposeMatch } from '../bank-lines/bank-decisions.store.ts';
import { dayAfter, type ReconciliationContext } from '../reconciliation-context.ts';
import type { SlipImage } from './slip-image.ts';
import { type LineInQuestion, linesOfSlips, type WaitingSlip } from './slips-and-lines.ts';

export interface SlipToRegister {
  readonly slipId: string;
  readonly communityId: string;
  readonly roomId: string;
  readonly amountFen: number;
  readonly sentOn: string;
  readonly payerName: string;
  readonly serial: string;
  readonly restToPrepayment: boolean;
  readonly note: string;
}

/** Slips older than this are looked for in person. */
const LOOK_BACK_DAYS = 90;

/**
 * Writes down what an owner brought. The same id with the same content is the same slip. Nothing is booked by it: the
 * money is on the books when the bank says so, and a second person has looked at both.
 * @returns LT-9002 the room is of another community; LT-9001 the id is of another slip
 */
export async function registerSlip(
  context: ReconciliationContext,
  slip: SlipToRegister,
  image: SlipImage,
  by: string,
): Promise<Result<undefined>> {
  return context.storage.transact(async (tx) => {
    const known = await tx
      .selectFrom('transfer_slip')
      .select(['room_id', 'amount_fen'])
      .where('slip_id', '=', slip.slipId)
      .executeTakeFirst();
    if (known) {
      const same = known.room_id === slip.roomId && known.amount_fen === slip.amountFen;
      return same ? ok() : failed('LT-9001', 'id is of another slip');
    }
    const room = await tx
      .selectFrom('room')
      .select('community_id')
      .where('room_id', '=', slip.roomId)
      .executeTakeFirst();
    if (room?.community_id !== slip.communityId) return failed('LT-9002');
    await tx
      .insertInto('transfer_slip')
      .values({
        slip_id: slip.slipId,
        community_id: slip.communityId,
        room_id: slip.roomId,
        amount_fen: slip.amountFen,
        sent_on: slip.sentOn,
        payer_name: slip.payerName,
        serial: slip.serial,
        rest_to_prepayment: slip.restToPrepayment ? 1 : 0,
        note: slip.note,
        image_type: image.type,
        image: image.bytes.toString('base64'),
        entered_by: by,
        entered_at: context.clock.now(),
        match_id: null,
        withdrawn_by: null,
        withdrawn_at: null,
      })
      .execute();
    return ok();
  });
}

/** @returns LT-2742 when it explains a bank line already, was withdrawn, or is none of the communities' */
export async function withdrawSlip(
  context: ReconciliationContext,
  slipId: string,
  communityIds: readonly string[],
  by: string,
): Promise<Result<undefined>> {
  return context.storage.transact(async (tx) => {
    const withdrawn = await tx
      .updateTable('transfer_slip')
      .set({ withdrawn_by: by, withdrawn_at: context.clock.now() })
      .where('slip_id', '=', slipId)
      .where('community_id', 'in', communityIds)
      .where('match_id', 'is', null)
      .where('withdrawn_at', 'is', null)
      .returning('slip_id')
      .executeTakeFirst();
    return withdrawn ? ok() : failed('LT-2742');
  });
}

/** Proposes what slips say of lines that wait, each in the name of who entered it, for a second person to confirm. */
export async function proposeBySlips(context: ReconciliationContext, communityId: string): Promise<number> {
  return context.storage.transact(async (tx) => {
    const slips = await waitingSlips(tx, context, communityId);
    if (slips.length === 0) return 0;
    const pairs = linesOfSlips(slips.map(asWaiting), await linesInQuestion(tx, communityId, slips));
    let proposed = 0;
    for (const { slipId, lineId } of pairs) {
      const slip = slips.find((each) => each.slip_id === slipId);
      if (!slip) continue;
      const proposal = {
        lineId,
        roomId: slip.room_id,
        billIds: [],
        restToPrepayment: slip.rest_to_prepayment === 1,
        note: slip.note,
      };
      const match = await proposeMatch(tx, context, proposal, slip.entered_by);
      if (!match.ok) continue;
      await tx.updateTable('transfer_slip').set({ match_id: match.value }).where('slip_id', '=', slipId).execute();
      proposed += 1;
    }
    return proposed;
  });
}

type SlipRow = Awaited<ReturnType<typeof waitingSlips>>[number];

function waitingSlips(tx: Transaction<Database>, { clock }: ReconciliationContext, communityId: string) {
  return tx
    .selectFrom('transfer_slip')
    .select(['slip_id', 'room_id', 'amount_fen', 'sent_on', 'payer_name', 'serial'])
    .select(['rest_to_prepayment', 'note', 'entered_by'])
    .where('community_id', '=', communityId)
    .where('match_id', 'is', null)
    .where('withdrawn_at', 'is', null)
    .where('entered_at', '>=', clock.now() - LOOK_BACK_DAYS * 86_400_000)
    .orderBy('entered_at')
    .execute();
}

function asWaiting(row: SlipRow): WaitingSlip {
  return {
    slipId: row.slip_id,
    roomId: row.room_id,
    amountFen: row.amount_fen,
    sentOn: row.sent_on,
    payerName: row.payer_name,
    serial: row.serial,
  };
}

async function linesInQuestion(
  tx: Transaction<Database>,
  communityId: string,
  slips: readonly SlipRow[],
): Promise<LineInQuestion[]> {
  const earliest = slips.map((slip) => slip.sent_on).sort((a, b) => (a < b ? -1 : 1))[0] ?? '';
  const lines = await tx
    .selectFrom('bank_line')
    .selectAll()
    .where('community_id', '=', communityId)
    .where('state', 'in', ['WAITING', 'SUGGESTED'])
    .where('class', '=', 'owner-transfer')
    .where('booked_on', '>=', dayAfter(earliest, -1))
    .where('amount_fen', 'in', [...new Set(slips.map((slip) => slip.amount_fen))])
    .execute();
  const rejected = await rejections(
    tx,
    lines.map((line) => line.line_id),
  );
  return lines.map((line) => ({
    lineId: line.line_id,
    bookedOn: line.booked_on,
    amountFen: line.amount_fen,
    counterpartyName: line.counterparty_name,
    serial: line.serial,
    remark: line.remark,
    rejectedRoomIds: rejected.filter(({ line_id }) => line_id === line.line_id).flatMap(({ roomIds }) => roomIds),
  }));
}

async function rejections(db: Kysely<Database>, lineIds: readonly string[]) {
  const rows = await db
    .selectFrom('bank_match')
    .select(['line_id', 'rooms'])
    .where('line_id', 'in', ['', ...lineIds])
    .where('state', 'in', ['REJECTED', 'UNDONE'])
    .execute();
  return rows.map(({ line_id, rooms }) => ({ line_id, roomIds: JSON.parse(rooms) as string[] }));
}
