import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noFailPoints } from '@louting/common/fail-points';
import { unwrap } from '@louting/common/result';
import { verifyRequest } from '@louting/server/contract/request-signature';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { configuration, household, order, ORDER_ID } from '../../flows/test-effects.ts';
import { identityOfKiosk } from './enrolment.ts';
import { connectServer, type ServerClient } from './server-client.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const NOW = 1_790_000_000_000;

type Handler = (request: IncomingMessage, body: Buffer, response: ServerResponse) => void;

let handlers: Handler[];
let asked: { readonly request: IncomingMessage; readonly body: Buffer }[];
let url: string;
let client: ServerClient;
let close: () => void;

const json =
  (status: number, body: unknown): Handler =>
  (_request, _body, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
const hangUp: Handler = (request) => request.socket.destroy();

beforeEach(async () => {
  handlers = [];
  asked = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      asked.push({ request, body });
      const [handler = hangUp] = handlers.length > 1 ? handlers.splice(0, 1) : handlers;
      handler(request, body, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  client = connectServer({
    serverUrl: url,
    identity: { keyId: 'key-1', privateKey },
    clock: { now: () => NOW },
    failPoints: noFailPoints,
    timeoutMs: 300,
  });
  close = () => {
    client.close();
    server.closeAllConnections();
    server.close();
  };
});
afterEach(() => close());

describe('what the kiosk says to the server', () => {
  it('is signed so that the server can verify method, address and body', async () => {
    handlers = [json(200, household)];
    expect(await client.openSession(household.sessionId, { type: 'card', uid: '04A1B2C3' })).toEqual({
      ok: true,
      value: household,
    });
    const [{ request, body } = { request: undefined, body: Buffer.alloc(0) }] = asked;
    const signed = { method: 'POST', url: `${url}${request?.url}`, headers: request?.headers ?? {}, body };
    expect(await verifyRequest(signed, () => publicKey, NOW)).toMatchObject({ ok: true, value: { keyId: 'key-1' } });
  });

  it('names no content type when there is no body', async () => {
    handlers = [json(200, order('CLOSED'))];
    unwrap(await client.closePaymentOrder(ORDER_ID));
    expect(asked[0]?.request.headers['content-type']).toBeUndefined();
  });

  it('server hangs up twice: sent again under the same ids, then answered', async () => {
    handlers = [hangUp, hangUp, json(200, order('SUCCEEDED', 'cash'))];
    const settlement = {
      notes: [],
      suspenseNotes: [],
      disposition: 'bills' as const,
      excess: 'unclaimed' as const,
      recovered: false,
    };
    unwrap(await client.settleCash(ORDER_ID, settlement));
    expect(new Set(asked.map(({ body }) => body.toString())).size).toBe(1);
    expect(new Set(asked.map(({ request }) => request.headers['signature-input'])).size).toBe(3);
  });

  it('payer code is never sent twice: a lost answer is watched, not repeated', async () => {
    handlers = [hangUp];
    expect(await client.submitPayerCode(ORDER_ID, '130000000000000001')).toMatchObject({
      ok: false,
      error: { code: 'LT-5001' },
    });
    expect(asked).toHaveLength(1);
  });

  it.each<[string, Handler, string]>([
    ['a problem', json(409, { code: 'LT-2002' }), 'LT-2002'],
    ['a gateway in between', json(502, { oops: true }), 'LT-5001'],
    ['silence', () => undefined, 'LT-5001'],
    ['something outside the contract', json(200, { orderId: 'x' }), 'LT-9999'],
    ['no JSON', (_request, _body, response) => void response.end('<html>'), 'LT-9999'],
  ])('%s becomes one clear code', async (_, handler, code) => {
    handlers = [handler];
    expect(await client.watchPaymentOrder(ORDER_ID, { waitMs: 0 })).toMatchObject({ ok: false, error: { code } });
  });
});

describe('enrolment', () => {
  it('makes a key that only the kiosk can read, sends the public half, and needs the code once', async () => {
    const stateDirectory = mkdtempSync(join(tmpdir(), 'louting-enrolment-'));
    const enrolmentCodeFile = join(stateDirectory, 'code');
    const enrol = () =>
      identityOfKiosk({ serverUrl: url, stateDirectory, enrolmentCode: undefined, enrolmentCodeFile });
    expect(await enrol()).toMatchObject({ ok: false, error: { code: 'LT-5004' } });
    writeFileSync(enrolmentCodeFile, '{"code":"ABCD-EFGH"}');
    handlers = [json(403, { code: 'LT-4001' })];
    expect(await enrol()).toMatchObject({ ok: false, error: { code: 'LT-4001' } });
    handlers = [json(200, { keyId: 'key-9', configuration })];
    expect(unwrap(await enrol())).toMatchObject({ keyId: 'key-9', configuration });
    expect(statSync(join(stateDirectory, 'kiosk-key.pem')).mode & 0o777).toBe(0o600);
    rmSync(enrolmentCodeFile);
    handlers = [hangUp];
    expect(unwrap(await enrol()).keyId).toBe('key-9');
    expect(new Set(asked.map(({ body }) => body.toString())).size).toBe(1);
    rmSync(stateDirectory, { recursive: true });
  });
});
