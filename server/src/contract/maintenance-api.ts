import { z } from 'zod';
import { MAINTENANCE_QUESTION } from './maintenance-answer.ts';

const Id = z.uuid();

export const MAINTENANCE_CODE = /^\d{6}$/;

export const kioskMaintenanceRoutes = {
  /** Opens the device page of this kiosk to whoever types the code of an office. LT-4007 */
  open: {
    method: 'POST',
    path: '/kiosk/v1/maintenance',
    body: z.strictObject({ code: z.string().regex(MAINTENANCE_CODE) }),
    response: z.object({}),
  },
} as const;

export const adminMaintenanceRoutes = {
  /** Six digits that open the device page of one kiosk for ten minutes; shown once, any earlier ones end. */
  createCode: {
    method: 'POST',
    path: '/admin/v1/kiosks/:kioskId/maintenance-codes',
    params: z.object({ kioskId: Id }),
    response: z.object({ code: z.string(), expiresAt: z.number().int().nonnegative() }),
  },
  /** For a kiosk without a line: the answer to the six digits that it shows. LT-9002 for a kiosk that has no key. */
  answer: {
    method: 'POST',
    path: '/admin/v1/kiosks/:kioskId/maintenance-answers',
    params: z.object({ kioskId: Id }),
    body: z.strictObject({ question: z.string().regex(MAINTENANCE_QUESTION) }),
    response: z.object({ answer: z.string() }),
  },
} as const;
