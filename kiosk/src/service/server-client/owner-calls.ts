import type { Result } from '@louting/common/result';
import { preferenceRoutes, type Preferences } from '@louting/server/contract/owner-preferences';
import type { Calling } from './call.ts';

/** What an owner looks up or leaves behind beside a payment. */
export interface OwnerCalls {
  /** @param chosenAt milliseconds since the epoch */
  rememberPreferences(
    sessionId: string,
    preferences: Preferences,
    chosenAt: number,
  ): Promise<Result<{ readonly kept: boolean }>>;
}

export function ownerCalls(call: Calling): OwnerCalls {
  const ofSession = (sessionId: string, rest: string) => `/kiosk/v1/sessions/${encodeURIComponent(sessionId)}${rest}`;
  return {
    rememberPreferences: (sessionId, preferences, chosenAt) =>
      call(preferenceRoutes.rememberPreferences.response, {
        name: 'remember-preferences',
        method: 'POST',
        path: ofSession(sessionId, '/preferences'),
        body: { chosenAt, preferences },
        attempts: 1,
      }),
  };
}
