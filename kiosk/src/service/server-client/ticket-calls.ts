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
  const path = (ticketId: string, rest = '') => `/kiosk/v1/tickets/${encodeURIComponent(ticketId)}${rest}`;
  return {
    raiseTicket: (body) => {
      const request = { name: 'raise-ticket', method: raise.method, path: raise.path, body, attempts: 2 };
      return call(raise.response, request);
    },
    ticket: (ticketId) =>
      call(ticket.response, { name: 'ticket', method: ticket.method, path: path(ticketId), attempts: 1 }),
    withdrawTicket: (ticketId) => {
      const request = { name: 'withdraw-ticket', method: withdraw.method, path: path(ticketId, '/withdrawal') };
      return call(withdraw.response, { ...request, attempts: 3 });
    },
    questions: () => {
      const { method, path: of, response } = kioskQuestionRoutes.questions;
      return call(response, { name: 'questions', method, path: of, attempts: 1 });
    },
    openMaintenance: (code) => {
      const { method, path: of, response } = kioskMaintenanceRoutes.open;
      return call(response, { name: 'open-maintenance', method, path: of, body: { code }, attempts: 1 });
    },
    tellSurvey: (body) =>
      call(survey.response, { name: 'tell-survey', method: survey.method, path: survey.path, body, attempts: 1 }),
  };
}
