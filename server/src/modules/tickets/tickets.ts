import { z } from 'zod';
import type { TicketStep, Urgency } from '../../contract/help-desk-api.ts';
import type { Helper, TicketKind, TicketState } from '../../contract/tickets-api.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

type Next = Readonly<Partial<Record<TicketState, Readonly<Partial<Record<TicketStep, TicketState>>>>>>;

/** Looked into by somebody in the office: the owner hears of it later, and is asked whether that was an answer. */
const OFFICE: Next = {
  open: { accept: 'accepted' },
  accepted: { resolve: 'resolved' },
  resolved: { close: 'closed', reopen: 'open' },
  closed: { reopen: 'open' },
};

/** Where each step leads, by kind. A step that is not named leads nowhere. */
const NEXT: Readonly<Record<TicketKind, Next>> = {
  // The owner stands there: who helps them hears at once whether it was any use.
  'help-call': {
    open: { 'set-out': 'on-the-way', withdraw: 'closed', missed: 'closed', resolve: 'closed' },
    'on-the-way': { 'set-out': 'on-the-way', withdraw: 'closed', resolve: 'closed' },
  },
  'bill-dispute': {
    ...OFFICE,
    accepted: { verify: 'being-verified' },
    'being-verified': { resolve: 'resolved' },
  },
  feedback: OFFICE,
  repair: {
    ...OFFICE,
    accepted: { 'set-out': 'on-the-way', resolve: 'resolved' },
    'on-the-way': { 'set-out': 'on-the-way', resolve: 'resolved' },
  },
};

/** What changes no state, while somebody still works on the ticket. */
const ASIDE: readonly TicketStep[] = ['assign', 'set-urgency', 'note'];

export function isUnfinished(state: TicketState): boolean {
  return state !== 'resolved' && state !== 'closed';
}

/** @returns the state that follows, or undefined when the step leads nowhere */
export function nextTicketState(kind: TicketKind, state: TicketState, step: TicketStep): TicketState | undefined {
  if (ASIDE.includes(step)) return isUnfinished(state) || step === 'note' ? state : undefined;
  return NEXT[kind][state]?.[step];
}

/** Open to staff: what the owner or the clock does is not. */
export function stepsOfStaff(kind: TicketKind, state: TicketState): TicketStep[] {
  const leading = Object.keys(NEXT[kind][state] ?? {}) as TicketStep[];
  const steps = leading.filter((step) => step !== 'withdraw' && step !== 'missed');
  return [...steps, ...ASIDE.filter((step) => nextTicketState(kind, state, step) !== undefined)];
}

/** How soon somebody has to answer. */
export const HelpDeskRulesSchema = z.strictObject({
  /** A call that nobody answers so long: the kiosk says the phone number, and the call stands out in the portal. */
  unansweredSeconds: z.number().int().min(10).max(3_600).default(60),
  /** Said to the owner when a bill is in dispute. */
  disputeDays: z.number().int().min(1).max(60).default(3),
  repairDays: z.number().int().min(1).max(60).default(2),
  feedbackDays: z.number().int().min(1).max(60).default(7),
});
export type HelpDeskRules = z.output<typeof HelpDeskRulesSchema>;

/** @param from milliseconds since the epoch, as is the answer */
export function dueAt(kind: TicketKind, urgency: Urgency, from: number, rules: HelpDeskRules): number {
  if (kind === 'help-call') return from + rules.unansweredSeconds * 1_000;
  const days = {
    'bill-dispute': rules.disputeDays,
    repair: rules.repairDays,
    feedback: rules.feedbackDays,
  }[kind];
  return from + (urgency === 'urgent' ? Math.min(1, days) : days) * DAY;
}

export function urgencyOf(kind: TicketKind): Urgency {
  if (kind === 'help-call') return 'urgent';
  return kind === 'feedback' ? 'low' : 'normal';
}

/** A helper is late this long after the time they gave. */
export const LATE_AFTER_MS = 5 * MINUTE;
/** A call that was kept on the kiosk while the line was down is nobody's hurry any more. */
const STALE_AFTER_MS = 10 * MINUTE;
/** Nobody waits longer for somebody to come: who forgot to say that it is over does not keep the kiosk saying so. */
const FORGOTTEN_AFTER_MS = 30 * MINUTE;

export function isStale(raisedAt: number, now: number): boolean {
  return now - raisedAt > STALE_AFTER_MS;
}

/** Who comes, as the kiosk says it. */
export function helperAt(
  row: { readonly state: TicketState; readonly helper_name: string | null; readonly comes_at: number | null },
  now: number,
): Helper | undefined {
  if (row.state !== 'on-the-way' || row.helper_name === null || row.comes_at === null) return undefined;
  if (now - row.comes_at > FORGOTTEN_AFTER_MS) return undefined;
  return { name: row.helper_name, inMinutes: Math.max(0, Math.ceil((row.comes_at - now) / MINUTE)) };
}
