import { FenSchema, PositiveFenSchema } from '@louting/common/money';
import { z } from 'zod';

/** Money of a room that is not for one bill: prepayment, deposits, and what its owners agreed to. */

const Id = z.uuid();
const Moment = z.number().int().nonnegative();

export const AgreementSchema = z.strictObject({
  /** Prepayment pays new bills by itself. */
  autoUsePrepayment: z.boolean(),
  /** Where money goes that pays a bill a second time. */
  duplicatePayment: z.enum(['refund', 'prepayment']),
});
export type Agreement = z.infer<typeof AgreementSchema>;

export const PrepaymentMovementSchema = z.object({
  entryId: Id,
  at: Moment,
  event: z.string(),
  /** Above zero: kept for the owner; below: used or given back. */
  amountFen: FenSchema,
  /** After this movement. */
  balanceFen: FenSchema,
  reference: z.string(),
  /** Bills that a use paid. */
  bills: z.array(z.object({ billId: Id, itemName: z.string(), period: z.string(), amountFen: FenSchema })),
});
export type PrepaymentMovement = z.infer<typeof PrepaymentMovementSchema>;

export const DepositKindSchema = z.enum(['renovation', 'access-card', 'parking', 'other']);
export const DepositMethodSchema = z.enum(['cash', 'bank']);

export const DepositReturnSchema = z.object({
  returnId: Id,
  returnFen: FenSchema,
  deductFen: FenSchema,
  deductAccount: z.enum(['6301', '6051']).optional(),
  reason: z.string(),
  method: DepositMethodSchema,
  state: z.enum(['REQUESTED', 'DONE', 'REJECTED']),
  requestedAt: Moment,
  requestedBy: z.string(),
  decidedAt: Moment.optional(),
  decidedBy: z.string().optional(),
  /** Asked for by who is logged in: somebody else has to decide. */
  own: z.boolean(),
});

export const DepositSchema = z.object({
  depositId: Id,
  kind: DepositKindSchema,
  amountFen: FenSchema,
  returnedFen: FenSchema,
  deductedFen: FenSchema,
  state: z.enum(['TAKEN', 'PARTLY_RETURNED', 'RETURNED']),
  method: DepositMethodSchema,
  receiptNumber: z.string(),
  note: z.string(),
  takenAt: Moment,
  takenBy: z.string(),
  returns: z.array(DepositReturnSchema),
});
export type Deposit = z.infer<typeof DepositSchema>;

export const RoomMoneySchema = z.object({
  prepaidFen: FenSchema,
  depositsHeldFen: FenSchema,
  agreement: AgreementSchema,
  agreedAt: Moment.optional(),
  /** Newest first. */
  movements: z.array(PrepaymentMovementSchema),
  deposits: z.array(DepositSchema),
});
export type RoomMoney = z.infer<typeof RoomMoneySchema>;

const OfRoom = z.object({ roomId: Id });

export const depositsRoutes = {
  roomMoney: { method: 'GET', path: '/admin/v1/rooms/:roomId/money', params: OfRoom, response: RoomMoneySchema },
  changeAgreement: {
    method: 'PUT',
    path: '/admin/v1/rooms/:roomId/agreement',
    params: OfRoom,
    body: AgreementSchema,
    response: AgreementSchema,
  },
  /** Puts prepayment on the room's open bills, oldest due first. Sent again with the same id, it answers the same. */
  usePrepayment: {
    method: 'POST',
    path: '/admin/v1/rooms/:roomId/prepayment-uses',
    params: OfRoom,
    body: z.strictObject({ useId: Id }),
    response: z.object({ useId: Id, usedFen: FenSchema, prepaidAfterFen: FenSchema }),
  },
  /** Sent again with the same id, it answers the same receipt number. */
  takeDeposit: {
    method: 'POST',
    path: '/admin/v1/rooms/:roomId/deposits',
    params: OfRoom,
    body: z.strictObject({
      depositId: Id,
      kind: DepositKindSchema,
      amountFen: PositiveFenSchema,
      method: DepositMethodSchema,
      note: z.string().max(120),
    }),
    response: z.object({ depositId: Id, receiptNumber: z.string() }),
  },
  /** Without a deduction the money goes back at once; with one a second person decides. */
  returnDeposit: {
    method: 'POST',
    path: '/admin/v1/deposits/:depositId/returns',
    params: z.object({ depositId: Id }),
    body: z
      .strictObject({
        returnId: Id,
        returnFen: z.int().nonnegative(),
        deductFen: z.int().nonnegative(),
        /** 6301 a penalty or damages, 6051 something sold or done. */
        deductAccount: z.enum(['6301', '6051']).optional(),
        reason: z.string().max(120),
        method: DepositMethodSchema,
      })
      .refine((wanted) => wanted.returnFen + wanted.deductFen > 0, 'nothing is asked for')
      .refine((wanted) => wanted.deductFen === 0 || wanted.deductAccount !== undefined, 'a deduction has an account')
      .refine((wanted) => wanted.deductFen === 0 || wanted.reason.trim().length > 1, 'a deduction has a reason'),
    response: z.object({ returnId: Id, state: z.enum(['REQUESTED', 'DONE', 'REJECTED']) }),
  },
  decideReturn: {
    method: 'POST',
    path: '/admin/v1/deposit-returns/:returnId/decision',
    params: z.object({ returnId: Id }),
    body: z.strictObject({ approve: z.boolean() }),
    response: z.object({ returnId: Id, state: z.enum(['REQUESTED', 'DONE', 'REJECTED']) }),
  },
} as const;
