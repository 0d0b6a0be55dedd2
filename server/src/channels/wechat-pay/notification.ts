import { failed, ok, type Result } from '@louting/common/result';
import { z } from 'zod';
import type { ChannelNotification, RefundNotification } from '../payment-channel.ts';
import { NotifiedRefundSchema, refundOutcome } from './refund.ts';
import { decryptResource } from './resource-cipher.ts';
import { checkPlatformSignature, type PlatformKeys } from './signing.ts';
import { outcomeOf, TransactionSchema } from './transaction.ts';

const EnvelopeSchema = z.object({
  id: z.string().min(1),
  event_type: z.string(),
  resource: z.object({
    algorithm: z.literal('AEAD_AES_256_GCM'),
    ciphertext: z.string(),
    nonce: z.string(),
    associated_data: z.string().optional(),
  }),
});

export interface NotificationTrust {
  readonly platformKeys: PlatformKeys;
  /** 32 bytes. */
  readonly apiV3Key: Buffer;
  readonly appId: string;
  readonly mchId: string;
}

/**
 * Reads a notification of APIv3 on its raw bytes. The signature is checked before the clock, so that LT-2202 is only
 * said of something the platform really sent.
 */
export function readWechatNotification(
  headers: Readonly<Record<string, string>>,
  rawBody: Buffer,
  trust: NotificationTrust,
  now: number,
): Result<ChannelNotification> {
  const opened = openEnvelope(headers, rawBody, trust, now);
  if (!opened.ok) return opened;
  const { id, eventType, plain } = opened.value;
  if (!eventType.startsWith('TRANSACTION.')) return failed('LT-9001', eventType);
  const transaction = TransactionSchema.safeParse(parseJson(plain));
  if (!transaction.success) return failed('LT-9001', 'transaction is malformed');
  if (transaction.data.mchid !== trust.mchId || transaction.data.appid !== trust.appId) return failed('LT-2204');

  const outcome = outcomeOf(transaction.data);
  if (!outcome.ok) return failed('LT-9001', outcome.error.detail);
  return ok({
    notificationId: id,
    outTradeNo: transaction.data.out_trade_no,
    outcome: outcome.value,
  });
}

/** The same for the notification of a refund, which has its own path: neither is taken for the other. */
export function readWechatRefundNotification(
  headers: Readonly<Record<string, string>>,
  rawBody: Buffer,
  trust: NotificationTrust,
  now: number,
): Result<RefundNotification> {
  const opened = openEnvelope(headers, rawBody, trust, now);
  if (!opened.ok) return opened;
  const { id, eventType, plain } = opened.value;
  if (!eventType.startsWith('REFUND.')) return failed('LT-9001', eventType);
  const refund = NotifiedRefundSchema.safeParse(parseJson(plain));
  if (!refund.success) return failed('LT-9001', 'refund is malformed');
  const { data } = refund;
  if (data.mchid !== trust.mchId) return failed('LT-2204');
  const outcome = refundOutcome(data.refund_status, data);
  if (!outcome.ok) return failed('LT-9001', outcome.error.detail);
  const { out_trade_no: outTradeNo, out_refund_no: outRefundNo } = data;
  return ok({ notificationId: id, outTradeNo, outRefundNo, outcome: outcome.value });
}

interface Opened {
  readonly id: string;
  readonly eventType: string;
  readonly plain: string;
}

function openEnvelope(
  headers: Readonly<Record<string, string>>,
  rawBody: Buffer,
  trust: NotificationTrust,
  now: number,
): Result<Opened> {
  const signature = checkPlatformSignature((name) => headers[name], rawBody, trust.platformKeys, now);
  if (signature === 'forged') return failed('LT-2201', probeOrForgery(headers));
  if (signature === 'stale') return failed('LT-2202', 'timestamp is more than 5 minutes off');

  const envelope = EnvelopeSchema.safeParse(parseJson(rawBody.toString('utf8')));
  if (!envelope.success) return failed('LT-9001', 'envelope is malformed');
  const plain = decryptResource(envelope.data.resource, trust.apiV3Key);
  if (plain === undefined) return failed('LT-2201', 'resource does not decrypt');

  return ok({ id: envelope.data.id, eventType: envelope.data.event_type, plain });
}

function probeOrForgery(headers: Readonly<Record<string, string>>): string {
  return headers['wechatpay-signature']?.startsWith('WECHATPAY/SIGNTEST/') ? 'signature probe' : 'signature';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
