import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SspValidatorTwin } from './ssp-validator-twin.ts';
import { testHost, type TestHost } from './test-host.ts';

/** Frames written down beforehand. */
const SYNC = '7f8001116582';
const OK_1 = '7f8001f02380';

const speeds = { readMs: 10, stackMs: 80, rejectMs: 10, escrowMs: 150 };
const running: { close(): Promise<unknown> }[] = [];

/** The twin's motors and limits run on the clock of the test; the line between it and the host is real. */
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(async () => {
  vi.useRealTimers();
  for (const thing of running.splice(0).toReversed()) await thing.close();
});

function twinIn(stateDir: string): SspValidatorTwin {
  const twin = new SspValidatorTwin({ stateDir, speeds });
  running.push(twin);
  return twin;
}

async function host(twin: SspValidatorTwin): Promise<TestHost> {
  const line = await testHost((await twin.listen()).port);
  running.push(line);
  return line;
}

const POLL = 0x07;

async function enabled(twin: SspValidatorTwin) {
  const line = await host(twin);
  await line.command(0x11);
  await line.command(0x02, 0x3f, 0x00);
  await line.command(0x0a);
  return line;
}

test('SYNC is answered as printed in the manual', async () => {
  const line = await host(twinIn(mkdtempSync(join(tmpdir(), 'twin-'))));
  expect(await line.raw(SYNC)).toBe(OK_1);
});

test('the poll after the one that told of the escrow accepts the note', async () => {
  const twin = twinIn(mkdtempSync(join(tmpdir(), 'twin-')));
  const line = await enabled(twin);
  expect(twin.insertNote(2_000)).toBe('taken');
  vi.advanceTimersByTime(20);
  expect(await line.command(POLL)).toBe('f0ef04');
  expect(twin.state().note?.position).toBe('escrow');
  expect(await line.command(POLL)).toBe('f0cc');
  vi.advanceTimersByTime(90);
  expect(await line.command(POLL)).toBe('f0ee04eb');
  expect(twin.state()).toMatchObject({ cashBox: { totalFen: 2_000 }, counters: { stacked: 1 } });
});

test('HOLD keeps the note beyond its time, without HOLD it goes back', async () => {
  const twin = twinIn(mkdtempSync(join(tmpdir(), 'twin-')));
  const line = await enabled(twin);
  twin.insertNote(2_000);
  vi.advanceTimersByTime(20);
  for (let held = 0; held < 8; held += 1) {
    expect(await line.command(0x18)).toBe('f0');
    vi.advanceTimersByTime(100);
  }
  expect(twin.state().note?.position).toBe('escrow');
  vi.advanceTimersByTime(200);
  expect(twin.state()).toMatchObject({ note: undefined, returnedFen: [2_000] });
  expect(await line.command(0x17)).toBe('f013');
});

test('a command repeated under its sequence bit is answered again and not done twice', async () => {
  const twin = twinIn(mkdtempSync(join(tmpdir(), 'twin-')));
  const line = await enabled(twin);
  await line.command(0x0c);
  twin.insertNote(2_000);
  vi.advanceTimersByTime(20);
  const poll = '7f8001071202';
  const told = await line.raw(poll);
  expect(told).toContain('f0ef04');
  expect(await line.raw(poll)).toBe(told);
  expect(twin.state().note?.position).toBe('escrow');
});

test.each([
  ['in escrow', false, 'f0f1e104', 0],
  ['on its way to the box', true, 'f0f1e204', 2_000],
] as const)('note %s when the power goes, process restarted', async (_, accept, firstPoll, boxFen) => {
  const stateDir = mkdtempSync(join(tmpdir(), 'twin-'));
  const before = twinIn(stateDir);
  const line = await enabled(before);
  before.insertNote(2_000);
  vi.advanceTimersByTime(20);
  await line.command(POLL);
  if (accept) await line.command(POLL);
  await before.close();

  const after = twinIn(stateDir);
  const again = await host(after);
  await again.command(0x11);
  expect(await again.command(POLL)).toMatch(new RegExp(`^${firstPoll}`));
  expect(after.state().cashBox.totalFen).toBe(boxFen);
});

test('a unit that is disabled, full or jammed leaves the note in the hand', async () => {
  const twin = twinIn(mkdtempSync(join(tmpdir(), 'twin-')));
  expect(twin.insertNote(100)).toBe('left-in-hand');
  await enabled(twin);
  twin.setFault({ kind: 'cashbox-full' });
  expect(twin.insertNote(100)).toBe('left-in-hand');
  twin.clearFaults();
  twin.setFault({ kind: 'jam' });
  expect(twin.insertNote(100)).toBe('left-in-hand');
  twin.clearFaults();
  expect(twin.insertNote(100)).toBe('taken');
});
