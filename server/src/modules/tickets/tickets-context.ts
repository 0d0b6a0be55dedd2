import type { PaymentsContext } from '../payments/payments-context.ts';
import { type HelpLine, noHelpLine } from './help-line.ts';
import { type HelpDeskRules, HelpDeskRulesSchema } from './tickets.ts';

export interface TicketsContext extends Pick<PaymentsContext, 'storage' | 'clock' | 'newId' | 'logger'> {
  readonly rules: HelpDeskRules;
  readonly helpLine: HelpLine;
}

export function ticketsContext(payments: PaymentsContext, helpLine: HelpLine = noHelpLine): TicketsContext {
  const { storage, clock, newId, logger, helpDeskRules: rules = HelpDeskRulesSchema.parse({}) } = payments;
  return { storage, clock, newId, logger, rules, helpLine };
}
