import type { KeyObject } from 'node:crypto';
import type { Clock } from '@louting/common/clock';
import { failed, ok, type Result } from '@louting/common/result';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { publicKeyFromRaw, verifyRequest } from '../contract/request-signature.ts';
import { findEnrolledKey, type KioskIdentity } from '../modules/kiosks/kiosks.store.ts';
import type { ReplayGuard } from '../modules/kiosks/replay-guard.ts';
import type { Storage } from '../storage/storage.ts';
import { keepRawJson } from './raw-body.ts';
import { sendProblem } from './problem.ts';
import { checkOnThread } from './signature-checks.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who signed the request; only behind `identifyKiosks`. */
    kiosk: KioskIdentity;
    /** The nonce of the request is stored; it shares the commit of what the request writes. */
    nonceStored: Promise<unknown> | undefined;
  }
}

/** A key that was revoked is refused after this at the latest. */
const KEY_IS_KNOWN_FOR_MS = 5_000;

interface IdentityDependencies {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly replayGuard: ReplayGuard;
  /** Origins under which this server may be addressed; the signature covers the one the kiosk used. */
  readonly origins: () => readonly string[];
}

/** Every request of this scope must carry the signature of an enrolled kiosk (RFC 9421), each only once. */
export function identifyKiosks(app: FastifyInstance, dependencies: IdentityDependencies): void {
  const identify = kioskIdentifier(dependencies);
  keepRawJson(app);
  app.decorateRequest('kiosk');
  app.decorateRequest('nonceStored');
  // Before validation: who cannot prove who it is learns nothing about the shape of requests.
  app.addHook('preValidation', async (request, reply) => {
    const kiosk = await identify(request);
    if (!kiosk.ok) {
      request.log.warn({ code: kiosk.error.code, detail: kiosk.error.detail }, 'kiosk request refused');
      return sendProblem(reply, kiosk.error);
    }
    request.kiosk = kiosk.value;
    return undefined;
  });
  app.addHook('onSend', async (request) => {
    const stored = request.nonceStored;
    // A failure is answered through this hook too, once.
    request.nonceStored = undefined;
    await stored;
  });
}

interface KnownKey extends KioskIdentity {
  readonly key: KeyObject;
  readonly readAt: number;
}

function kioskIdentifier({ storage, clock, replayGuard, origins }: IdentityDependencies) {
  const known = new Map<string, KnownKey>();

  async function keyOf(keyId: string): Promise<KnownKey | undefined> {
    const now = clock.now();
    const cached = known.get(keyId);
    if (cached && Math.abs(now - cached.readAt) < KEY_IS_KNOWN_FOR_MS) return cached;
    known.delete(keyId);
    const row = await findEnrolledKey(storage.db, keyId);
    if (!row) return undefined;
    const { kioskId, number, communityId, publicKey } = row;
    const fresh = { kioskId, number, communityId, key: publicKeyFromRaw(publicKey), readAt: now };
    known.set(keyId, fresh);
    return fresh;
  }

  return async (request: FastifyRequest): Promise<Result<KioskIdentity>> => {
    const { method, headers, rawBody } = request;
    const url = `${originOf(request, origins())}${request.raw.url ?? ''}`;
    let kiosk: KnownKey | undefined;
    const signer = await verifyRequest(
      { method, url, headers, body: rawBody },
      async (keyId) => {
        kiosk = await keyOf(keyId);
        return kiosk?.key;
      },
      clock.now(),
      checkOnThread,
    );
    if (!signer.ok) return signer;
    if (!kiosk) return failed('LT-4004');
    const { isNew, stored } = await replayGuard.admit(signer.value.keyId, signer.value.nonce);
    request.nonceStored = stored;
    return isNew ? ok(kiosk) : failed('LT-4003');
  };
}

/** The origin the kiosk addressed, if it is one of ours; the Host header alone is not believed. */
function originOf(request: FastifyRequest, origins: readonly string[]): string {
  const host = request.headers.host ?? '';
  return origins.find((origin) => origin.endsWith(`//${host}`)) ?? origins[0] ?? '';
}
