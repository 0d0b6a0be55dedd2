import { z } from 'zod';
import { SessionSchema } from './session-api.ts';

/** A slip with a code: whoever holds it may pay for the household that asked, and sees no more than must be (代付). */

const Id = z.uuid();

export const PaySlipSchema = z.object({
  slipId: Id,
  /** What the code holds: a page for phones, and the way in at any kiosk of the community. */
  url: z.string(),
  /** Last business date on which it can be used. */
  validUntil: z.iso.date(),
});
export type PaySlip = z.infer<typeof PaySlipSchema>;

/** Behind the origin, whatever it is: a kiosk may know its server under another name than the phones do. */
const PAY_SLIP_PATH = /\/p\/([0-9a-f-]{36}\.[A-Za-z0-9_-]{22})$/;

/** What was scanned, when it is the code of a slip. */
export function paySlipToken(text: string): string | undefined {
  return PAY_SLIP_PATH.exec(text.trim())?.[1];
}

export const paySlipRoutes = {
  /** Makes the slip; the same id again answers the same slip. LT-1007, LT-1034. */
  makePaySlip: {
    method: 'POST',
    path: '/kiosk/v1/sessions/:sessionId/pay-slips',
    params: z.object({ sessionId: Id }),
    body: z.strictObject({ slipId: Id }),
    response: PaySlipSchema,
  },
  /** LT-1031 forged or unknown, LT-1032 expired, LT-1033 revoked, LT-1035 of another community, LT-1008 too many tries. */
  openByPaySlip: {
    method: 'POST',
    path: '/kiosk/v1/pay-slip-sessions',
    body: z.strictObject({ sessionId: Id, token: z.string().max(80) }),
    response: SessionSchema,
  },
  /** Every slip of the household stops working. LT-1007, LT-1034. */
  revokePaySlips: {
    method: 'DELETE',
    path: '/kiosk/v1/sessions/:sessionId/pay-slips',
    params: z.object({ sessionId: Id }),
    response: z.object({ revoked: z.number().int() }),
  },
} as const;
