import { createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { recordingTransport } from './record.ts';
import { replayTransport } from './replay.ts';
import { serialTransport } from './serial.ts';
import { tcpTransport } from './tcp.ts';
import { formatTraceStep, parseTrace, type TraceStep } from './trace.ts';

const TRACE = `# SYNC, then a poll
> 7F 80 01 11 65 82
< 7F 80 01 F0 23 80
> 7F 00 01 07 11 88   # sequence bit cleared
< 7F 00 01 F0 20 0A
`;
const heard = (chunks: readonly Uint8Array[]): string => Buffer.concat(chunks).toString('hex');
const soon = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

test('a trace is read and written', () => {
  const steps = parseTrace(TRACE);
  expect(steps.map(formatTraceStep)).toEqual([
    '> 7F 80 01 11 65 82',
    '< 7F 80 01 F0 23 80',
    '> 7F 00 01 07 11 88',
    '< 7F 00 01 F0 20 0A',
  ]);
  expect(() => parseTrace('> 7F 8')).toThrow('trace line 1');
});

test('replay answers each write as the device did', async () => {
  const line = await replayTransport(parseTrace(TRACE)).open();
  const data: Uint8Array[] = [];
  line.onData((bytes) => data.push(bytes));
  await line.write(Uint8Array.from([0x7f, 0x80, 0x01]));
  await line.write(Uint8Array.from([0x11, 0x65, 0x82]));
  await soon();
  expect(heard(data)).toBe('7f8001f02380');
});

test('replay closes on a write the device never saw', async () => {
  const line = await replayTransport(parseTrace(TRACE)).open();
  const reasons: string[] = [];
  line.onClose((reason) => reasons.push(reason));
  await line.write(Uint8Array.of(0x42));
  expect(reasons).toEqual(['expected 7f8001116582, written 42']);
  await expect(line.write(Uint8Array.of(0x7f))).rejects.toThrow('closed');
});

test('TCP: bytes both ways, the loss is told, a recording keeps both directions', async () => {
  let peer: Socket | undefined;
  const server = createServer((socket) => {
    peer = socket;
    socket.on('data', (bytes) => socket.write(bytes));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const steps: TraceStep[] = [];
  const tcp = tcpTransport({ host: '127.0.0.1', port });
  const line = await recordingTransport(tcp, (step) => steps.push(step)).open();
  const echoed = new Promise<Uint8Array>((resolve) => line.onData(resolve));
  await line.write(Uint8Array.of(1, 2, 3));
  expect([...(await echoed)]).toEqual([1, 2, 3]);
  expect(steps.map(formatTraceStep)).toEqual(['> 01 02 03', '< 01 02 03']);

  const lost = new Promise<string>((resolve) => line.onClose(resolve));
  peer?.destroy();
  expect(await lost).toMatch(/closed by the device|ECONNRESET/);
  await new Promise((resolve) => server.close(resolve));
  await expect(tcp.open()).rejects.toThrow('ECONNREFUSED');
});

test('serial: a device file that is not there is a plain reason', async () => {
  await expect(serialTransport({ path: '/dev/louting-none', baudRate: 9_600 }).open()).rejects.toThrow(
    '/dev/louting-none',
  );
});
