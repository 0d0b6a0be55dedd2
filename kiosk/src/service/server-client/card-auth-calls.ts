import type { Result } from '@louting/common/result';
import {
  cardAuthRoutes,
  type CardAuthentication,
  type StartCardAuthentication,
} from '@louting/server/contract/card-auth-api';
import type { Calling } from './call.ts';

/** A card proves itself: neither is sent twice by itself, the card said it once. */
export interface CardAuthCalls {
  startCardAuthentication(start: StartCardAuthentication): Promise<Result<CardAuthentication>>;
  answerCardAuthentication(authenticationId: string, answers: readonly string[]): Promise<Result<CardAuthentication>>;
}

export function cardAuthCalls(call: Calling): CardAuthCalls {
  const { start, answer } = cardAuthRoutes;
  return {
    startCardAuthentication: (body) => call(start, { name: 'start-card-authentication', body, attempts: 1 }),
    answerCardAuthentication: (authenticationId, answers) =>
      call(answer, {
        name: 'answer-card-authentication',
        params: { authenticationId },
        body: { answers },
        attempts: 1,
      }),
  };
}
