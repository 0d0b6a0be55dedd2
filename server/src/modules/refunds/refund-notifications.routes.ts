import { failed, type Result } from '@louting/common/result';
import type { FastifyPluginAsync } from 'fastify';
import type { PaymentChannel } from '../../channels/payment-channel.ts';
import { outTradeNoOf } from '../payments/channel-orders.ts';
import { learnOfRefund } from './refund-learnt.ts';
import type { RefundsContext } from './refunds-context.ts';
import { findRefund, refundIdOf } from './refunds.store.ts';

/**
 * Where channels tell of refunds, apart from where they tell of payments. Acknowledged only after the books know it;
 * anything else is refused, so that the channel sends it again. Expects bodies as raw bytes.
 */
export function refundNotificationRoutesPlugin(context: RefundsContext): FastifyPluginAsync {
  return async (app) => {
    for (const channel of Object.values(context.channels)) {
      if (!channel.verifyRefundNotification) continue;
      app.route({
        method: 'POST',
        url: `/channels/${channel.name}/refund-notify`,
        schema: { tags: ['channels'], hide: true },
        handler: async (request, reply) => {
          const taken = await takeNotification(context, channel, flat(request.headers), request.rawBody);
          if (!taken.ok) {
            const { code, detail } = taken.error;
            request.log.warn({ channel: channel.name, code, detail }, 'refund notification refused');
          }
          const answer = channel.notificationAnswer(taken.ok);
          return reply.code(answer.status).type(answer.contentType).send(answer.body);
        },
      });
    }
  };
}

async function takeNotification(
  context: RefundsContext,
  channel: PaymentChannel,
  headers: Readonly<Record<string, string>>,
  rawBody: Buffer,
): Promise<Result<unknown>> {
  if (!channel.verifyRefundNotification) return failed('LT-9002');
  const verified = await channel.verifyRefundNotification(headers, rawBody);
  if (!verified.ok) return verified;
  const { outRefundNo, outTradeNo, outcome } = verified.value;
  const refundId = refundIdOf(outRefundNo);
  const refund = refundId === undefined ? undefined : await findRefund(context.storage.db, refundId);
  if (!refund) return failed('LT-2501', outRefundNo);
  if (outTradeNoOf(refund.order_id) !== outTradeNo) return failed('LT-2204', 'refund of another order');
  return learnOfRefund(context, refund.refund_id, channel.name, { ok: true, value: outcome });
}

function flat(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}
