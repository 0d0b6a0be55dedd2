import type { Result } from '@louting/common/result';
import {
  type Claim,
  type Doors,
  type Identification,
  identificationRoutes,
  type PhoneCodeSentSchema,
  type Showing,
  type ShowingState,
} from '@louting/server/contract/identification-api';
import type { z } from 'zod';
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
  return {
    sendPhoneCode: (codeId, phone) =>
      call(routes.sendPhoneCode, { name: 'send-phone-code', body: { codeId, phone }, attempts: 2 }),
    doors: () => call(routes.doors, { name: 'doors', attempts: 2 }),
    identify: (body) => call(routes.identify, { name: 'identify', body, attempts: 1 }),
    show: (showingId) => call(routes.show, { name: 'show', body: { showingId }, attempts: 2 }),
    showing: (showingId, signal) =>
      call(routes.showing, { name: 'showing', params: { showingId }, attempts: 1, signal }),
    endShowing: (showingId) => call(routes.endShowing, { name: 'end-showing', params: { showingId }, attempts: 1 }),
  };
}
