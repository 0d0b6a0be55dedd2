import { newId } from '@louting/common/ids';
import { failed, ok, unwrap } from '@louting/common/result';
import { type Answer, CARD_KEY, startTestServer, type TestServer } from '../../app/testing/test-server.ts';
import type { GateAnswer, GateEvent, LetOut } from '../../contract/barrier-gate-api.ts';
import { signedGateHeaders } from '../../channels/barrier-gate/gate-signature.ts';
import type { Storage } from '../../storage/storage.ts';
import type { ParkingContext } from './parking-context.ts';
import { parkingStaysJob } from './parking-stays.job.ts';
import { setStayTariff } from './stay-tariffs.store.ts';

export const GATE_KEY = { keyId: 'east-gate', secret: 'a secret of both' };
export const PLATE = '浙A·1B2C3';

/** 30 minutes free, the first hour 5 yuan, then 2 yuan an hour, 20 yuan at most. */
export const TARIFF = {
  tariffId: newId(),
  from: '2026-11-01',
  taxRate: 900,
  freeMinutes: 30,
  firstMinutes: 60,
  firstFen: 500,
  blockMinutes: 60,
  blockFen: 200,
  capFen: 2_000,
  graceMinutes: 15,
};

export interface TestGate {
  readonly server: TestServer;
  readonly parking: ParkingContext;
  /** What the gate was told, in order. */
  readonly commands: LetOut[];
  readonly line: { broken: boolean };
  /** Tells of a car as the gate does; by default of `PLATE`, now. */
  tell(kind: GateEvent['kind'], change?: object, secret?: string): Promise<Answer<GateAnswer & { code?: string }>>;
  /** What the server does by itself every other second. */
  work(): Promise<void>;
}

/** A server whose community has a tariff and one gate. */
export async function startGate(storage: Storage): Promise<TestGate> {
  const commands: LetOut[] = [];
  const line = { broken: false };
  const letOut = async (command: LetOut) => {
    if (line.broken) return failed('LT-2866');
    commands.push(command);
    return ok();
  };
  const gates = [{ ...GATE_KEY, communityCode: 'CH', gate: { letOut } }];
  const server = await startTestServer(storage, { gates });
  const { clock, estate } = server;
  const parking = { storage, clock, newId, cardKey: CARD_KEY, gates };
  const by = { by: 'staff:1', today: '2026-11-01', now: clock.now() };
  await storage.transact(async (tx) => unwrap(await setStayTariff(tx, estate.communityId, TARIFF, by)));
  return {
    server,
    parking,
    commands,
    line,
    tell: async (kind, change = {}, secret = GATE_KEY.secret) => {
      const at = clock.now();
      const event = { eventId: newId(), kind, passageId: 'p-1', plate: PLATE, lane: '东门', at, ...change };
      const body = JSON.stringify(event);
      const parts = { subject: 'POST /gates/v1/events', timestamp: String(at), nonce: newId(), body };
      const headers = signedGateHeaders(parts, { ...GATE_KEY, secret });
      const answer = await server.app.inject({ method: 'POST', url: '/gates/v1/events', headers, payload: body });
      return { status: answer.statusCode, body: answer.json() };
    },
    work: () => parkingStaysJob(parking).run(new AbortController().signal),
  };
}
