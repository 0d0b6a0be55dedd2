import { failed, ok } from '@louting/common/result';
import { describe, expect, it } from 'vitest';
import { flush, household, startFlows, type TestFlows } from './test-effects.ts';

async function typeCode(flows: TestFlows, code = '407912'): Promise<void> {
  for (const digit of code) flows.session.send({ type: 'press-digit', digit: Number(digit) });
  flows.session.send({ type: 'accept-typed' });
  await flush();
}

async function opened(): Promise<TestFlows> {
  const flows = startFlows();
  await flows.open();
  flows.session.send({ type: 'device', report: { role: 'cash-acceptor', state: 'failed', code: 'LT-3103' } });
  flows.session.send({ type: 'open-maintenance' });
  await typeCode(flows);
  await flows.answer('openMaintenance', ok({}));
  return flows;
}

describe('the device page of technicians', () => {
  it('opens by a code of the office only: a wrong one asks again, and nothing of a device is shown', async () => {
    const flows = startFlows();
    await flows.open();
    flows.session.send({ type: 'look-at-device', role: 'cash-acceptor' });
    flows.session.send({ type: 'test-device' });
    expect(flows.screen().screen).toBe('idle');
    flows.session.send({ type: 'open-maintenance' });
    flows.session.send({ type: 'look-at-device', role: 'cash-acceptor' });
    await typeCode(flows, '12345');
    expect(flows.screen()).toMatchObject({ screen: 'maintenance-code', digits: '12345', checking: false });
    await typeCode(flows, '6');
    await flows.answer('openMaintenance', failed('LT-4007'));
    expect(flows.screen()).toMatchObject({ screen: 'maintenance-code', digits: '', problem: 'LT-4007' });
    flows.session.send({ type: 'back' });
    expect(flows.screen().screen).toBe('idle');
  });

  it('without a line: shows what the office has to be told, and takes its longer answer', async () => {
    const flows = startFlows();
    await flows.open();
    flows.session.send({ type: 'open-maintenance' });
    await typeCode(flows);
    await flows.answer('openMaintenance', ok({ question: '301746' }));
    expect(flows.screen()).toMatchObject({ screen: 'maintenance-code', digits: '', length: 8, question: '301746' });
    await typeCode(flows, '1234567');
    expect(flows.screen()).toMatchObject({ digits: '1234567', checking: false });
    await typeCode(flows, '89');
    await flows.answer('openMaintenance', failed('LT-4007'));
    expect(flows.screen()).toMatchObject({ digits: '', question: '301746', problem: 'LT-4007' });
    await typeCode(flows, '87654321');
    await flows.answer('openMaintenance', ok({}));
    expect(flows.screen().screen).toBe('maintenance-devices');
  });

  it('cannot be opened while an owner is served', async () => {
    const flows = startFlows();
    await flows.open();
    flows.session.send({ type: 'card', uid: '04A1B2C3' });
    flows.session.send({ type: 'open-maintenance' });
    await flows.answer('openSession', ok(household));
    flows.session.send({ type: 'open-maintenance' });
    expect(flows.screen().screen).toBe('bills');
  });

  it('opens also on a kiosk that is out of service, and leads back there', async () => {
    const flows = startFlows();
    await flows.open();
    flows.session.send({ type: 'trouble', code: 'LT-5003' });
    expect(flows.screen().screen).toBe('out-of-service');
    flows.session.send({ type: 'open-maintenance' });
    expect(flows.screen().screen).toBe('maintenance-code');
    flows.session.send({ type: 'cancel' });
    expect(flows.screen().screen).toBe('out-of-service');
  });

  it('shows each device with its fault, tries it out, and shows its line', async () => {
    const flows = await opened();
    expect(flows.screen()).toMatchObject({
      screen: 'maintenance-devices',
      devices: expect.arrayContaining([{ role: 'cash-acceptor', state: 'failed', code: 'LT-3103' }]),
    });
    flows.session.send({ type: 'look-at-device', role: 'cash-acceptor' });
    const inspected = { modelName: 'NV9', firmwareVersion: '4.13', recovery: 'reopen', trace: ['07:00:00 > 7F'] };
    await flows.answer('inspectDevice', ok(inspected));
    expect(flows.screen()).toMatchObject({
      screen: 'maintenance-device',
      device: { state: 'failed', code: 'LT-3103' },
      firmwareVersion: '4.13',
      recovery: 'reopen',
      test: 'note',
      stage: 'ready',
    });
    flows.session.send({ type: 'test-device' });
    expect(flows.screen()).toMatchObject({ stage: 'testing' });
    // A card on the reader is somebody's tool now, and no owner.
    flows.session.send({ type: 'card', uid: '04A1B2C3' });
    await flows.answer('testDevice', failed('LT-3102'));
    await flows.answer('inspectDevice', ok(inspected));
    expect(flows.screen()).toMatchObject({ stage: 'failed', problem: 'LT-3102' });
    flows.session.send({ type: 'show-trace' });
    expect(flows.screen()).toMatchObject({ screen: 'maintenance-trace', lines: ['07:00:00 > 7F'] });
    flows.session.send({ type: 'back' });
    flows.session.send({ type: 'test-device' });
    await flows.answer('testDevice', ok());
    await flows.answer('inspectDevice', ok(inspected));
    expect(flows.screen()).toMatchObject({ stage: 'passed' });
  });

  it.each([
    ['coin-acceptor', 'coins'],
    ['change-dispenser', 'change'],
    ['payment-terminal', 'terminal'],
    ['receipt-printer', 'page'],
    ['barcode-reader', 'code'],
    ['card-reader', 'card'],
    ['cabinet', 'lights'],
    ['ups', undefined],
  ])('%s is tried out by %s', async (role, test) => {
    const flows = await opened();
    flows.session.send({ type: 'look-at-device', role });
    await flows.answer('inspectDevice', ok({ trace: [] }));
    const screen = flows.screen();
    expect(screen.screen === 'maintenance-device' && screen.test).toBe(test);
  });

  it('closes by itself when nobody touches it, and after an hour in any case', async () => {
    const flows = await opened();
    for (let second = 0; second < 200; second += 1) flows.clock.increment(1_000);
    expect(flows.screen().screen).toBe('idle');

    const busy = await opened();
    for (let minute = 0; minute < 61; minute += 1) {
      busy.session.send({ type: 'look-at-device', role: 'ups' });
      busy.session.send({ type: 'back' });
      busy.clock.increment(60_000);
    }
    expect(busy.screen().screen).toBe('idle');
  });
});
