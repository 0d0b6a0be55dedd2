import { generateKeyPairSync } from 'node:crypto';
import { newId } from '@louting/common/ids';
import { unwrap } from '@louting/common/result';
import { describe, expect, it } from 'vitest';
import type { Enrolment } from '../contract/kiosk-api.ts';
import { rawPublicKey, signRequest } from '../contract/request-signature.ts';
import { issueEnrolmentCode } from '../modules/kiosks/kiosks.store.ts';
import { describeOnEachDatabase } from '../storage/test-storages.ts';
import { ORIGIN, startTestServer, type TestServer } from './testing/test-server.ts';

const HELP = '/kiosk/v1/tickets';

/** A signed call for help as it stands on the wire, to be tampered with. */
function wire(server: TestServer, changes: { path?: string; created?: number; keyId?: string; origin?: string } = {}) {
  const [kiosk] = server.kiosks;
  const { path = HELP, created = server.clock.now(), keyId = kiosk.keyId, origin = ORIGIN } = changes;
  const payload = JSON.stringify({ kind: 'help-call', ticketId: newId(), screen: 'bills', at: created });
  const { privateKey } = kiosk;
  const signed = { method: 'POST', url: `${origin}${path}`, body: payload, privateKey, keyId, created, nonce: newId() };
  const headers = { host: 'louting.test', 'content-type': 'application/json', ...signRequest(signed) };
  return { method: 'POST' as const, url: HELP, headers, payload };
}
const send = async (server: TestServer, request: ReturnType<typeof wire>) => {
  const answer = await server.app.inject(request);
  return [answer.statusCode, answer.json<{ code?: string }>().code];
};

describeOnEachDatabase('kiosk identity', (openBooks) => {
  it('a captured request is refused the second time, by any process on these books', async () => {
    const server = await startTestServer(await openBooks());
    const request = wire(server);
    expect(await send(server, request)).toEqual([200, undefined]);
    expect(await send(server, request)).toEqual([401, 'LT-4003']);
    expect(await send(await server.restart(), request)).toEqual([401, 'LT-4003']);
    const twice = wire(server);
    const answers = await Promise.all([send(server, twice), send(server, twice)]);
    expect(answers.map(([status]) => status).sort((a, b) => Number(a) - Number(b))).toEqual([200, 401]);
  });

  it('what was altered, addressed elsewhere, too old or from a stranger is refused with its own code', async () => {
    const server = await startTestServer(await openBooks());
    const late = server.clock.now() - 301_000;
    expect(await send(server, { ...wire(server), payload: '{}' })).toEqual([400, 'LT-4006']);
    expect(await send(server, wire(server, { path: '/kiosk/v1/heartbeats' }))).toEqual([401, 'LT-4002']);
    expect(await send(server, wire(server, { origin: 'http://other.test' }))).toEqual([401, 'LT-4002']);
    expect(await send(server, wire(server, { created: late }))).toEqual([401, 'LT-4005']);
    expect(await send(server, wire(server, { keyId: newId() }))).toEqual([401, 'LT-4004']);
    const { headers, ...bare } = wire(server);
    const unsigned = { host: headers.host, 'content-type': headers['content-type'] };
    const answer = await server.app.inject({ ...bare, headers: unsigned });
    expect(answer.json()).toMatchObject({ code: 'LT-4002' });
    expect(await server.storage.db.selectFrom('ticket').selectAll().execute()).toEqual([]);
  });

  it('a kiosk that was retired, or enrolled anew, is refused within seconds', async () => {
    const server = await startTestServer(await openBooks());
    const [kiosk] = server.kiosks;
    expect(await send(server, wire(server))).toEqual([200, undefined]);
    await server.storage.transact((tx) =>
      tx.updateTable('kiosk').set({ status: 'retired' }).where('kiosk_id', '=', kiosk.kioskId).execute(),
    );
    server.clock.pass(5_000);
    expect(await send(server, wire(server))).toEqual([401, 'LT-4004']);
  });

  describe('enrolment', () => {
    const enrol = async (server: TestServer, code: string, publicKey: string) => {
      const answer = await server.app.inject({
        method: 'POST',
        url: '/kiosk/v1/enrolments',
        payload: { code, publicKey },
      });
      return { status: answer.statusCode, body: answer.json<Enrolment & { code?: string }>() };
    };
    const key = () => rawPublicKey(generateKeyPairSync('ed25519').privateKey);

    it('by a code, once; the same key may ask again for a lost answer; the old key ends', async () => {
      const server = await startTestServer(await openBooks());
      const { storage, clock, kiosks } = server;
      const { code } = unwrap(await issueEnrolmentCode(storage, kiosks[0].kioskId, clock.now()));
      const publicKey = key();
      const first = await enrol(server, code.toLowerCase().replaceAll('-', ' '), publicKey);
      expect(first.body.configuration).toMatchObject({
        kioskNumber: 'K001',
        community: { 'zh-CN': '翠湖花园', 'zh-TW': '翠湖花園' },
        methods: ['wechat-qr', 'alipay-qr', 'payer-code', 'cash'],
        acceptedNotes: [100, 500, 1_000, 2_000, 5_000, 10_000],
      });
      expect((await enrol(server, code, publicKey)).body).toEqual(first.body);
      expect((await enrol(server, code, key())).body).toEqual({ code: 'LT-4001' });
      clock.pass(5_000);
      expect(await send(server, wire(server))).toEqual([401, 'LT-4004']);
    });

    it('with a wrong, superseded or expired code is refused', async () => {
      const server = await startTestServer(await openBooks());
      const { storage, clock, kiosks } = server;
      const issue = async () => unwrap(await issueEnrolmentCode(storage, kiosks[1].kioskId, clock.now())).code;
      const superseded = await issue();
      const current = await issue();
      expect((await enrol(server, superseded, key())).body.code).toBe('LT-4001');
      expect((await enrol(server, 'AAAA-AAAA-AAAA-AAAA', key())).body.code).toBe('LT-4001');
      clock.pass(3_600_001);
      expect((await enrol(server, current, key())).body.code).toBe('LT-4001');
      const rows = await storage.db.selectFrom('kiosk_enrolment_code').selectAll().execute();
      expect(JSON.stringify(rows)).not.toContain(current.replaceAll('-', ''));
    });
  });

  it('heartbeats are kept', async () => {
    const server = await startTestServer(await openBooks());
    const { kiosks, storage, clock } = server;
    const at = clock.now();
    const devices = [{ role: 'receipt-printer', state: 'failed', code: 'LT-3202' }];
    const beat = { at, startedAt: at, version: '0.1.0', screen: 'idle', idle: true, devices, openIntents: 0 };
    expect((await kiosks[0].call('POST', '/kiosk/v1/heartbeats', beat)).body).toMatchObject({ serverTime: at });
    clock.pass(60_000);
    await kiosks[0].call('POST', '/kiosk/v1/heartbeats', { ...beat, at: clock.now() });
    const row = await storage.db.selectFrom('kiosk').selectAll().where('number', '=', 'K001').executeTakeFirstOrThrow();
    expect(row).toMatchObject({ last_seen_at: at + 60_000, heartbeat_changed_at: at });
  });
});
