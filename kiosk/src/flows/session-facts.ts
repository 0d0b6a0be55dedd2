import { freshChoices } from './preferences.ts';
import type { SessionContext } from './session-context.ts';

export function hasPaid({ lastEnd }: SessionContext): boolean {
  return lastEnd?.end === 'paid' || lastEnd?.end === 'booked-later';
}

/** An answer does not end it: whoever is not content asks again. */
export function inDispute({ session }: SessionContext, billId: string | undefined): boolean {
  return session?.disputes.some((dispute) => dispute.billId === billId && dispute.progress !== 'answered') ?? false;
}

/** Prepayment is invoiced when it pays a bill; what goes back whole is not invoiced at all. */
export function mayHaveInvoice({ purpose, collecting, receipts, session }: SessionContext): boolean {
  if (session?.strength === 'weak') return false;
  const [owed] = receipts;
  if (!owed || (purpose !== 'bills' && !collecting)) return false;
  const { lines, refund, totalFen } = owed.receipt;
  return lines.length > 0 && refund?.amountFen !== totalFen;
}

export function mayRetry(context: SessionContext): boolean {
  return context.session !== undefined && context.failure !== undefined && context.failure.money !== 'being-verified';
}

/** Nothing while nobody is known, or all of it is. */
export function toRemember({ session, choices }: SessionContext) {
  const preferences = session ? freshChoices(choices, session.preferences) : {};
  return session && Object.keys(preferences).length > 0 ? { sessionId: session.sessionId, preferences } : undefined;
}
