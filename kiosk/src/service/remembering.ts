import { isUncertain, type FlowEffects } from '../flows/effects.ts';
import type { StoredIntent } from './journal/intents.ts';
import { record, type PaymentWorld } from './payments/payment-world.ts';

type Remembering = Extract<StoredIntent, { kind: 'preferences' }>;

/** On the disk before it is sent: the owner has gone, and chooses it once. */
export function rememberingEffects(world: PaymentWorld): Pick<FlowEffects, 'rememberPreferences'> {
  return {
    rememberPreferences: ({ sessionId, preferences }) => {
      const id = world.newId();
      const payload = { sessionId, preferences };
      const written = record(world, { open: [{ id, kind: 'preferences', subject: sessionId, payload }] });
      if (written.ok) void tellPreferences(world, { id, payload, openedAt: world.clock.now() });
    },
  };
}

export async function tellPreferences(
  world: PaymentWorld,
  { id, payload, openedAt }: Pick<Remembering, 'id' | 'payload' | 'openedAt'>,
): Promise<void> {
  const told = await world.server.rememberPreferences(payload.sessionId, payload.preferences, openedAt);
  if (world.stopping.aborted) return;
  if (told.ok) record(world, { close: [{ id, kind: 'preferences', outcome: { kept: told.value.kept } }] });
  else if (!isUncertain(told.error)) {
    record(world, { close: [{ id, kind: 'preferences', outcome: { refused: told.error.code } }] });
  }
}
