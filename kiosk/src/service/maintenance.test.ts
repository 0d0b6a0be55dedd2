import { generateKeyPairSync } from 'node:crypto';
import { noFailPoints } from '@louting/common/fail-points';
import { newId } from '@louting/common/ids';
import { failed, ok } from '@louting/common/result';
import {
  agreementKey,
  agreementPublicOfSigner,
  maintenanceAnswer,
  publicHalf,
} from '@louting/server/contract/maintenance-answer';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { maintenanceEffects } from './maintenance.ts';
import { openingWithoutLine } from './opening-without-line.ts';
import type { PaymentWorld } from './payments/payment-world.ts';
import { fakeDevices } from './testing/fake-devices.ts';

function scene(line: 'up' | 'down' = 'up') {
  const devices = fakeDevices();
  const clock = { ms: 0, now: () => clock.ms };
  const office = agreementKey(Buffer.alloc(32, 7));
  const signer = generateKeyPairSync('ed25519').privateKey;
  const world = {
    devices: devices.ports,
    server: { openMaintenance: () => Promise.resolve(line === 'up' ? ok({}) : failed('LT-5001')) },
    clock,
    kiosk: () => ({ kioskNumber: 'K001', servicePhone: '400-800-1234' }),
    log: pino({ level: 'silent' }),
    stopping: new AbortController().signal,
    newId,
    failPoints: noFailPoints,
  } as unknown as PaymentWorld;
  const withoutLine = openingWithoutLine(signer, () => publicHalf(office), clock);
  const officeSays = (question = '') =>
    maintenanceAnswer(office, agreementPublicOfSigner(publicHalf(signer)), question);
  return { devices, clock, officeSays, ...maintenanceEffects(world, withoutLine) };
}

async function questionOf({ openMaintenance }: ReturnType<typeof scene>): Promise<string | undefined> {
  const asked = await openMaintenance({ code: '123456' });
  return asked.ok ? asked.value.question : undefined;
}
const never = new AbortController().signal;

test('a note tried out goes back, and belongs to no payment', async () => {
  const { devices, testDevice } = scene();
  const tried = testDevice({ role: 'cash-acceptor' }, never);
  await devices.insert(2_000);
  expect(await tried).toMatchObject({ ok: true });
  expect([...devices.notes.values()]).toEqual([{ status: 'returned' }]);
});

test('a technician who leaves in the middle leaves no acceptor open', async () => {
  const { devices, testDevice } = scene();
  const stop = new AbortController();
  const tried = testDevice({ role: 'cash-acceptor' }, stop.signal);
  stop.abort();
  expect(await tried).toMatchObject({ ok: false });
  expect([...devices.notes.values()].filter(({ status }) => status === 'escrow')).toEqual([]);
});

test('without a line the office opens it by telephone: once, and for ten minutes', async () => {
  const kiosk = scene('down');
  const question = await questionOf(kiosk);
  expect(question).toMatch(/^\d{6}$/);
  expect(await questionOf(kiosk)).toBe(question);
  const code = kiosk.officeSays(question);
  expect(await kiosk.openMaintenance({ code })).toEqual({ ok: true, value: {} });
  expect(await kiosk.openMaintenance({ code })).toMatchObject({ ok: false, error: { code: 'LT-4007' } });
  const late = kiosk.officeSays(await questionOf(kiosk));
  kiosk.clock.ms += 600_000;
  expect(await kiosk.openMaintenance({ code: late })).toMatchObject({ ok: false });
});

test('five wrong answers close it for ten minutes, whatever is asked meanwhile', async () => {
  const kiosk = scene('down');
  const code = kiosk.officeSays(await questionOf(kiosk));
  for (let tries = 0; tries < 5; tries += 1) await kiosk.openMaintenance({ code: '00000000' });
  expect(await kiosk.openMaintenance({ code })).toMatchObject({ ok: false });
  kiosk.clock.ms += 600_000;
  const next = kiosk.officeSays(await questionOf(kiosk));
  expect(await kiosk.openMaintenance({ code: next })).toMatchObject({ ok: true });
});

test('coins, change and the bank-card terminal are tried out without money', async () => {
  const { devices, testDevice } = scene();
  expect(await testDevice({ role: 'coin-acceptor' }, never)).toMatchObject({ ok: true });
  expect(await testDevice({ role: 'change-dispenser' }, never)).toMatchObject({
    ok: false,
    error: { code: 'LT-3125' },
  });
  devices.change.hasFen = 100;
  expect(await testDevice({ role: 'change-dispenser' }, never)).toMatchObject({ ok: true });
  expect(await testDevice({ role: 'payment-terminal' }, never)).toMatchObject({ ok: true });
  expect([devices.change.paid.size, devices.cardTerminal.sales.size, devices.notes.size]).toEqual([0, 0, 0]);
});

test('a card, a code and a page', async () => {
  const { devices, testDevice } = scene();
  const card = testDevice({ role: 'card-reader' }, never);
  devices.tap('04A1B2C3');
  expect(await card).toMatchObject({ ok: true });
  const code = testDevice({ role: 'barcode-reader' }, never);
  await devices.scan('134567890123456789');
  expect(await code).toMatchObject({ ok: true });
  expect(await testDevice({ role: 'receipt-printer' }, never)).toMatchObject({ ok: true });
  expect(devices.printed).toHaveLength(1);
  expect(await testDevice({ role: 'ups' }, never)).toMatchObject({ ok: false, error: { code: 'LT-3905' } });
});
