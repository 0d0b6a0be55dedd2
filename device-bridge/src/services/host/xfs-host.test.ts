import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import { MAX_PENDING_REQUESTS } from '../../protocol/envelope.ts';
import { toBase64 } from '../../protocol/message.ts';
import { ended, Unsolicited, type XfsService } from '../xfs-service.ts';
import { TestClient } from './test-client.ts';
import { startXfsHost, type XfsHost, type XfsHostOptions } from './xfs-host.ts';

const TOKEN = 'conformance-test-token';
const logger = pino({ level: 'silent' });
const running: { close(): Promise<unknown> }[] = [];

afterEach(async () => {
  for (const thing of running.splice(0).toReversed()) await thing.close();
});

/** A scanner whose codes come when the test says so. */
function scanner(name: string) {
  const unsolicited = new Unsolicited();
  const log: string[] = [];
  const codes: (() => void)[] = [];
  const service: XfsService = {
    name,
    interfaces: ['BarcodeReader'],
    status: () => ({ common: { device: 'online' }, barcodeReader: { scanner: 'on' } }),
    capabilities: () => ({ common: { serviceVersion: '1.0', deviceInformation: [] } }),
    onUnsolicited: unsolicited.on,
    onAttended: (attended) => void log.push(attended ? 'attended' : 'left alone'),
    handlers: {
      'BarcodeReader.Read': (_, { signal }) =>
        new Promise((resolve) => {
          log.push('reading');
          codes.push(() => resolve({ payload: { readOutput: [{ barcodeData: toBase64(Buffer.from('code')) }] } }));
          signal.addEventListener('abort', () => {
            log.push(String(signal.reason));
            resolve(ended(signal));
          });
        }),
      'BarcodeReader.Reset': () => {
        throw new Error('a bug in a service');
      },
    },
  };
  return { service, log, unsolicited, scan: () => codes.shift()?.() };
}

async function bridge(...services: XfsService[]): Promise<XfsHost> {
  return bridgeWith({}, ...services);
}

async function bridgeWith(more: Partial<XfsHostOptions>, ...services: XfsService[]): Promise<XfsHost> {
  const options = { port: 0, token: TOKEN, allowedOrigins: ['http://127.0.0.1:7310'], vendorName: 'Louting', ...more };
  const host = await startXfsHost(services, options, logger);
  running.push(host);
  return host;
}

async function client(host: XfsHost, path = '/Scanner'): Promise<TestClient> {
  const connected = await TestClient.connect(`${host.url}${path}`, TOKEN);
  running.push(connected);
  return connected;
}

const short = ({ heard }: TestClient): string[] =>
  heard.map(({ header }) => [header.type, header.requestId, header.completionCode ?? header.status].join(' ').trim());

test('a path that is no service, and plain HTTP', async () => {
  const host = await bridge();
  await expect(TestClient.connect(`${host.url}/Nothing`, TOKEN)).rejects.toThrow('404');
  expect((await fetch(`http://127.0.0.1:${host.port}/xfs4iot/v1.0`)).status).toBe(400);
});

test('the publisher names each service, with and without a trailing slash', async () => {
  const host = await bridge(scanner('Scanner').service, scanner('Second').service);
  for (const path of ['', '/']) {
    const found = await (await client(host, path)).command('ServicePublisher.GetServices');
    expect(found.payload).toEqual({
      vendorName: 'Louting',
      services: [{ serviceURI: `${host.url}/Scanner` }, { serviceURI: `${host.url}/Second` }],
    });
  }
});

test('capabilities list exactly what the service does', async () => {
  const host = await bridge(scanner('Scanner').service);
  const { payload } = await (await client(host)).command('Common.Capabilities');
  const interfaces = payload.interfaces as { name: string; commands: object }[];
  expect(interfaces.map(({ name }) => name)).toEqual(['Common', 'BarcodeReader']);
  expect(interfaces[1]?.commands).toEqual({
    'BarcodeReader.Read': { versions: ['2.0'] },
    'BarcodeReader.Reset': { versions: ['2.0'] },
  });
});

test('acknowledge, then completion; commands of one service one after another', async () => {
  const { service, scan, log } = scanner('Scanner');
  const kiosk = await client(await bridge(service));
  kiosk.send('BarcodeReader.Read');
  kiosk.send('BarcodeReader.Read');
  await kiosk.until(() => log.includes('reading') && kiosk.heard.length === 2);
  expect(log).toEqual(['attended', 'reading']);
  scan();
  await kiosk.completion(1);
  scan();
  await kiosk.completion(2);
  expect(short(kiosk)).toEqual(['acknowledge 1', 'acknowledge 2', 'completion 1', 'completion 2']);
});

test('status is answered while a command is running', async () => {
  const kiosk = await client(await bridge(scanner('Scanner').service));
  kiosk.send('BarcodeReader.Read');
  expect((await kiosk.command('Common.Status')).payload).toMatchObject({ common: { device: 'online' } });
});

test('cancel completes first, the cancelled commands after it, running or queued', async () => {
  const kiosk = await client(await bridge(scanner('Scanner').service));
  kiosk.send('BarcodeReader.Read');
  kiosk.send('BarcodeReader.Read');
  kiosk.send('Common.Cancel', { requestIds: [2, 1] });
  await kiosk.completion(1);
  await kiosk.completion(2);
  expect(short(kiosk).filter((line) => line.startsWith('completion'))).toEqual([
    'completion 3',
    'completion 2 canceled',
    'completion 1 canceled',
  ]);
});

test('cancel reaches only its own connection', async () => {
  const host = await bridge(scanner('Scanner').service);
  const [one, other] = [await client(host), await client(host)];
  one.send('BarcodeReader.Read');
  const cancelled = await other.command('Common.Cancel', { requestIds: [1] });
  expect(cancelled).toMatchObject({
    header: { completionCode: 'commandErrorCode' },
    payload: { errorCode: 'noMatchingRequestIDs' },
  });
});

test('timeout counts from receipt, queueing included', async () => {
  const kiosk = await client(await bridge(scanner('Scanner').service));
  kiosk.send('BarcodeReader.Read', {}, { timeout: 60 });
  kiosk.send('BarcodeReader.Read', {}, { timeout: 30 });
  await kiosk.completion(1);
  expect(short(kiosk).filter((line) => line.startsWith('completion'))).toEqual([
    'completion 2 timeOut',
    'completion 1 timeOut',
  ]);
});

test('a connection that is gone has its commands ended, and the next one is served', async () => {
  const { service, log, scan } = scanner('Scanner');
  const host = await bridge(service);
  const gone = await client(host);
  gone.send('BarcodeReader.Read');
  gone.send('BarcodeReader.Read');
  await gone.until(() => log.includes('reading'));
  await gone.close();
  await gone.until(() => log.includes('left alone'));
  const next = await client(host);
  next.send('BarcodeReader.Read');
  await next.until(() => log.filter((line) => line === 'reading').length === 2);
  expect(log).toEqual(['attended', 'reading', 'disconnected', 'left alone', 'attended', 'reading']);
  scan();
  scan();
  expect(await next.completion(1)).toMatchObject({ payload: { readOutput: [{ barcodeData: 'Y29kZQ==' }] } });
});

test('a device that never comes back from a command fails alone, and works again when it does come back', async () => {
  const { promise: answered, resolve: answer } = Promise.withResolvers<object>();
  const hung: XfsService = {
    ...scanner('Hung').service,
    handlers: { 'BarcodeReader.Reset': () => answered, 'BarcodeReader.Read': () => ({}) },
  };
  const host = await bridgeWith({ deadlines: { longestMs: 30, graceMs: 30 } }, hung, scanner('Scanner').service);
  const [kiosk, other] = [await client(host, '/Hung'), await client(host)];
  kiosk.send('BarcodeReader.Reset');
  kiosk.send('BarcodeReader.Read');
  expect((await kiosk.completion(1)).header.completionCode).toBe('hardwareError');
  expect((await kiosk.completion(2)).header.completionCode).toBe('hardwareError');
  expect((await kiosk.command('BarcodeReader.Read')).header.completionCode).toBe('hardwareError');
  expect((await other.command('Common.Status')).header.completionCode).toBeUndefined();
  answer({});
  await kiosk.until(async () => (await kiosk.command('BarcodeReader.Read')).header.completionCode === undefined);
});

describe('bad messages harm nobody', () => {
  test.each([
    ['no JSON', 'hello'],
    ['JSON, but no message', '[1, 2]'],
    [
      'a completion',
      JSON.stringify({ header: { type: 'completion', name: 'Common.Status', version: '2.0', requestId: 1 } }),
    ],
    [
      'a name that is no name',
      JSON.stringify({ header: { type: 'command', name: 'x', version: '2.0', requestId: 1 } }),
    ],
    [
      'an id of zero',
      JSON.stringify({ header: { type: 'command', name: 'Common.Status', version: '2.0', requestId: 0 } }),
    ],
    [
      'a payload that is a list',
      JSON.stringify({ header: { type: 'command', name: 'Common.Status', version: '2.0', requestId: 1 }, payload: [] }),
    ],
    ['binary', Uint8Array.of(1, 2, 3)],
  ])('%s', async (_, frame) => {
    const host = await bridge(scanner('Scanner').service);
    const [bad, good] = [await client(host), await client(host)];
    bad.sendRaw(frame);
    await bad.until(() => bad.heard.length === 1);
    expect(bad.heard[0]?.header).toMatchObject({ type: 'acknowledge', status: 'invalidMessage' });
    expect((await bad.command('Common.Status')).header.completionCode).toBeUndefined();
    expect((await good.command('Common.Status')).header.completionCode).toBeUndefined();
  });

  test('a frame above the cap ends its own connection only', async () => {
    const host = await bridge(scanner('Scanner').service);
    const [bad, good] = [await client(host), await client(host)];
    bad.sendRaw('x'.repeat(300_000));
    expect((await good.command('Common.Status')).header.completionCode).toBeUndefined();
  });

  test('unknown command, command of another device, wrong version, wrong payload', async () => {
    const kiosk = await client(await bridge(scanner('Scanner').service));
    expect((await kiosk.command('Camera.TakePicture')).header.completionCode).toBe('unsupportedCommand');
    expect((await kiosk.command('CashAcceptor.CashInEnd')).header.completionCode).toBe('unsupportedCommand');
    const wrongVersion = await kiosk.command('Common.Status', {}, { version: '9.0' });
    expect(wrongVersion.header.completionCode).toBe('unsupportedCommand');
    const wrongPayload = await kiosk.command('Common.SetTransactionState', { state: 'perhaps' });
    expect(wrongPayload.header).toMatchObject({ completionCode: 'invalidData' });
    expect(wrongPayload.header.errorDescription).toMatch(/^LT-9001 /);
  });

  test('an id used before is refused and runs nothing', async () => {
    const { service, log } = scanner('Scanner');
    const kiosk = await client(await bridge(service));
    kiosk.send('BarcodeReader.Read', {}, { requestId: 5 });
    kiosk.send('BarcodeReader.Read', {}, { requestId: 5 });
    kiosk.send('BarcodeReader.Read', {}, { requestId: 4 });
    await kiosk.until(() => kiosk.heard.length === 3);
    expect(short(kiosk)).toEqual(['acknowledge 5', 'acknowledge 5 invalidRequestID', 'acknowledge 4 invalidRequestID']);
    expect(log).toEqual(['attended', 'reading']);
  });

  test('too many commands at once are refused, the earlier ones go on', async () => {
    const { service, scan } = scanner('Scanner');
    const kiosk = await client(await bridge(service));
    for (let count = 0; count <= MAX_PENDING_REQUESTS; count += 1) kiosk.send('BarcodeReader.Read');
    await kiosk.until(() => kiosk.heard.length === MAX_PENDING_REQUESTS + 1);
    expect(short(kiosk).at(-1)).toBe(`acknowledge ${MAX_PENDING_REQUESTS + 1} tooManyRequests`);
    scan();
    expect((await kiosk.completion(1)).header.completionCode).toBeUndefined();
  });

  test('a bug in one command is an internal error, and the service goes on', async () => {
    const kiosk = await client(await bridge(scanner('Scanner').service));
    expect((await kiosk.command('BarcodeReader.Reset')).header.completionCode).toBe('internalError');
    expect((await kiosk.command('Common.Status')).header.completionCode).toBeUndefined();
  });
});

test('unsolicited events reach every connection of their service and carry no id', async () => {
  const { service, unsolicited } = scanner('Scanner');
  const host = await bridge(service, scanner('Second').service);
  const [one, other, elsewhere] = [await client(host), await client(host), await client(host, '/Second')];
  unsolicited.send('Common.StatusChangedEvent', { barcodeReader: { scanner: 'off' } });
  await one.until(() => one.heard.length === 1 && other.heard.length === 1);
  expect(one.heard).toEqual([
    {
      header: { type: 'unsolicited', name: 'Common.StatusChangedEvent', version: '3.0' },
      payload: { barcodeReader: { scanner: 'off' } },
    },
  ]);
  expect(elsewhere.heard).toEqual([]);
});

test('transaction state is kept for the service', async () => {
  const kiosk = await client(await bridge(scanner('Scanner').service));
  await kiosk.command('Common.SetTransactionState', { state: 'active', transactionID: 'order-1' });
  expect((await kiosk.command('Common.GetTransactionState')).payload).toEqual({
    state: 'active',
    transactionID: 'order-1',
  });
});
