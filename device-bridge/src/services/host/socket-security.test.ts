import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import { MAX_CONNECTIONS } from '../../protocol/envelope.ts';
import { toBase64 } from '../../protocol/message.ts';
import { Unsolicited, type XfsService } from '../xfs-service.ts';
import { TestClient } from './test-client.ts';
import { startXfsHost, type XfsHost } from './xfs-host.ts';

/** Everything here comes from outside, over sockets that need not know what a WebSocket is. */
const TOKEN = 'socket-security-test-token';
const CODE = '134567890123456789';
const APDU = '/8oAAAA=';
const running: { close(): unknown }[] = [];
let log: string[] = [];

afterEach(async () => {
  for (const thing of running.splice(0).toReversed()) await thing.close();
  log = [];
});

const service: XfsService = {
  name: 'Scanner',
  interfaces: ['BarcodeReader'],
  status: () => ({ common: { device: 'online' } }),
  capabilities: () => ({ common: { serviceVersion: '1.0', deviceInformation: [] } }),
  onUnsolicited: new Unsolicited().on,
  handlers: {
    'BarcodeReader.Read': () => ({ payload: { readOutput: [{ barcodeData: toBase64(Buffer.from(CODE)) }] } }),
    'CardReader.ChipIO': ({ chipProtocol, chipData }) => ({ payload: { chipProtocol, chipData } }),
    'CardReader.ReadRawData': () => ({ payload: { chip: [{ data: APDU }] } }),
    'Printer.PrintForm': () => ({}),
  },
};

async function open(): Promise<XfsHost> {
  const logger = pino({ level: 'debug' }, { write: (line: string) => void log.push(line) });
  const options = { port: 0, token: TOKEN, allowedOrigins: ['http://127.0.0.1:7310'], vendorName: 'Louting' };
  const host = await startXfsHost([service], options, logger);
  running.push(host);
  return host;
}

async function socketTo(port: number, address = '127.0.0.1'): Promise<Socket> {
  const socket = connect({ host: address, port });
  socket.on('error', () => undefined);
  running.push({ close: () => socket.destroy() });
  await once(socket, 'connect');
  return socket;
}

async function client(host: XfsHost): Promise<TestClient> {
  const connected = await TestClient.connect(`${host.url}/Scanner`, TOKEN);
  running.push(connected);
  return connected;
}

const handshake = (port: number, lines: readonly string[] = [`Authorization: Bearer ${TOKEN}`], path = '/Scanner') =>
  [
    `GET /xfs4iot/v1.0${path} HTTP/1.1`,
    ...(lines.some((line) => line.startsWith('Host:')) ? [] : [`Host: 127.0.0.1:${port}`]),
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    ...lines,
    '\r\n',
  ].join('\r\n');

async function answerTo(port: number, request: string): Promise<string> {
  const socket = await socketTo(port);
  socket.write(request);
  const [data] = (await once(socket, 'data')) as [Buffer];
  return data.toString('latin1').split('\r\n')[0] ?? '';
}

async function upgraded(host: XfsHost): Promise<Socket> {
  const socket = await socketTo(host.port);
  socket.write(handshake(host.port));
  await once(socket, 'data');
  return socket;
}

/** A client's text frame, masked with zeros. */
function frame(text: string): Buffer {
  const payload = Buffer.from(text);
  const size = payload.length < 126 ? Buffer.of(0x80 | payload.length) : Buffer.of(0xfe, 0, 0);
  if (payload.length >= 126) size.writeUInt16BE(payload.length, 1);
  return Buffer.concat([Buffer.of(0x81), size, Buffer.alloc(4), payload]);
}

const commandText = (name: string, requestId: number, payload: object = {}, version = '2.0'): string =>
  JSON.stringify({ header: { type: 'command', name, version, requestId }, payload });

test('the port is open on 127.0.0.1 and on no other address', async () => {
  const { port } = await open();
  await socketTo(port);
  await expect(socketTo(port, '127.0.0.2')).rejects.toThrow('ECONNREFUSED');
});

test.each([
  ['with the token', [`Authorization: Bearer ${TOKEN}`], '101'],
  ['without a token', [], '401'],
  ['with a token one letter off', [`Authorization: Bearer ${TOKEN.slice(0, -1)}m`], '401'],
  ['with the beginning of the token', [`Authorization: Bearer ${TOKEN.slice(0, 8)}`], '401'],
  ['by a name that was rebound to us', ['Host: evil.example', `Authorization: Bearer ${TOKEN}`], '403'],
  ['without saying whom it calls', ['Host:', `Authorization: Bearer ${TOKEN}`], '40'],
  ['on the port of another service', ['Host: 127.0.0.1:1', `Authorization: Bearer ${TOKEN}`], '403'],
  ['from a page of the web', [`Authorization: Bearer ${TOKEN}`, 'Origin: https://example.com'], '403'],
  ['from a file', [`Authorization: Bearer ${TOKEN}`, 'Origin: null'], '403'],
  ['from the screen', [`Authorization: Bearer ${TOKEN}`, 'Origin: http://127.0.0.1:7310'], '101'],
])('%s', async (_, lines, status) => {
  const { port } = await open();
  expect(await answerTo(port, handshake(port, lines))).toContain(`HTTP/1.1 ${status}`);
});

test('words that are no HTTP are refused', async () => {
  const { port } = await open();
  expect(await answerTo(port, 'HELLO\r\n\r\n')).toContain('400');
});

describe('a stranger without a token cannot take the bridge away from the kiosk', () => {
  const stranger = (port: number): string => handshake(port, [], '/nowhere');

  test.each(['//', '//[', 'http://[', '/%', '?token=secret'])('by asking for %s', async (target) => {
    const host = await open();
    expect(await answerTo(host.port, stranger(host.port).replace(/GET \S+/, `GET ${target}`))).toContain('40');
    expect((await (await client(host)).command('Common.Status')).header.completionCode).toBeUndefined();
    expect(log.join('')).not.toContain('secret');
  });

  test('by hanging up on the refusal', async () => {
    const host = await open();
    for (let time = 0; time < 20; time += 1) {
      const socket = await socketTo(host.port);
      socket.write(stranger(host.port));
      socket.resetAndDestroy();
    }
    await expect.poll(() => log.filter((line) => line.includes('connection refused')).length).toBeGreaterThan(0);
    expect((await (await client(host)).command('Common.Status')).header.completionCode).toBeUndefined();
  });

  test('by staying on the line after it was refused', async () => {
    const host = await open();
    const held = Array.from({ length: 2 * MAX_CONNECTIONS }, () => {
      const socket = connect({ host: '127.0.0.1', port: host.port, allowHalfOpen: true }).resume();
      socket.on('error', () => undefined);
      socket.write(stranger(host.port));
      return once(socket, 'end');
    });
    await Promise.all(held);
    await expect
      .poll(() =>
        client(host).then(
          () => 'in',
          () => 'out',
        ),
      )
      .toBe('in');
  });
});

test('more clients than a kiosk has are turned away, and a place that is left is given again', async () => {
  const host = await open();
  const clients = await Promise.all(Array.from({ length: MAX_CONNECTIONS }, () => upgraded(host)));
  expect(await answerTo(host.port, handshake(host.port))).toContain('503');
  clients[0]?.destroy();
  await expect.poll(() => answerTo(host.port, handshake(host.port))).toContain('101');
});

describe('a client that breaks the rules loses its own connection only', () => {
  test.each([
    ['a frame that says it will be a gigabyte', Buffer.from('81ff0000000040000000', 'hex')],
    ['a frame without a mask', Buffer.from('810548656c6c6f', 'hex')],
    ['a reserved bit and an unknown opcode', Buffer.from('f38000000000', 'hex')],
    ['text that is no UTF-8', Buffer.from('818200000000fffe', 'hex')],
    [
      'ten million letters',
      Buffer.concat([Buffer.from('81ff000000000098968000000000', 'hex'), Buffer.alloc(10_000_000)]),
    ],
  ])('%s', async (_, bytes) => {
    const host = await open();
    const [bad, good] = [await upgraded(host), await client(host)];
    const ended = once(bad, 'close');
    bad.resume().write(bytes);
    await ended;
    expect((await good.command('Common.Status')).header.completionCode).toBeUndefined();
  });

  test('nesting as deep as a frame holds is a payload like any other', async () => {
    const host = await open();
    const good = await client(host);
    const deep = 120_000;
    good.sendRaw(`{"header":0,"payload":${'['.repeat(deep)}${']'.repeat(deep)}}`);
    good.sendRaw('{"a":'.repeat(40_000));
    expect((await good.command('Common.Status')).header.completionCode).toBeUndefined();
  });

  test.each([
    ['asks', (requestId: number) => frame(commandText('Common.Capabilities', requestId))],
    ['pings', () => Buffer.concat([Buffer.of(0x89, 0x80 | 125), Buffer.alloc(4 + 125)])],
  ])('one that %s and never reads is cut off before it fills the memory', async (_, next) => {
    const host = await open();
    const [deaf, good] = [await upgraded(host), await client(host)];
    deaf.pause();
    let requestId = 0;
    await expect
      .poll(
        () => {
          const more = Array.from({ length: 1_000 }, () => next((requestId += 1)));
          if (deaf.writable) deaf.write(Buffer.concat(more));
          return log.some((line) => line.includes('client does not read'));
        },
        { timeout: 18_000 },
      )
      .toBe(true);
    expect((await good.command('Common.Status')).header.completionCode).toBeUndefined();
  });
});

test('what cards, codes and receipts say stands in no log, not even when everything is logged', async () => {
  const host = await open();
  const kiosk = await client(host);
  await kiosk.command('BarcodeReader.Read');
  await kiosk.command('CardReader.ReadRawData', { chip: true });
  await kiosk.command('CardReader.ChipIO', { chipProtocol: 'chipT1', chipData: APDU });
  await kiosk.command('CardReader.ChipIO', { chipProtocol: APDU, chipData: `not base64 ${CODE}` });
  await kiosk.command('Printer.PrintForm', { formName: 'slip', fields: { payer: ['王*'], room: [CODE] } });
  kiosk.sendRaw(`{"header": ${CODE}`);
  await kiosk.command('Common.Status');
  const written = log.join('');
  expect(written).toContain('CardReader.ChipIO');
  expect(written).toContain('[8 characters]');
  for (const secret of [CODE, toBase64(Buffer.from(CODE)), APDU, '王*', TOKEN]) expect(written).not.toContain(secret);
});
