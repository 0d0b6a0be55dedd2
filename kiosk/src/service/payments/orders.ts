import { fen } from '@louting/common/money';
import { failed, ok, type Result } from '@louting/common/result';
import { FINAL_ORDER_STATES, type PaymentOrder } from '@louting/server/contract/kiosk-api';
import { channelOfPayerCode } from '@louting/server/contract/payer-codes';
import { isUncertain, type FlowEffects } from '../../flows/effects.ts';
import type { IntentClosing } from '../journal/intents.ts';
import { pause } from '../pause.ts';
import { heldCodes } from './held-code.ts';
import { beginOffline, offlineEnded, wasOffline } from './offline-cash.ts';
import { record, type PaymentWorld } from './payment-world.ts';
import { owedReceipts } from './receipts.ts';
import type { Resolver } from './resolver.ts';

/** A kiosk that can pay back one yuan gives change. */
const SMALL_CHANGE = fen(100);
const LONG_POLL_MS = 20_000;
const WATCH_AGAIN_MS = 1_000;
const PAYER_CODE_PATIENCE_MS = 60_000;

type OrderEffects = Pick<
  FlowEffects,
  | 'openOrder'
  | 'dropOrder'
  | 'watchOrder'
  | 'closeOrder'
  | 'resolveOrder'
  | 'heldPayerCode'
  | 'readPayerCode'
  | 'submitPayerCode'
>;

export function orderEffects(world: PaymentWorld, resolver: Resolver): OrderEffects {
  const { server, devices, failPoints } = world;
  /** Scanned codes wait here, in memory only, between scan and submission. */
  const payerCodes = new Map<string, string>();
  const held = heldCodes(devices.barcodeReader, world.clock);

  const open: OrderEffects['openOrder'] = async (draft) => {
    const { confirm, unreachableSince, keepsNothing = false, ...rest } = draft;
    const orderId = confirm?.orderId ?? world.newId();
    const payload = { ...rest, billIds: [...draft.billIds] };
    const intent = { id: orderId, kind: 'order', subject: orderId, payload } as const;
    if (unreachableSince !== undefined && draft.method === 'cash' && !confirm && !keepsNothing) {
      const begun = beginOffline(world, orderId, draft, { since: unreachableSince, open: [intent] });
      return begun.result.ok ? begun : { orderId: undefined, result: begun.result };
    }
    if (!confirm) {
      const written = record(world, { open: [intent] });
      if (!written.ok) return { orderId: undefined, result: written };
    }

    const asked = world.clock.now();
    const result = await server.createPaymentOrder({
      orderId,
      ...payload,
      ...(confirm ? { confirmed: [...confirm.rules] } : {}),
    });
    if (result.ok) return { orderId, result };
    const { code } = result.error;
    if (code === 'LT-5001' && draft.method === 'cash' && !keepsNothing) {
      const begun = beginOffline(world, orderId, draft, { since: asked, open: [] });
      // The order may have reached the server: unless cash follows, it has to be closed there.
      if (!begun.offline) void resolver.resolve(orderId);
      return begun;
    }
    // An order that has to be confirmed stays open until the owner has answered.
    if (!isUncertain(result.error) && code !== 'LT-2113') {
      record(world, { close: [{ id: orderId, kind: 'order', outcome: { order: 'REFUSED', code } }] });
    }
    return { orderId, result };
  };

  return {
    openOrder: async (draft) => {
      const opened = await open(draft);
      if (draft.method !== 'cash' || !opened.result.ok) return opened;
      return { ...opened, givesChange: await devices.change.canPay(SMALL_CHANGE) };
    },

    dropOrder: (orderId) => {
      void resolver.resolve(orderId);
    },

    watchOrder: async ({ orderId }, signal) => {
      let knownState: PaymentOrder['state'] | undefined;
      while (!signal.aborted) {
        const watch = knownState ? { knownState, waitMs: LONG_POLL_MS, signal } : { waitMs: 0, signal };
        const result = await server.watchPaymentOrder(orderId, watch);
        if (result.ok) {
          knownState = result.value.state;
          if (!FINAL_ORDER_STATES.has(knownState)) continue;
          concludeOrder(world, result.value);
          return result;
        }
        if (!isUncertain(result.error)) return result;
        await pause(WATCH_AGAIN_MS, signal);
      }
      return failed('LT-3904');
    },

    closeOrder: async ({ orderId }) => {
      if (wasOffline(world, orderId)) {
        // Nobody waits for a server that does not answer, with nothing inside.
        void resolver.resolve(orderId);
        return failed('LT-2103');
      }
      const result = await closeOnce(world, orderId);
      if (result === undefined) {
        // Whoever asked may go on; the resolver does not give up.
        void resolver.resolve(orderId);
        return failed('LT-2103');
      }
      return result;
    },

    resolveOrder: ({ orderId }, signal) => {
      const resolution = resolver.resolve(orderId);
      void leaveReceiptWhenNobodyWaits(world, orderId, resolution, signal);
      return resolution;
    },

    heldPayerCode: (_, signal) => held.wait(signal),

    readPayerCode: async ({ orderId }, signal) => {
      failPoints.hit('scanner.read.before');
      const code = held.take();
      const scanned = code ? ok({ text: code }) : await devices.barcodeReader.read(PAYER_CODE_PATIENCE_MS, signal);
      failPoints.hit('scanner.read.after');
      if (!scanned.ok) return scanned;
      const text = scanned.value.text.trim();
      if (channelOfPayerCode(text) === undefined) return failed('LT-2105');
      payerCodes.set(orderId, text);
      return ok();
    },

    submitPayerCode: async ({ orderId }) => {
      const code = payerCodes.get(orderId);
      payerCodes.delete(orderId);
      if (code === undefined) return failed('LT-2105');
      const intentId = world.newId();
      const written = record(world, { open: [{ id: intentId, kind: 'payer-code', subject: orderId, payload: {} }] });
      if (!written.ok) return written;

      const result = await server.submitPayerCode(orderId, code);
      const answer = result.ok ? result.value.state : result.error.code;
      const close: IntentClosing[] = [{ id: intentId, kind: 'payer-code', outcome: { answer } }];
      if (result.ok && FINAL_ORDER_STATES.has(result.value.state)) concludeOrder(world, result.value, close);
      else record(world, { close });
      return result;
    },
  };
}

/** Paper that comes out after the owner has left would be found by the next one; staff reprint it on request. */
async function leaveReceiptWhenNobodyWaits(
  world: PaymentWorld,
  orderId: string,
  resolution: Promise<unknown>,
  waiting: AbortSignal,
): Promise<void> {
  try {
    await resolution;
  } catch {
    return; // The service stops; the journal keeps the order.
  }
  if (!waiting.aborted || world.stopping.aborted) return;
  const close = owedReceipts(world, orderId, 'left');
  if (close.length > 0) record(world, { close });
}

/** One query-close-query. Undefined: the outcome is still unknown. */
export async function closeOnce(
  world: PaymentWorld,
  orderId: string,
  close: readonly IntentClosing[] = [],
): Promise<Result<PaymentOrder> | undefined> {
  const result = await world.server.closePaymentOrder(orderId);
  if (!result.ok) world.log.debug({ orderId, failure: result.error }, 'closing an order was not answered with an end');
  if (result.ok && FINAL_ORDER_STATES.has(result.value.state)) {
    concludeOrder(world, result.value, close);
    return result;
  }
  if (!result.ok && result.error.code === 'LT-2109') {
    const outcome = { order: 'NEVER_EXISTED' as const };
    const offline = offlineEnded(world.journal.intentsOf(orderId), outcome.order);
    record(world, { close: [...close, { id: orderId, kind: 'order', outcome }, ...offline] });
    return result;
  }
  return undefined;
}

/** Journals the end of an order and, with it, the receipt that a success owes, so that no cut can fall between. */
export function concludeOrder(world: PaymentWorld, order: PaymentOrder, close: readonly IntentClosing[] = []): void {
  const { orderId, state, receipt } = order;
  if (state !== 'SUCCEEDED' && state !== 'FAILED' && state !== 'CLOSED') return;
  const intents = world.journal.intentsOf(orderId);
  if (intents.some(({ kind, outcome }) => kind === 'order' && outcome !== undefined)) return;

  const owed = state === 'SUCCEEDED' && receipt && !intents.some(({ kind }) => kind === 'receipt');
  const outcome = { order: state, ...(order.failure ? { code: order.failure.code } : {}) };
  record(world, {
    close: [...close, { id: orderId, kind: 'order', outcome }, ...offlineEnded(intents, state)],
    open: owed
      ? [
          {
            id: world.newId(),
            kind: 'receipt',
            subject: orderId,
            payload: { receiptNumber: receipt.receiptNumber },
          },
        ]
      : [],
  });
}
