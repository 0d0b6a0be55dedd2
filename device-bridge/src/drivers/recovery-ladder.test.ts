import { pino } from 'pino';
import { afterAll, describe, expect, test } from 'vitest';
import { CashScene, type SceneOptions } from './bill-acceptor/conformance/scene.ts';
import { climb, FOOT_OF_LADDER, SERIAL_DEVICE_LADDER, type Rung, type Trouble } from './recovery-ladder.ts';
import { Rescue } from './rescue.ts';
import { steady, type SteadyState } from './steady-condition.ts';

function walk(trouble: Trouble, steps: number, hasRelay: boolean): string[] {
  let state = FOOT_OF_LADDER;
  return Array.from({ length: steps }, () => {
    const [next, { action, attempt, waitMs }] = climb(SERIAL_DEVICE_LADDER, state, trouble, hasRelay);
    state = next;
    return `${action} ${attempt} after ${waitMs}`;
  });
}

test('a silent device: each rung its tries, then out of service and looked for now and then', () => {
  expect(walk('silent', 10, true)).toEqual([
    'retry 1 after 0',
    'soft-reset 1 after 200',
    'reopen 1 after 500',
    'reopen 2 after 1000',
    'reopen 3 after 2000',
    'reopen 4 after 4000',
    'reopen 5 after 5000',
    'power-cycle 1 after 1000',
    'out-of-service 1 after 5000',
    'out-of-service 2 after 5000',
  ]);
});

test('a pulled cable is not talked to, and without a relay there is nothing to switch', () => {
  const steps = walk('closed', 7, false);
  expect(steps[0]).toBe('reopen 1 after 500');
  expect(steps.slice(5)).toEqual(['out-of-service 1 after 5000', 'out-of-service 2 after 5000']);
});

test('what works again begins at the foot', () => {
  const rescue = new Rescue({
    ladder: SERIAL_DEVICE_LADDER,
    relay: undefined,
    line: 'x',
    logger: pino({ level: 'silent' }),
  });
  expect(rescue.next('silent').action).toBe('retry');
  expect(rescue.next('silent').action).toBe('soft-reset');
  rescue.succeeded();
  expect(rescue.next('silent').action).toBe('retry');
});

test('trouble is believed at once, being well again only after three readings', () => {
  const bad = { device: 'hardwareError', code: 'LT-3103' } as const;
  const good = { device: 'online' } as const;
  let state: SteadyState<typeof bad | typeof good> = { told: good, goodInARow: 3 };
  const told = [bad, good, good, bad, good, good, good].map((reading) => {
    state = steady(state, reading);
    return state.told.device;
  });
  expect(told).toEqual([...Array.from({ length: 6 }, () => 'hardwareError'), 'online']);
});

describe.concurrent('a bill acceptor on each rung', { timeout: 60_000 }, () => {
  const scenes: CashScene[] = [];
  afterAll(async () => {
    await Promise.all(scenes.map((scene) => scene.close()));
  });
  const rung = (action: Rung['action'], tries = 1): Rung => ({
    action,
    against: ['silent', 'closed', 'failing'],
    tries,
    waitMs: 10,
    longestMs: 10,
  });
  const open = async (ladder: readonly Rung[], options: SceneOptions = {}): Promise<CashScene> => {
    const scene = await CashScene.open('id003', { ladder, ...options });
    scenes.push(scene);
    return scene;
  };
  /** All tries of one command, and more: the line is given up. */
  const LOST = 6;

  test.each(['retry', 'soft-reset', 'reopen'] as const)('%s brings a device back that fell silent', async (action) => {
    const scene = await open([rung(action, 100)]);
    scene.twin.setFault({ kind: 'silence', times: LOST });
    await scene.until(() => scene.driver.condition().device === 'noDevice');
    await scene.until(() => scene.driver.condition().device === 'online');
    await scene.take('note-1', 100);
  });

  test('power-cycle: the relay switches a device that answers nothing', async () => {
    let switched = 0;
    const relay = {
      cycle: (): Promise<void> => {
        switched += 1;
        scene.twin.clearFaults();
        scene.twin.powerCycle();
        return Promise.resolve();
      },
    };
    const scene = await open([rung('reopen'), rung('power-cycle'), rung('out-of-service')], { relay });
    scene.twin.setFault({ kind: 'silence', times: 1_000_000 });
    await scene.until(() => switched === 1);
    await scene.until(() => scene.driver.condition().device === 'online');
    expect(switched).toBe(1);
  });

  test('out of service, with its code, until the device answers again', async () => {
    const scene = await open([rung('reopen'), rung('out-of-service')]);
    scene.twin.setFault({ kind: 'silence', times: 1_000_000 });
    await scene.until(() => scene.driver.condition().code === 'LT-3901');
    await expect(scene.begin('note-1')).rejects.toThrow('LT-3901');
    scene.twin.clearFaults();
    await scene.until(() => scene.driver.condition().device === 'online');
  });

  test('a jam that does not go away: a soft reset, and its own code stays', async () => {
    const scene = await open([rung('soft-reset'), rung('out-of-service')], { failingMs: 50 });
    scene.twin.setFault({ kind: 'jam' });
    await scene.until(() => scene.driver.condition().code === 'LT-3103');
    await scene.until(() => scene.reports.some(({ action }) => action === 'out-of-service'));
    expect(scene.reports.map(({ action }) => action)).toEqual(['soft-reset', 'out-of-service']);
    expect(scene.driver.condition().code).toBe('LT-3103');
    scene.twin.clearFaults();
    await scene.until(() => scene.driver.condition().device === 'online');
  });
});
