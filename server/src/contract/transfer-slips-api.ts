import { FenSchema, PositiveFenSchema } from '@louting/common/money';
import { z } from 'zod';
import { pageOf } from './admin-api.ts';

/** Proof of bank transfers that owners bring to the office. */

const Id = z.uuid();

/**
 * `WAITING` for the bank's line. `PROPOSED`: found there, a second person has to confirm. `REFUSED`: that person said no,
 * or took the booking back.
 */
export const TransferSlipStateSchema = z.enum(['WAITING', 'PROPOSED', 'BOOKED', 'REFUSED', 'WITHDRAWN']);
export type TransferSlipState = z.infer<typeof TransferSlipStateSchema>;

export const TransferSlipSchema = z.object({
  slipId: Id,
  roomId: Id,
  roomCode: z.string(),
  roomLabel: z.string(),
  amountFen: FenSchema,
  sentOn: z.iso.date(),
  payerMasked: z.string(),
  serial: z.string(),
  note: z.string(),
  state: TransferSlipStateSchema,
  /** Why the second person refused it. */
  refusal: z.string().optional(),
  lineId: Id.optional(),
  enteredByName: z.string(),
  enteredAt: z.number().int(),
});
export type TransferSlip = z.infer<typeof TransferSlipSchema>;

/** Fields of the form before its file; numbers and yes or no as text, as forms have them. */
export const TransferSlipFormSchema = z.object({
  /** Made by the sender, so that a slip sent twice is one. */
  slipId: Id,
  communityId: Id,
  roomId: Id,
  amountFen: z.coerce.number().pipe(PositiveFenSchema),
  sentOn: z.iso.date(),
  payerName: z.string().trim().min(1).max(60),
  serial: z.string().trim().max(64),
  restToPrepayment: z.enum(['true', 'false']).transform((word) => word === 'true'),
  note: z.string().trim().max(200),
});

const base = '/admin/v1/reconciliation/transfer-slips';

export const transferSlipRoutes = {
  slips: {
    method: 'GET',
    path: base,
    query: z.object({
      communityId: Id.optional(),
      page: z.coerce.number().int().min(1).default(1),
      pageSize: z.coerce.number().int().min(1).max(200).default(20),
    }),
    response: pageOf(TransferSlipSchema),
  },
  /** The fields of `TransferSlipFormSchema`, then the picture of the slip (JPEG or PNG) as multipart field `file`. */
  registerSlip: { method: 'POST', path: base, response: z.object({ slipId: Id }) },
  withdrawSlip: {
    method: 'POST',
    path: `${base}/:slipId/withdrawal`,
    params: z.object({ slipId: Id }),
    response: z.object({ slipId: Id }),
  },
  /** The picture; who looked is noted. */
  slipImage: { method: 'GET', path: `${base}/:slipId/image`, params: z.object({ slipId: Id }) },
} as const;
