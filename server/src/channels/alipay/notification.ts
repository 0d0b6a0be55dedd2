import type { KeyObject } from 'node:crypto';
import { failed, ok, type Result } from '@louting/common/result';
import { z } from 'zod';
import type { ChannelNotification } from '../payment-channel.ts';
import { signedContent, verify } from './signing.ts';
import { GatewayTimeSchema, outcomeOfStatus } from './trade.ts';

const NotificationSchema = z.object({
  notify_id: z.string().min(1),
  notify_type: z.literal('trade_status_sync'),
  notify_time: GatewayTimeSchema,
  app_id: z.string(),
  seller_id: z.string(),
  out_trade_no: z.string().min(1),
  trade_status: z.string(),
});

/** The gateway repeats a notification for 25 hours; anything older is a replay. */
const MAX_AGE_MS = 26 * 60 * 60 * 1000;
const MAX_AHEAD_MS = 5 * 60 * 1000;

export interface NotificationTrust {
  readonly alipayPublicKeys: readonly KeyObject[];
  readonly appId: string;
  /** `2088…`, the account that receives the money. */
  readonly sellerId: string;
}

/** Reads a form-encoded notification on its raw bytes. Within its age the payments module's idempotence stops replays. */
export function readAlipayNotification(
  rawBody: Buffer,
  trust: NotificationTrust,
  now: number,
): Result<ChannelNotification> {
  const form = new URLSearchParams(rawBody.toString('utf8'));
  const parameters = Object.fromEntries(form);
  const isAmbiguous = Object.keys(parameters).length !== form.size;
  const isSigned =
    parameters.sign_type === 'RSA2' &&
    verify(signedContent(parameters, ['sign', 'sign_type']), parameters.sign ?? '', trust.alipayPublicKeys);
  if (isAmbiguous || !isSigned) return failed('LT-2201', isAmbiguous ? 'a parameter stands twice' : 'signature');

  const notification = NotificationSchema.safeParse(parameters);
  if (!notification.success) return failed('LT-9001', 'notification is malformed');
  const { data } = notification;
  if (data.app_id !== trust.appId || data.seller_id !== trust.sellerId) return failed('LT-2204');
  const age = now - data.notify_time;
  if (age > MAX_AGE_MS || age < -MAX_AHEAD_MS) return failed('LT-2202', 'notify_time is too far off');

  const outcome = outcomeOfStatus(data.trade_status, parameters);
  if (!outcome.ok) return failed('LT-9001', outcome.error.detail);
  return ok({ notificationId: data.notify_id, outTradeNo: data.out_trade_no, outcome: outcome.value });
}
