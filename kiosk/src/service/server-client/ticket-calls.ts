import type { Result } from '@louting/common/result';
import {
  kioskTicketRoutes,
  type KioskTicket,
  type RaiseTicket,
  type Survey,
} from '@louting/server/contract/tickets-api';
import { kioskMaintenanceRoutes } from '@louting/server/contract/maintenance-api';
import { kioskQuestionRoutes, type Question } from '@louting/server/contract/questions-api';
import type { Calling } from './call.ts';

/** What owners tell the help desk, and hear from it. */
export interface TicketCalls {
  raiseTicket(ticket: RaiseTicket): Promise<Result<KioskTicket>>;
  ticket(ticketId: string): Promise<Result<KioskTicket>>;
  withdrawTicket(ticketId: string): Promise<Result<KioskTicket>>;
  questions(): Promise<Result<{ readonly questions: readonly Question[] }>>;
  openMaintenance(code: string): Promise<Result<object>>;
  tellSurvey(survey: Survey): Promise<Result<{ readonly surveyId: string }>>;
}

export function ticketCalls(call: Calling): TicketCalls {
  const { raise, ticket, withdraw, survey } = kioskTicketRoutes;
  return {
    raiseTicket: (body) => call(raise, { name: 'raise-ticket', body, attempts: 2 }),
    ticket: (ticketId) => call(ticket, { name: 'ticket', params: { ticketId }, attempts: 1 }),
    withdrawTicket: (ticketId) => call(withdraw, { name: 'withdraw-ticket', params: { ticketId }, attempts: 3 }),
    questions: () => call(kioskQuestionRoutes.questions, { name: 'questions', attempts: 1 }),
    openMaintenance: (code) =>
      call(kioskMaintenanceRoutes.open, { name: 'open-maintenance', body: { code }, attempts: 1 }),
    tellSurvey: (body) => call(survey, { name: 'tell-survey', body, attempts: 1 }),
  };
}
