import { noFailPoints } from '@louting/common/fail-points';
import { newId } from '@louting/common/ids';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { maintenanceEffects } from './maintenance.ts';
import type { PaymentWorld } from './payments/payment-world.ts';
import { fakeDevices } from './testing/fake-devices.ts';

function scene() {
  const devices = fakeDevices();
  const world = {
    devices: devices.ports,
    server: { openMaintenance: () => Promise.resolve({ ok: true, value: {} }) },
    clock: { now: () => 0 },
    kiosk: () => ({ kioskNumber: 'K001', servicePhone: '400-800-1234' }),
    log: pino({ level: 'silent' }),
    stopping: new AbortController().signal,
    newId,
    failPoints: noFailPoints,
  } as unknown as PaymentWorld;
  return { devices, ...maintenanceEffects(world) };
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
