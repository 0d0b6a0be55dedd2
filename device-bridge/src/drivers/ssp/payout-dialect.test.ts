import { afterEach, expect, test } from 'vitest';
import type { SspPayoutTwin, SspPayoutTwinOptions } from '../../simulators/ssp/payout-twin.ts';
import { sspPayoutProtocol } from '../coin-dispenser/conformance/payout-protocols.ts';
import { PayoutScene } from '../coin-dispenser/conformance/payout-scene.ts';

const running: PayoutScene[] = [];

afterEach(async () => {
  for (const scene of running.splice(0)) await scene.close();
});

async function open(options: Pick<SspPayoutTwinOptions, 'pays'> = {}) {
  const made: SspPayoutTwin[] = [];
  const protocol = sspPayoutProtocol('', options, (twin) => made.push(twin));
  const scene = await PayoutScene.open(protocol);
  running.push(scene);
  const [twin] = made;
  if (!twin) throw new Error('no twin');
  return { scene, twin };
}

test('a store with fewer coins than it counted pays what it has, and is empty until somebody fills it', async () => {
  const { scene, twin } = await open();
  twin.fill(100, 20, 1);
  const short = await scene.dispense('one', 300);
  expect(short.payload).toMatchObject({ errorCode: 'cashUnitError', denomination: { currencies: { CNY: 1 } } });
  expect(twin.state().paidFen).toBe(100);
  expect(scene.driver.condition()).toEqual({ device: 'online', code: 'LT-3126' });
  expect((await scene.dispense('two', 100)).payload).toMatchObject({ errorCode: 'notDispensable' });
  twin.fill(100, 20);
  await scene.driver.reset();
  await scene.until(() => scene.driver.units()[0]?.level === 'ok');
  expect((await scene.dispense('three', 100)).completionCode).toBeUndefined();
});

test('somebody holds on to a coin: the payout stops, and what came out is told to the fen', async () => {
  const { scene, twin } = await open();
  twin.setFault({ kind: 'fraud' });
  await scene.dispense('one', 300);
  expect(await scene.status('one')).toEqual({ state: 'presented', paidFen: 100, doubtFen: 0 });
  expect(twin.state().paidFen).toBe(100);
});

test('a note payout pays notes, and takes none meanwhile', async () => {
  const { scene, twin } = await open({ pays: 'notes' });
  expect((await scene.dispense('one', 6_500)).payload?.denomination).toEqual({ currencies: { CNY: 65 } });
  const left = Object.fromEntries(
    twin.state().store.map(({ denominationFen, left: notes }) => [denominationFen, notes]),
  );
  expect(left).toMatchObject({ 5_000: 59, 1_000: 59, 500: 59 });
});

test('60 yuan lie in it as one 50 and three 20: its own way finds no mix, so it is told each note', async () => {
  const { scene, twin } = await open({ pays: 'notes' });
  for (const { denominationFen } of twin.state().store) twin.fill(denominationFen, 0);
  twin.fill(5_000, 1);
  twin.fill(2_000, 3);
  await scene.until(() => scene.driver.units()[0]?.coins.some(({ count }) => count === 3) ?? false);
  expect((await scene.dispense('one', 6_000)).payload?.denomination).toEqual({ currencies: { CNY: 60 } });
  expect(await scene.status('one')).toEqual({ state: 'presented', paidFen: 6_000, doubtFen: 0 });
  expect(twin.state().store.filter(({ left }) => left > 0)).toMatchObject([{ denominationFen: 5_000, left: 1 }]);
  expect((await scene.dispense('two', 4_000)).payload).toMatchObject({ errorCode: 'notDispensable' });
});
