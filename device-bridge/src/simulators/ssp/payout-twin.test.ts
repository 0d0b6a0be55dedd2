import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { SspPayoutTwin } from './payout-twin.ts';
import { testHost } from './test-host.ts';

const running: { close(): Promise<unknown> }[] = [];

afterEach(async () => {
  for (const thing of running.splice(0).toReversed()) await thing.close();
});

async function open(pays: 'coins' | 'notes') {
  const twin = new SspPayoutTwin({ stateDir: mkdtempSync(join(tmpdir(), 'payout-')), pays, filledWith: 2, coinMs: 1 });
  const line = await testHost((await twin.listen()).port, pays === 'coins' ? 16 : 0);
  running.push(twin, line);
  await line.command(0x11);
  return line;
}

const CNY = [0x43, 0x4e, 0x59];
const joined = (hex: string): string => hex.replaceAll(' ', '');

test('a hopper says what it holds, in fen', async () => {
  const line = await open('coins');
  expect(await line.command(0x05)).toBe(joined('f003 30363132 434e59 08 03 0a00 3200 6400 434e59 434e59 434e59'));
  expect(await line.command(0x22)).toBe(joined('f003 0200 0a000000 434e59 0200 32000000 434e59 0200 64000000 434e59'));
  expect(await line.command(0x35, 50, 0, 0, 0, ...CNY)).toBe('f00200');
});

test('a note payout says it as a validator, in yuan', async () => {
  const line = await open('notes');
  const said = await line.command(0x05);
  expect(said).toMatch(/^f006/);
  expect(said).toContain('01050a143264');
  expect(said).toContain('00006408');
});

test.each([
  ['PAYOUT AMOUNT', [0x33, 100, 0, 0, 0, ...CNY, 0x58]],
  ['HALT PAYOUT', [0x38]],
  ['POLL WITH ACK', [0x56]],
])('%s is not obeyed in the clear', async (_, command) => {
  const line = await open('coins');
  expect(await line.command(...command)).toBe('fa');
});
