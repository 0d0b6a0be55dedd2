import { fen } from '@louting/common/money';
import type { Kysely } from 'kysely';
import type { BankMatchState } from '../../../contract/reconciliation-api.ts';
import type { TransferSlip, TransferSlipState } from '../../../contract/transfer-slips-api.ts';
import type { Database } from '../../../storage/database.ts';
import type { ScopedBooks } from '../../admin-views/scope.ts';
import { namesOfStaff } from '../../cash/staff-names.ts';
import { maskName } from '../../estate/masking.ts';
import type { SlipImage } from './slip-image.ts';

const STATE_BY_MATCH: Readonly<Record<BankMatchState, TransferSlipState>> = {
  SUGGESTED: 'PROPOSED',
  PROPOSED: 'PROPOSED',
  BOOKED: 'BOOKED',
  REJECTED: 'REFUSED',
  UNDONE: 'REFUSED',
};

/** Newest first. */
export async function listSlips(
  db: Kysely<Database>,
  { communityIds }: ScopedBooks,
  query: { readonly page: number; readonly pageSize: number },
): Promise<{ rows: TransferSlip[]; total: number }> {
  const slips = db.selectFrom('transfer_slip as slip').where('slip.community_id', 'in', communityIds);
  const { total } = await slips.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const rows = await slips
    .innerJoin('room', 'room.room_id', 'slip.room_id')
    .leftJoin('bank_match as match', 'match.match_id', 'slip.match_id')
    .select(['slip.slip_id', 'slip.room_id', 'slip.amount_fen', 'slip.sent_on', 'slip.payer_name', 'slip.serial'])
    .select(['slip.note', 'slip.entered_by', 'slip.entered_at', 'slip.withdrawn_at'])
    .select(['room.code', 'room.label', 'match.state as match_state', 'match.line_id', 'match.note as match_note'])
    .orderBy('slip.entered_at', 'desc')
    .orderBy('slip.slip_id', 'desc')
    .limit(query.pageSize)
    .offset((query.page - 1) * query.pageSize)
    .execute();
  const nameOf = await namesOfStaff(
    db,
    rows.map((row) => row.entered_by),
  );
  return {
    total,
    rows: rows.map((row) => ({
      slipId: row.slip_id,
      roomId: row.room_id,
      roomCode: row.code,
      roomLabel: row.label,
      amountFen: fen(row.amount_fen),
      sentOn: row.sent_on,
      payerMasked: maskName(row.payer_name),
      serial: row.serial,
      note: row.note,
      state:
        row.withdrawn_at !== null
          ? 'WITHDRAWN'
          : row.match_state === null
            ? 'WAITING'
            : STATE_BY_MATCH[row.match_state],
      ...(row.match_state === 'REJECTED' && row.match_note !== null && { refusal: row.match_note }),
      ...(row.line_id !== null && { lineId: row.line_id }),
      enteredByName: nameOf(row.entered_by),
      enteredAt: row.entered_at,
    })),
  };
}

export async function imageOfSlip(
  db: Kysely<Database>,
  { communityIds }: ScopedBooks,
  slipId: string,
): Promise<SlipImage | undefined> {
  const row = await db
    .selectFrom('transfer_slip')
    .select(['image_type', 'image'])
    .where('slip_id', '=', slipId)
    .where('community_id', 'in', communityIds)
    .executeTakeFirst();
  return row && { type: row.image_type, bytes: Buffer.from(row.image, 'base64') };
}
