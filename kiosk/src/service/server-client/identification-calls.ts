import { ok, type Result } from '@louting/common/result';
import {
  type Claim,
  type Doors,
  type Identification,
  identificationRoutes,
  type PhoneCodeSentSchema,
  type Showing,
  type ShowingState,
} from '@louting/server/contract/identification-api';
import { z } from 'zod';
import type { Calling } from './call.ts';

/** Ways beside the card to say who one is. */
export interface IdentificationCalls {
  /** Sent again with the same id it is the same code, and no second message. */
  sendPhoneCode(codeId: string, phone: string): Promise<Result<z.output<typeof PhoneCodeSentSchema>>>;
  doors(): Promise<Result<Doors>>;
  /** Never sent twice by itself: a wrong claim is counted. */
  identify(claim: Claim): Promise<Result<Identification>>;
  show(showingId: string): Promise<Result<Showing>>;
  showing(showingId: string, signal: AbortSignal): Promise<Result<ShowingState>>;
  /** Best effort: the code ends by itself. */
  endShowing(showingId: string): Promise<Result<undefined>>;
}

export function identificationCalls(call: Calling): IdentificationCalls {
  const routes = identificationRoutes;
  const showingPath = (showingId: string) => `/kiosk/v1/showings/${encodeURIComponent(showingId)}`;
  return {
    sendPhoneCode: (codeId, phone) =>
      call(routes.sendPhoneCode.response, {
        name: 'send-phone-code',
        method: 'POST',
        path: routes.sendPhoneCode.path,
        body: { codeId, phone },
        attempts: 2,
      }),
    doors: () => call(routes.doors.response, { name: 'doors', method: 'GET', path: routes.doors.path, attempts: 2 }),
    identify: (body) =>
      call(routes.identify.response, {
        name: 'identify',
        method: 'POST',
        path: routes.identify.path,
        body,
        attempts: 1,
      }),
    show: (showingId) =>
      call(routes.show.response, {
        name: 'show',
        method: 'POST',
        path: routes.show.path,
        body: { showingId },
        attempts: 2,
      }),
    showing: (showingId, signal) =>
      call(routes.showing.response, {
        name: 'showing',
        method: 'GET',
        path: showingPath(showingId),
        attempts: 1,
        signal,
      }),
    endShowing: async (showingId) => {
      const ended = await call(z.unknown(), {
        name: 'end-showing',
        method: 'DELETE',
        path: showingPath(showingId),
        attempts: 1,
      });
      return ended.ok ? ok() : ended;
    },
  };
}
