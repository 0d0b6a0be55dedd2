import type { CallToRing } from './help-line.ts';
import type { TicketsContext } from './tickets-context.ts';
import { recordStep } from './tickets.store.ts';

/** Rings the telephone line, if there is one; a line that fails is logged and stops nothing. */
export async function ringLine(context: TicketsContext, call: CallToRing): Promise<void> {
  const { ticketId } = call;
  try {
    if ((await context.helpLine.ring(call)) !== 'rung') return;
    await context.storage.transact((tx) => recordStep(tx, context, { ticketId, step: 'rung', actor: 'system' }));
  } catch (error) {
    context.logger.warn({ error, ticketId }, 'the help line could not be rung');
  }
}
