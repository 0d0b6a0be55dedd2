import type { Clock } from '@louting/common/clock';
import { failed, ok, type Result } from '@louting/common/result';
import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { contractRoute } from '../../app/contract-route.ts';
import { sendProblem } from '../../app/problem.ts';
import { type Preferences, preferenceRoutes } from '../../contract/owner-preferences.ts';
import type { Storage } from '../../storage/storage.ts';
import { sessionOfKiosk } from '../sessions/sessions.store.ts';
import { choicesOf } from './preferences.ts';
import { rememberChoices } from './preferences.store.ts';

interface PreferencesContext {
  readonly storage: Storage;
  readonly clock: Clock;
}

/** Expects kiosks to be identified. */
export function preferenceRoutesPlugin(context: PreferencesContext): FastifyPluginAsync {
  return async (plugin) => {
    const route = preferenceRoutes.rememberPreferences;
    plugin.withTypeProvider<ZodTypeProvider>().route({
      ...contractRoute(route, 'kiosk'),
      handler: async ({ kiosk, params, body }, reply) => {
        const kept = await remember(context, kiosk.kioskId, params.sessionId, body);
        return kept.ok ? kept.value : sendProblem(reply, kept.error);
      },
    });
  };
}

function remember(
  { storage, clock }: PreferencesContext,
  kioskId: string,
  sessionId: string,
  choice: { readonly chosenAt: number; readonly preferences: Preferences },
): Promise<Result<{ readonly kept: boolean }>> {
  // A clock that runs ahead must not make a choice that nothing can undo.
  const chosenAt = Math.min(choice.chosenAt, clock.now());
  return storage.transact(async (tx) => {
    const session = await sessionOfKiosk(tx, kioskId, sessionId);
    if (!session) return failed('LT-1007');
    if (session.partyId === undefined) return ok({ kept: false });
    await rememberChoices(tx, session.partyId, choicesOf(choice.preferences), chosenAt);
    return ok({ kept: true });
  });
}
