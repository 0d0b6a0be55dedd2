import { systemClock } from '@louting/common/clock';
import { describe, expect, test } from 'vitest';
import { guardedTransport } from './guard.ts';
import { replayTransport } from './replay.ts';
import { formatTraceStep, parseTrace, type TraceStep } from './trace.ts';
import { TraceRing } from './trace-ring.ts';
import {
  allHeardIsSecret,
  keysOfSspAreSecret,
  noSecrets,
  printedIsSecret,
  wordsOfCardAreSecret,
  type Secrets,
} from './trace-secrets.ts';
import { traceToTest } from './trace-to-test.ts';
import type { Transport } from './transport.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));
const text = (words: string): Uint8Array => Uint8Array.from(Buffer.from(words));

test('the ring keeps the last bytes with their time, never more than its size, and no secret', () => {
  const ring = new TraceRing({ now: () => 1_000 }, 64);
  for (let byte = 0; byte < 100; byte += 1) ring.add(byte % 2 === 0 ? 'to-device' : 'from-device', Uint8Array.of(byte));
  const bytes = ring.steps.map((step) => step.bytes[0]);
  expect(bytes).toEqual(bytes.map((_, index) => 100 - bytes.length + index));
  expect(bytes.length).toBeGreaterThanOrEqual(4);
  expect(bytes.length).toBeLessThanOrEqual(8);

  ring.add('from-device', text('134567890123456789'), [2, 18]);
  expect(ring.steps.at(-1)?.bytes.subarray(2)).toEqual(new Uint8Array(16));
  const line = formatTraceStep(ring.steps.at(-1) as TraceStep);
  expect(line).toBe(`1970-01-01T00:00:01.000Z < 31 33${' **'.repeat(16)}`);
  expect(parseTrace(line)).toMatchObject([{ at: 1_000, direction: 'from-device', hidden: [2, 18] }]);
});

test('a piece longer than a page is kept in parts', () => {
  const ring = new TraceRing(systemClock, 128);
  ring.add('to-device', new Uint8Array(200).fill(7), [100, 200]);
  expect(ring.steps.map((step) => [step.bytes.length, step.hidden])).toEqual([
    [113, [100, 113]],
    [87, [0, 87]],
  ]);
});

const shown = (secrets: Secrets, direction: TraceStep['direction'], bytes: Uint8Array): string => {
  const [from, to] = secrets(direction, bytes) ?? [0, 0];
  return Buffer.from(bytes.map((byte, index) => (index >= from && index < to ? 0x2a : byte))).toString('latin1');
};

describe('what is left out', () => {
  test('every code of a scanner, and none of what it is told', () => {
    expect(shown(allHeardIsSecret(), 'from-device', text('1345'))).toBe('****');
    expect(shown(allHeardIsSecret(), 'to-device', text('TRIG'))).toBe('TRIG');
  });
  test('a receipt, and not the question how the paper is', () => {
    expect(shown(printedIsSecret(), 'to-device', text('Zhang Wei, 3-2-1201'))).toBe('*'.repeat(19));
    expect(shown(printedIsSecret(), 'to-device', hex('100404'))).toBe('\x10\x04\x04');
  });
  test('the words of a card, also when they come in pieces', () => {
    const secrets = wordsOfCardAreSecret();
    expect(shown(secrets, 'from-device', text('CARD 04A2'))).toBe('CARD ****');
    expect(shown(secrets, 'from-device', text('B3C4 3B8F\r\n'))).toBe('*'.repeat(11));
    expect(shown(secrets, 'from-device', text('PONG\r\n'))).toBe('PONG\r\n');
    expect(shown(secrets, 'to-device', text('APDU 00a4\r\n'))).toBe(`APDU ${'*'.repeat(6)}`);
  });
  test('the numbers two sides agree on a key with', () => {
    const secrets = keysOfSspAreSecret();
    expect(shown(secrets, 'to-device', hex('7f00094a0102030405060708abcd'))).toContain('*'.repeat(10));
    expect(shown(secrets, 'from-device', hex('7f0009f00102'))).toBe('*'.repeat(6));
    for (const byte of ['0a', '0b0c0d']) expect(shown(secrets, 'from-device', hex(byte))).toMatch(/^\*+$/);
    expect(shown(secrets, 'to-device', hex('7f80010711880a'))).not.toContain('*');
    expect(shown(noSecrets(), 'to-device', hex('7f'))).toBe('\x7f');
  });
});

test('a trace becomes a test: times go, pieces are joined, what is repeated stands once', () => {
  const trace = [
    '# BillAcceptor',
    '2026-11-29T07:00:00.000Z > 02 01',
    '2026-11-29T07:00:00.010Z < 03',
    '2026-11-29T07:00:00.011Z < 04',
    '2026-11-29T07:00:00.200Z > 02 01',
    '2026-11-29T07:00:00.210Z < 03 04',
    '2026-11-29T07:00:00.400Z > 02 01',
    '2026-11-29T07:00:00.410Z < 05 **',
  ];
  expect(traceToTest(trace.join('\n'))).toBe('# BillAcceptor\n> 02 01\n< 03 04\n> 02 01\n< 05 **\n');
});

test('a replayed device answers a repeated question as it did before', async () => {
  const line = await replayTransport(parseTrace('> 01\n< 0A\n> 02 **\n< 0B')).open();
  const heard: number[] = [];
  const reasons: string[] = [];
  line.onData((bytes) => heard.push(...bytes));
  line.onClose((reason) => reasons.push(reason));
  for (const bytes of ['01', '01', '0277', '01', '03']) {
    await line.write(hex(bytes));
    await new Promise((resolve) => void setImmediate(resolve));
  }
  expect(heard).toEqual([0x0a, 0x0a, 0x0b, 0x0a]);
  expect(reasons).toEqual(['trace is over, yet 03 was written']);
});

describe('a line that would hold up the others', () => {
  const limits = { openMs: 20, writeMs: 20, closeMs: 20, bytesPerSecond: 1_000 };
  const inner = (write: () => Promise<void> = () => Promise.resolve()) => {
    const data: ((bytes: Uint8Array) => void)[] = [];
    let isClosed = false;
    const transport: Transport = {
      write,
      onData: (listener) => void data.push(listener),
      onClose: () => undefined,
      close: () => {
        isClosed = true;
        return Promise.resolve();
      },
    };
    const say = (bytes: Uint8Array): void => {
      for (const listener of data) listener(bytes);
    };
    return { transport, say, closed: () => isClosed };
  };

  test('opening that never returns fails, and what opens after all is closed', async () => {
    const { promise, resolve } = Promise.withResolvers<Transport>();
    const { transport, closed } = inner();
    const factory = guardedTransport({ description: 'x', open: () => promise }, limits);
    await expect(factory.open()).rejects.toThrow('does not open');
    resolve(transport);
    await expect.poll(closed).toBe(true);
  });

  test('a device that talks without end loses its line', async () => {
    const { transport, say, closed } = inner();
    const line = await guardedTransport({ description: 'x', open: () => Promise.resolve(transport) }, limits).open();
    let heard = 0;
    const reasons: string[] = [];
    line.onData((bytes) => (heard += bytes.length));
    line.onClose((reason) => reasons.push(reason));
    for (let time = 0; time < 100; time += 1) say(new Uint8Array(100));
    expect({ heard, reasons, closed: closed() }).toEqual({
      heard: 1_000,
      reasons: ['device floods the line'],
      closed: true,
    });
    await expect(line.write(Uint8Array.of(1))).rejects.toThrow('floods');
  });

  test('a device that takes nothing loses its line, and what waits for it does not hold up the end', async () => {
    const never = () => new Promise<void>(() => undefined);
    const transport = { ...inner(never).transport, close: never };
    const line = await guardedTransport({ description: 'x', open: () => Promise.resolve(transport) }, limits).open();
    await expect(line.write(Uint8Array.of(1))).rejects.toThrow('device takes no data');
    await line.close();
  });
});
