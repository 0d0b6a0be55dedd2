import { failed, ok, type Result } from '@louting/common/result';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { keepRawJson } from '../../app/raw-body.ts';
import { contractRoute } from '../../app/contract-route.ts';
import { sendProblem } from '../../app/problem.ts';
import { signatureIsRight } from '../../channels/shared-secret-signature.ts';
import { barrierGateRoutes } from '../../contract/barrier-gate-api.ts';
import type { GateOfCommunity } from './barrier-gate.ts';
import { communityOfGate, takeGateEvent } from './gate-events.store.ts';
import type { ParkingContext } from './parking-context.ts';

/** A request that is older was kept back by somebody, or the gate's clock is off. */
const FRESH_MS = 5 * 60_000;
/** A clock that is ahead by more would price a stay that has not been. */
const AHEAD_MS = 60_000;

/**
 * Where barrier gates tell of cars, each request signed by its gate. The event id keeps a request that is sent again from
 * counting twice, so nothing else has to remember it.
 */
export function gateRoutesPlugin(context: ParkingContext): FastifyPluginAsync {
  const { storage, clock, gates } = context;
  return async (plugin) => {
    keepRawJson(plugin);
    const app = plugin.withTypeProvider<ZodTypeProvider>();
    const { event: told } = barrierGateRoutes;
    app.route({
      ...contractRoute(told, 'gates'),
      preValidation: async (request, reply) => {
        const gate = gateOf(request, gates, clock.now());
        if (gate.ok) return undefined;
        request.log.warn({ code: gate.error.code, detail: gate.error.detail }, 'gate event refused');
        return sendProblem(reply, gate.error);
      },
      handler: async (request, reply) => {
        const gate = gateOf(request, gates, clock.now());
        if (!gate.ok) return sendProblem(reply, gate.error);
        const event = request.body;
        if (event.at > clock.now() + AHEAD_MS) return sendProblem(reply, { code: 'LT-4005' });
        const taken = await storage.transact(async (tx) => {
          const communityId = await communityOfGate(tx, gate.value.communityCode);
          return communityId === undefined ? failed('LT-9002') : takeGateEvent(tx, context, communityId, event);
        });
        return taken.ok ? taken.value : sendProblem(reply, taken.error);
      },
    });
  };
}

/** @returns LT-4004 no such gate, LT-4005 its clock is off, LT-4002 not its signature */
function gateOf(
  { method, url, headers, rawBody }: FastifyRequest,
  gates: readonly GateOfCommunity[],
  now: number,
): Result<GateOfCommunity> {
  const header = (name: string) => String(headers[name] ?? '');
  const gate = gates.find(({ keyId }) => keyId === header('x-gate-key'));
  if (!gate) return failed('LT-4004', 'gate is not known');
  const timestamp = header('x-timestamp');
  if (!(Math.abs(now - Number(timestamp)) <= FRESH_MS)) return failed('LT-4005');
  const parts = { subject: `${method} ${url}`, timestamp, nonce: header('x-nonce'), body: rawBody };
  return signatureIsRight(header('x-signature'), parts, gate.secret) ? ok(gate) : failed('LT-4002');
}
