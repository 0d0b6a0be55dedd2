import { describe, expect, test } from 'vitest';
import { WIRE_FAULTS } from '../../../simulators/validator/wire-faults.ts';
import { COIN_PROTOCOLS } from './coin-protocols.ts';
import { COINS, CoinScene } from './coin-scene.ts';

/** The bridge loses its power at a step of one coin, alone or with the device; `between` is after the poll that told it. */
const CUTS = ['bridge-journal.coin.before', 'bridge-journal.coin.after', 'between'].flatMap((step) =>
  (['bridge', 'bridge and device'] as const).map((power) => ({ step, power })),
);

describe.concurrent.each(COIN_PROTOCOLS)('$name', { timeout: 60_000 }, (protocol) => {
  test('coins fall one by one and in a handful, and each is told once with its value', async () => {
    const scene = await CoinScene.open(protocol);
    expect(scene.driver.denominations()).toEqual(COINS);
    for (const fen of [100, 50, 10, 100, 50]) expect(scene.twin.insert(fen)).toBe('taken');
    await scene.until(() => scene.toldFen() === 310);
    expect(scene.events).toHaveLength(5);
    expect(scene.twin.insert(100, { counterfeit: true })).toBe('returned');
    await scene.until(() => scene.events.length === 6);
    expect(scene.events[5]).toEqual({ event: 'refused' });
    await scene.driver.disable();
    expect(scene.twin.insert(100)).toBe('returned');
    await scene.close();
  });

  test('the counter goes round twice and nothing is lost or told again', async () => {
    const scene = await CoinScene.open(protocol);
    for (let coins = 5; coins <= 515; coins += 5) {
      for (let hand = 0; hand < 5; hand += 1) scene.twin.insert(10);
      await scene.until(() => scene.events.length === coins);
    }
    expect(scene.toldFen()).toBe(scene.twin.inBoxFen());
    expect(scene.events.every(({ event }) => event === 'coin')).toBe(true);
    await scene.close();
  });

  test('more coins than the device remembers fall while the cable is out: the last five are told, the others counted as lost', async () => {
    const scene = await CoinScene.open(protocol);
    scene.twin.insert(10);
    await scene.until(() => scene.events.length === 1);
    scene.twin.unplug();
    for (const fen of [50, 50, 50, 100, 10, 10, 10, 10]) scene.twin.insert(fen);
    scene.twin.replug();
    await scene.until(() => scene.events.length === 7);
    expect(scene.lost()).toEqual([3]);
    expect(scene.events.slice(2)).toMatchObject([100, 10, 10, 10, 10].map((denominationFen) => ({ denominationFen })));
    expect(scene.journaledFen()).toBe(scene.twin.inBoxFen() - 150);
    await scene.close();
  });

  test('the cable is pulled and put back between coins: what fell meanwhile is told as fallen unheard', async () => {
    const scene = await CoinScene.open(protocol);
    scene.twin.unplug();
    await scene.until(() => scene.driver.condition().device !== 'online');
    scene.twin.insert(100);
    scene.twin.replug();
    await scene.until(() => scene.events.length === 1);
    expect(scene.events).toMatchObject([{ event: 'coin', denominationFen: 100, recovered: true }]);
    scene.twin.insert(50);
    await scene.until(() => scene.events.length === 2);
    expect(scene.events[1]).toMatchObject({ denominationFen: 50, recovered: false });
    await scene.close();
  });

  test.each(WIRE_FAULTS)('a bad line (%s) hides no coin and doubles none', async (kind) => {
    const scene = await CoinScene.open(protocol);
    for (const fen of COINS) {
      scene.twin.fault(kind, 2);
      scene.twin.insert(fen);
      await scene.until(() => scene.toldFen() === scene.twin.inBoxFen());
    }
    expect(scene.events).toHaveLength(COINS.length);
    await scene.close();
  });

  test('a coin gets stuck: coins come back until it is freed', async () => {
    const scene = await CoinScene.open(protocol);
    scene.twin.jam();
    expect(scene.twin.insert(100)).toBe('returned');
    await scene.until(() => scene.driver.condition().code === 'LT-3103');
    scene.twin.unjam();
    scene.twin.insert(100);
    await scene.until(() => scene.driver.condition().device === 'online');
    expect(scene.toldFen()).toBe(100);
    await scene.close();
  });

  test('the device loses its power before the first coin: it is shut, and opened again', async () => {
    const scene = await CoinScene.open(protocol);
    scene.twin.powerCycle();
    expect(scene.twin.isOpen()).toBe(false);
    await scene.until(() => scene.twin.isOpen());
    scene.twin.insert(100);
    await scene.until(() => scene.toldFen() === 100);
    await scene.close();
  });

  test('the device loses its power after a coin was told: told once, counted anew, and said', async () => {
    const scene = await CoinScene.open(protocol);
    scene.twin.insert(100);
    await scene.until(() => scene.toldFen() === 100);
    scene.twin.powerCycle();
    await scene.until(() => scene.twin.isOpen());
    for (const fen of [50, 10]) scene.twin.insert(fen);
    await scene.until(() => scene.toldFen() === 160);
    expect(scene.lost()).toEqual(['unknown']);
    expect(scene.journaledFen()).toBe(scene.twin.inBoxFen());
    await scene.close();
  });

  test('the device loses its power with a coin nobody asked for yet: it is in the box, and its loss is said and not guessed', async () => {
    const scene = await CoinScene.open(protocol);
    scene.twin.insert(10);
    await scene.until(() => scene.toldFen() === 10);
    scene.twin.insert(100);
    scene.twin.powerCycle();
    await scene.until(() => scene.lost().length > 0);
    expect(scene.lost()).toEqual(['unknown']);
    expect([scene.journaledFen(), scene.twin.inBoxFen()]).toEqual([10, 110]);
    await scene.close();
  });

  test.each(CUTS)('power of the $power cut at $step: on the disk once, whoever asks', async ({ step, power }) => {
    const scene = await CoinScene.open(protocol);
    const cutDevice = (): void => (power === 'bridge' ? undefined : scene.twin.powerCycle());
    scene.twin.insert(10);
    await scene.until(() => scene.journaledFen() === 10);
    if (step !== 'between') scene.cutPowerAt(step, cutDevice);
    scene.twin.insert(100);
    if (step === 'between') {
      await scene.until(() => scene.journaledFen() === 110);
      scene.cutNow();
      cutDevice();
    }
    await scene.until(() => !scene.hasPower);
    await scene.stop();
    await scene.start();
    scene.twin.insert(50);
    const isGone = step.endsWith('.before') && power !== 'bridge';
    await scene.until(() => scene.journaledFen() === (isGone ? 60 : 160));
    await scene.close();
  });
});
