import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@louting/common/ids';
import pino from 'pino';
import { expect, it } from 'vitest';
import { logInStaff } from '../../app/testing/test-staff.ts';
import { startTestServer, TEST_PROVING, type TestKiosk } from '../../app/testing/test-server.ts';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';
import { loadCardMasters } from './card-masters.ts';
import { keyOfCard } from './card-proofs.ts';
import { testDesfireCard } from './test-card.ts';

const STOLEN_MASTER = Buffer.alloc(16, 99);
const keyFor = (uid: string, proving = TEST_PROVING) =>
  keyOfCard({ scheme: 'desfire', keyVersion: 1, uid: Buffer.from(uid, 'hex'), serial: undefined }, proving) ??
  STOLEN_MASTER;

async function begin(kiosk: TestKiosk, uid: string, card = testDesfireCard(keyFor(uid)), authenticationId = newId()) {
  const opened = { authenticationId, uid, scheme: 'desfire', answers: card.open() };
  const started = await kiosk.call('POST', '/kiosk/v1/card-authentications', opened);
  const [command = ''] = (started.body.commands ?? []) as readonly string[];
  const path = `/kiosk/v1/card-authentications/${authenticationId}/answers`;
  const send = (answers: readonly string[], by = kiosk) => by.call('POST', path, { answers });
  return { authenticationId, started, command, send, answer: () => send([card.answer(command)]) };
}

const enter = (kiosk: TestKiosk, uid: string, authenticationId?: string, sessionId = newId()) =>
  kiosk.call('POST', '/kiosk/v1/sessions', { sessionId, credential: { type: 'card', uid, authenticationId } });

describeOnEachDatabase('cards that prove themselves', (openBooks) => {
  async function scene() {
    let log = '';
    const logger = pino({ level: 'debug' }, { write: (line: string) => void (log += line) });
    const server = await startTestServer(await openBooks(), { logger });
    await server.storage.transact((tx) => tx.updateTable('card').set({ scheme: 'desfire' }).execute());
    const uid = server.estate.households[0]?.cardUid ?? '';
    const other = server.estate.households[1]?.cardUid ?? '';
    return { server, uid, other, kiosk: server.kiosks[0], log: () => log };
  }

  it('the issued card comes in strongly, once', async () => {
    const { kiosk, uid } = await scene();
    const proof = await begin(kiosk, uid);
    expect(await proof.answer()).toMatchObject({ status: 200, body: { state: 'proved' } });
    const sessionId = newId();
    const session = await enter(kiosk, uid, proof.authenticationId, sessionId);
    expect(session.body).toMatchObject({ strength: 'strong', payerMasked: '张*' });
    expect((await enter(kiosk, uid, proof.authenticationId, sessionId)).status).toBe(200);
    expect((await enter(kiosk, uid, proof.authenticationId)).body).toMatchObject({ code: 'LT-1020' });
  });

  it('a copy with the right number does not come in, and staff are told once', async () => {
    const { kiosk, uid, server, log } = await scene();
    const copy = await begin(kiosk, uid, testDesfireCard(STOLEN_MASTER));
    expect(await copy.answer()).toMatchObject({ status: 403, body: { code: 'LT-1018' } });
    expect((await enter(kiosk, uid, copy.authenticationId)).body).toMatchObject({ code: 'LT-1020' });
    expect((await enter(kiosk, uid)).body).toMatchObject({ code: 'LT-1018' });
    const raised = await server.storage.db.selectFrom('payment_exception').select(['code', 'detail']).execute();
    expect(raised).toEqual([{ code: 'LT-1018', detail: `****${uid.slice(-4)} 2026-11-23` }]);
    for (let tries = 0; tries < 4; tries += 1) await (await begin(kiosk, uid, testDesfireCard(STOLEN_MASTER))).answer();
    expect((await begin(kiosk, uid)).started.body).toMatchObject({ code: 'LT-1014' });
    expect(log()).not.toContain(uid);
    expect(log()).not.toContain(keyFor(uid).toString('hex'));
  });

  it('what was said once proves nothing again', async () => {
    const { kiosk, uid, other, server } = await scene();
    const card = testDesfireCard(keyFor(uid));
    const first = await begin(kiosk, uid, card);
    const answer = card.answer(first.command);
    expect((await first.send([answer], server.kiosks[1])).body).toMatchObject({ code: 'LT-1020' });
    expect((await first.send([answer])).body).toMatchObject({ state: 'proved' });
    expect((await first.send([answer])).body).toMatchObject({ code: 'LT-1020' });
    const again = await begin(kiosk, uid, card);
    expect((await again.send([answer])).body).toMatchObject({ code: 'LT-1018' });
    expect((await begin(kiosk, uid, card, first.authenticationId)).started.body).toMatchObject({ code: 'LT-1020' });
    expect((await enter(kiosk, other, first.authenticationId)).body).toMatchObject({ code: 'LT-1020' });
    expect((await enter(server.kiosks[1], uid, first.authenticationId)).body).toMatchObject({ code: 'LT-1020' });
  });

  it('one at a time at a kiosk, and each for a short while', async () => {
    const { kiosk, uid, other, server } = await scene();
    const left = await begin(kiosk, uid);
    const present = await begin(kiosk, other);
    expect((await left.answer()).body).toMatchObject({ code: 'LT-1020' });
    server.clock.pass(15_000);
    expect((await present.answer()).body).toMatchObject({ code: 'LT-1020' });
    const proved = await begin(kiosk, uid);
    await proved.answer();
    server.clock.pass(60_000);
    expect((await enter(kiosk, uid, proved.authenticationId)).body).toMatchObject({ code: 'LT-1020' });
  });

  it('a card of another kind, of no kind or without a key', async () => {
    const { kiosk, uid, server } = await scene();
    const claim = (scheme: string, answers: readonly string[]) =>
      kiosk.call('POST', '/kiosk/v1/card-authentications', { authenticationId: newId(), uid, scheme, answers });
    expect((await claim('fmcos', ['9000'])).body).toMatchObject({ code: 'LT-1018' });
    expect((await claim('desfire', ['91A0'])).body).toMatchObject({ code: 'LT-1018' });
    expect((await claim('desfire', ['no hex'])).status).toBe(400);
    await server.storage.transact((tx) => tx.updateTable('card').set({ key_version: 7 }).execute());
    expect((await begin(kiosk, uid)).started.body).toMatchObject({ code: 'LT-1021' });
    await server.storage.transact((tx) => tx.updateTable('card').set({ scheme: 'uid' }).execute());
    expect((await begin(kiosk, uid)).started.body).toEqual({ state: 'not-needed' });
  });

  it('where only strong cards count, a card with its number alone may pay and nothing else', async () => {
    const { kiosk, uid, server } = await scene();
    await server.storage.transact((tx) => tx.updateTable('card').set({ scheme: 'uid' }).execute());
    expect((await enter(kiosk, uid)).body).toMatchObject({ strength: 'strong' });
    const setting = `/admin/v1/communities/${server.estate.communityId}/cards`;
    const only = { cards: 'strong-only' };
    expect((await (await logInStaff(server, ['system-admin'], [])).put(setting, only)).body.code).toBe('LT-9002');
    expect((await (await logInStaff(server, ['cashier'])).put(setting, only)).status).toBe(403);
    expect((await (await logInStaff(server, ['system-admin'])).put(setting, only)).body).toEqual(only);
    expect((await enter(kiosk, uid)).body).toMatchObject({ strength: 'weak', prepaidFen: 0 });
    await server.storage.transact((tx) => tx.updateTable('card').set({ scheme: 'desfire' }).execute());
    const proof = await begin(kiosk, uid);
    await proof.answer();
    expect((await enter(kiosk, uid, proof.authenticationId)).body).toMatchObject({ strength: 'strong' });
  });
});

it('master keys are made once, readable by their owner only, and never told', () => {
  const directory = mkdtempSync(join(tmpdir(), 'louting-card-masters-'));
  const path = join(directory, 'card-master-keys');
  try {
    const masters = loadCardMasters(directory);
    expect(loadCardMasters(directory)).toEqual(masters);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    writeFileSync(path, readFileSync(path, 'utf8').replace('desfire', 'other'));
    const secret = masters[1]?.fmcos.toString('hex') ?? 'none';
    expect(() => loadCardMasters(directory)).toThrow(/does not hold/);
    expect(() => loadCardMasters(directory)).not.toThrow(new RegExp(secret));
  } finally {
    rmSync(directory, { recursive: true });
  }
});
