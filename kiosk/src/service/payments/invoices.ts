import type { Result } from '@louting/common/result';
import type { InvoiceView } from '@louting/server/contract/invoices-api';
import { isUncertain, type FlowEffects } from '../../flows/effects.ts';
import type { StoredIntent } from '../journal/intents.ts';
import { pause } from '../pause.ts';
import { record, type PaymentWorld } from './payment-world.ts';

const ASK_AGAIN_MS = 2_000;

export function invoiceEffects(world: PaymentWorld): Pick<FlowEffects, 'invoiceOf' | 'wishInvoice' | 'watchInvoice'> {
  return {
    invoiceOf: ({ orderId }) => world.server.invoiceOf(orderId),
    wishInvoice: ({ orderId }) => wishInvoice(world, orderId),
    watchInvoice: async ({ orderId, knownState }, signal) => {
      for (;;) {
        await pause(ASK_AGAIN_MS, AbortSignal.any([signal, world.stopping]));
        const view = await world.server.invoiceOf(orderId);
        if (signal.aborted || world.stopping.aborted) return view;
        if (view.ok ? view.value.state !== knownState : !isUncertain(view.error)) return view;
      }
    },
  };
}

/** The wish is on the disk before it is sent, so that neither a power cut nor a lost line forgets it. */
async function wishInvoice(world: PaymentWorld, orderId: string): Promise<Result<InvoiceView>> {
  const known = world.journal.intentsOf(orderId).find(isOpenWish);
  if (known) return sendInvoiceWish(world, known);
  const id = world.newId();
  const written = record(world, { open: [{ id, kind: 'invoice', subject: orderId, payload: {} }] });
  if (!written.ok) return written;
  return sendInvoiceWish(world, { id, subject: orderId });
}

export async function sendInvoiceWish(
  world: PaymentWorld,
  { id, subject }: Pick<StoredIntent, 'id' | 'subject'>,
): Promise<Result<InvoiceView>> {
  const asked = await world.server.requestInvoice(subject);
  if (asked.ok) record(world, { close: [{ id, kind: 'invoice', outcome: { asked: asked.value.state } }] });
  else if (!isUncertain(asked.error)) {
    record(world, { close: [{ id, kind: 'invoice', outcome: { refused: asked.error.code } }] });
  }
  return asked;
}

function isOpenWish({ kind, outcome }: StoredIntent): boolean {
  return kind === 'invoice' && outcome === undefined;
}
