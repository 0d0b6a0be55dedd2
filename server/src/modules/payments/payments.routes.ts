import { failed, ok, type Result } from '@louting/common/result';
import type { FastifyPluginAsync, FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { contractRoute } from '../../app/contract-route.ts';
import { sendProblem } from '../../app/problem.ts';
import { bankCardRoutes } from '../../contract/bank-card-api.ts';
import { kioskRoutes, type PaymentOrderState } from '../../contract/kiosk-api.ts';
import type { KioskIdentity } from '../kiosks/kiosks.store.ts';
import { reportBankCard } from './bank-card.ts';
import { settleCash } from './cash-settlement.ts';
import { chargePayerCode, closeOrder, offerQr } from './channel-orders.ts';
import { recordOrder } from './create-order.ts';
import { orderAnswer } from './order-answer.ts';
import { findOrder, type OrderRow } from './orders.store.ts';
import type { PaymentsContext } from './payments-context.ts';

/** Another server process may have changed the order: wake-ups within this one are only hints. */
const LOOK_AGAIN_MS = 1_000;

/** Payment orders of kiosks. Expects kiosks to be identified. */
export function paymentRoutesPlugin(context: PaymentsContext): FastifyPluginAsync {
  const answer = async (reply: FastifyReply, order: Result<OrderRow>) =>
    order.ok ? orderAnswer(context, order.value) : sendProblem(reply, order.error);

  return async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();
    const {
      createPaymentOrder,
      watchPaymentOrder,
      submitPayerCode,
      closePaymentOrder,
      settleCash: settle,
    } = kioskRoutes;

    app.route({
      ...contractRoute(createPaymentOrder, 'payments'),
      handler: async ({ kiosk, body }, reply) => {
        const order = await recordOrder(context, kiosk, body);
        return answer(reply, order.ok ? ok(await offerQr(context, order.value, kiosk.number)) : order);
      },
    });

    app.route({
      ...contractRoute(watchPaymentOrder, 'payments'),
      handler: async ({ kiosk, params, query }, reply) =>
        answer(reply, await watchOrder(context, kiosk, params.orderId, query)),
    });

    app.route({
      ...contractRoute(submitPayerCode, 'payments'),
      handler: async ({ kiosk, params, body }, reply) =>
        answer(reply, await chargePayerCode(context, kiosk, params.orderId, body.payerCode)),
    });

    app.route({
      ...contractRoute(closePaymentOrder, 'payments'),
      handler: async ({ kiosk, params }, reply) => answer(reply, await closeOrder(context, kiosk, params.orderId)),
    });

    const { report } = bankCardRoutes;
    app.route({
      ...contractRoute(report, 'payments'),
      handler: async ({ kiosk, params, body }, reply) =>
        answer(reply, await reportBankCard(context, kiosk, params.orderId, body)),
    });

    app.route({
      ...contractRoute(settle, 'payments'),
      handler: async ({ kiosk, params, body }, reply) => {
        const settled = await settleCash(context, kiosk, params.orderId, body);
        if (!settled.ok) return sendProblem(reply, settled.error);
        return orderAnswer(context, settled.value.order, settled.value.receipt);
      },
    });
  };
}

/** Answers at once when the state differs from the known one, else when it changes or the time is over. */
async function watchOrder(
  context: PaymentsContext,
  kiosk: KioskIdentity,
  orderId: string,
  query: { readonly knownState?: PaymentOrderState | undefined; readonly waitMs: number },
): Promise<Result<OrderRow>> {
  // The machine's clock: how long a request hangs is not business time.
  const until = performance.now() + query.waitMs;
  for (;;) {
    const order = await findOrder(context.storage.db, orderId);
    if (order?.kiosk_id !== kiosk.kioskId) return failed('LT-2109');
    const left = until - performance.now();
    if (order.state !== query.knownState || left <= 0 || context.watch.isClosed()) return ok(order);
    await context.watch.wait(orderId, Math.min(left, LOOK_AGAIN_MS));
  }
}
