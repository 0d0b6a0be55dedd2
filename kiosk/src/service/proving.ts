import { failed, ok, type Result } from '@louting/common/result';
import type { Credential, Session } from '@louting/server/contract/session-api';
import type { PaymentWorld } from './payments/payment-world.ts';

type CardCredential = Extract<Credential, { type: 'card' }>;

export interface ProvingWorld extends Pick<PaymentWorld, 'kiosk' | 'log' | 'newId'> {
  readonly devices: Pick<PaymentWorld['devices'], 'communityCard'>;
  readonly server: Pick<PaymentWorld['server'], 'openSession' | 'startCardAuthentication' | 'answerCardAuthentication'>;
}

/** The service of an older bridge carries nothing: the server then decides what the number alone is worth. */
const NOTHING_CARRIED = new Set(['LT-3903', 'LT-3905', 'LT-3001']);

/**
 * Opens sessions for cards. The card proves itself on the way, while it lies there; the session is asked for again with
 * what it proved then, because nobody is to lay it down twice.
 */
export function cardSessions(world: ProvingWorld) {
  let proved: { readonly sessionId: string; readonly credential: CardCredential } | undefined;
  const { server, newId } = world;

  return async (uid: string, again: string | undefined): Promise<Result<Session>> => {
    if (proved && again === proved.sessionId && proved.credential.uid === uid) {
      const fresh = await server.openSession(again, proved.credential);
      if (!fresh.ok) proved = undefined;
      return fresh;
    }
    proved = undefined;
    const credential = await prove(world, uid);
    if (!credential.ok) return credential;
    const sessionId = newId();
    const session = await server.openSession(sessionId, credential.value);
    if (session.ok && credential.value.authenticationId !== undefined)
      proved = { sessionId, credential: credential.value };
    return session;
  };
}

/** @returns LT-1018 … LT-1021, or what the line says */
async function prove(world: ProvingWorld, uid: string): Promise<Result<CardCredential>> {
  const { devices, server, kiosk, log, newId } = world;
  const byNumber: CardCredential = { type: 'card', uid };
  const probes = kiosk().cardProbes;
  if (probes.length === 0) return ok(byNumber);
  const opened = await devices.communityCard.open(probes);
  if (!opened.ok && NOTHING_CARRIED.has(opened.error.code)) {
    log.info({ failure: opened.error }, 'device bridge carries nothing to cards');
    return ok(byNumber);
  }
  // A card that only has its number has said all by then; the server knows which kind it is.
  if (!opened.ok || opened.value.uid !== uid) return ok({ ...byNumber, takenAway: true });
  const { application } = opened.value;
  if (!application) return ok(byNumber);
  const authenticationId = newId();
  const started = await server.startCardAuthentication({ authenticationId, uid, ...application });
  if (!started.ok) return started;
  if (started.value.state === 'not-needed') return ok(byNumber);
  if (started.value.state !== 'commands') return failed('LT-1020');
  const said = await devices.communityCard.relay(started.value.commands);
  if (!said.ok) return said;
  const answered = await server.answerCardAuthentication(authenticationId, said.value);
  return answered.ok ? ok({ ...byNumber, authenticationId }) : answered;
}
