import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { statement } from '../../storage/statement.ts';
import type { AgreementTables } from './agreements.tables.ts';

export interface RoomAgreement {
  readonly autoUsePrepayment: boolean;
  readonly duplicatePayment: AgreementTables['room_agreement']['duplicate_payment'];
}

/** Money is kept for the owner only where they said so; twice-paid money goes back the way it came. */
export const NOTHING_AGREED: RoomAgreement = { autoUsePrepayment: false, duplicatePayment: 'refund' };

export async function agreementOfRoom(db: Kysely<Database>, roomId: string): Promise<RoomAgreement> {
  return (await presentAgreement(db, roomId)) ?? NOTHING_AGREED;
}

const agreementRows = statement((db, values: { roomId: string }) =>
  db
    .selectFrom('room_agreement')
    .select(['auto_use_prepayment', 'duplicate_payment'])
    .where('room_id', '=', values.roomId),
);

/** @returns undefined when the owners were never asked */
export async function presentAgreement(db: Kysely<Database>, roomId: string): Promise<RoomAgreement | undefined> {
  const [row] = await agreementRows(db, { roomId });
  if (!row) return undefined;
  return { autoUsePrepayment: row.auto_use_prepayment === 1, duplicatePayment: row.duplicate_payment };
}

/** @param by `kiosk:<id>` or `staff:<id>` */
export async function agree(
  tx: Transaction<Database>,
  roomId: string,
  agreement: RoomAgreement,
  by: string,
  at: number,
): Promise<void> {
  const row = {
    auto_use_prepayment: agreement.autoUsePrepayment ? 1 : 0,
    duplicate_payment: agreement.duplicatePayment,
    agreed_at: at,
    agreed_by: by,
  };
  await tx
    .insertInto('room_agreement')
    .values({ room_id: roomId, ...row })
    .onConflict((conflict) => conflict.column('room_id').doUpdateSet(row))
    .execute();
}

/** When the owners said so last; undefined: never. */
export async function agreedAt(db: Kysely<Database>, roomId: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('room_agreement')
    .select('agreed_at')
    .where('room_id', '=', roomId)
    .executeTakeFirst();
  return row?.agreed_at;
}
