import { failed, ok } from '@louting/common/result';
import { expect, it } from 'vitest';
import { fakeDevices } from '../testing/fake-devices.ts';
import { scannerOrCamera } from './camera-eye.ts';

const WECHAT = '134567890123456789';

function scene() {
  let now = 1_000_000;
  const devices = fakeDevices();
  const wanted: boolean[] = [];
  const eye = scannerOrCamera(devices.ports.barcodeReader, { now: () => now }, () => wanted.push(eye.wanted()));
  const read = () => eye.read(60_000, new AbortController().signal);
  return { devices, eye, wanted, read, later: (milliseconds: number) => (now += milliseconds) };
}

it('a scanner that is fitted reads, and the camera stays dark', async () => {
  const { devices, eye, wanted, read } = scene();
  const scanned = read();
  await devices.scan(WECHAT);
  expect(await scanned).toEqual(ok({ text: WECHAT }));
  expect([eye.report().state, wanted]).toEqual(['ok', []]);
});

it('without one the camera reads while somebody waits, the same phone once, and nothing that types keys', async () => {
  const { devices, eye, wanted, read, later } = scene();
  devices.report({ role: 'barcode-reader', state: 'absent', code: 'LT-3301' });
  expect(eye.report()).toEqual({ role: 'barcode-reader', state: 'ok' });
  eye.seen('nobody asked');
  const first = read();
  eye.seen(`\u001b${WECHAT}\u0007`);
  expect(await first).toEqual(ok({ text: WECHAT }));
  const second = read();
  eye.seen(WECHAT);
  later(5_001);
  eye.seen(WECHAT);
  expect(await second).toEqual(ok({ text: WECHAT }));
  const leaving = new AbortController();
  const third = eye.read(60_000, leaving.signal);
  leaving.abort();
  expect(await third).toEqual(failed('LT-3904'));
  expect(wanted).toEqual([true, false, true, false, true, false]);
});

it('refused: said with its own code, and asked for again later', async () => {
  const { devices, eye, read, later } = scene();
  devices.report({ role: 'barcode-reader', state: 'absent', code: 'LT-3301' });
  const waiting = read();
  eye.refused();
  expect(await waiting).toEqual(failed('LT-3303'));
  expect(eye.report()).toMatchObject({ state: 'absent', code: 'LT-3303' });
  expect(await read()).toEqual(failed('LT-3303'));
  later(300_000);
  expect(eye.report().state).toBe('ok');
});
