import type { FastifyPluginAsync } from 'fastify';
import { failed, type Result } from '@louting/common/result';
import type { PaymentChannel } from '../../channels/payment-channel.ts';
import { askAboutTakenBack, orderIdOf } from './channel-orders.ts';
import { learn } from './learnt.ts';
import { raiseException } from './orders.store.ts';
import type { PaymentsContext } from './payments-context.ts';

export const NOTIFY_PATHS = {
  'wechat-pay': '/channels/wechat-pay/notify',
  alipay: '/channels/alipay/notify',
} as const;

/**
 * Where channels tell of payments. A notification is acknowledged only after the booking is committed; anything else
 * is refused, so that the channel sends it again. Expects bodies as raw bytes.
 */
export function notificationRoutesPlugin(context: PaymentsContext): FastifyPluginAsync {
  return async (app) => {
    for (const channel of Object.values(context.channels)) {
      app.route({
        method: 'POST',
        url: NOTIFY_PATHS[channel.name],
        schema: { tags: ['channels'], hide: true },
        handler: async (request, reply) => {
          context.failPoints.hit('channel.notification.before');
          const taken = await takeNotification(context, channel, flat(request.headers), request.rawBody);
          context.failPoints.hit('channel.notification.after');
          if (!taken.ok) {
            const { code, detail } = taken.error;
            request.log.warn({ channel: channel.name, code, detail }, 'channel notification refused');
          }
          const answer = channel.notificationAnswer(taken.ok);
          return reply.code(answer.status).type(answer.contentType).send(answer.body);
        },
      });
    }
  };
}

export async function takeNotification(
  context: PaymentsContext,
  channel: PaymentChannel,
  headers: Readonly<Record<string, string>>,
  rawBody: Buffer,
): Promise<Result<unknown>> {
  const verified = await channel.verifyNotification(headers, rawBody);
  if (!verified.ok) return verified;
  const { outTradeNo, outcome } = verified.value;
  const orderId = orderIdOf(outTradeNo);
  const about = { channel: channel.name, outcome: { ok: true, value: outcome }, from: 'notification' } as const;
  const learnt = orderId === undefined ? failed('LT-2109') : await learn(context, orderId, about);
  if (!learnt.ok && learnt.error.code === 'LT-2112' && orderId !== undefined) {
    return askAboutTakenBack(context, channel, orderId);
  }
  if (!learnt.ok && learnt.error.code === 'LT-2109' && outcome.state === 'paid') {
    const { amountFen, transactionId } = outcome;
    const found = { orderId: null, kioskId: null, code: 'LT-2109', amountFen, channel: channel.name } as const;
    const detail = `${channel.name} was paid for ${outTradeNo}: ${transactionId}`;
    const at = context.clock.now();
    await context.storage.transact((tx) => raiseException(tx, { ...found, exceptionId: context.newId(), detail, at }));
  }
  return learnt;
}

function flat(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}
