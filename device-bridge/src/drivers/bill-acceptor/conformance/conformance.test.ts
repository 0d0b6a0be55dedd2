import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { findSocat } from '../../../simulators/pty.ts';
import { WIRE_FAULTS } from '../../../simulators/validator/wire-faults.ts';
import { BILL_PROTOCOLS } from '../profile.ts';
import { CashScene, type SceneOptions } from './scene.ts';

/**
 * What every bill acceptor's driver has to do on every twin of the role, whatever it speaks. A new protocol adds a word
 * to BILL_PROTOCOLS and a twin, and changes nothing here.
 */
const scenes: CashScene[] = [];

afterAll(async () => {
  await Promise.all(scenes.map((scene) => scene.close()));
});

describe.concurrent.each(BILL_PROTOCOLS)('%s', { timeout: 60_000 }, (protocol) => {
  const open = async (options: SceneOptions = {}): Promise<CashScene> => {
    const scene = await CashScene.open(protocol, options);
    scenes.push(scene);
    return scene;
  };
  const refusals = (scene: CashScene): unknown[] =>
    scene.events.filter(({ name }) => name.endsWith('InputRefuseEvent')).map(({ payload }) => payload);

  test('notes taken one after another: each credited once, box and journal agree', async () => {
    const scene = await open();
    for (const [note, fen] of [100, 2_000, 10_000].entries()) {
      expect((await scene.take(`note-${note}`, fen)).payload).toEqual({
        items: { [`typeCNY${fen / 100}`]: { fit: 1 } },
      });
      expect((await scene.stack(`note-${note}`)).completionCode).toBeUndefined();
      expect(await scene.outcome(`note-${note}`)).toBe('ok');
    }
    expect(scene.twin.state().cashBox).toMatchObject({ totalFen: 12_100, notes: { 100: 1, 2_000: 1, 10_000: 1 } });
    expect(scene.orphans()).toBe(0);
  });

  test('note given back from escrow', async () => {
    const scene = await open();
    await scene.take('note-1', 5_000);
    expect((await scene.giveBack('note-1')).completionCode).toBeUndefined();
    expect(await scene.outcome('note-1')).toBe('rollback');
    expect(scene.twin.state()).toMatchObject({ returnedFen: [5_000], cashBox: { totalFen: 0 } });
  });

  test('note that cannot be read is refused and told, and the next is taken', async () => {
    const scene = await open();
    await scene.begin('note-1');
    const cashIn = scene.cashIn('note-1');
    await scene.until(() => scene.twin.insertNote(1_000, { counterfeit: true }) === 'taken');
    await scene.until(() => refusals(scene).length > 0);
    expect(refusals(scene)).toEqual([{ reason: 'invalidBill' }]);
    await scene.until(() => scene.twin.insertNote(1_000) === 'taken');
    expect((await cashIn).payload).toEqual({ items: { typeCNY10: { fit: 1 } } });
  });

  test('note above the limit stays out', async () => {
    const scene = await open();
    await scene.begin('note-1', 10);
    const cancel = new AbortController();
    const cashIn = scene.cashIn('note-1', cancel.signal);
    await scene.until(() => scene.twin.insertNote(10_000) === 'taken');
    await scene.until(() => refusals(scene).length > 0);
    // EBDS has no word for why.
    expect(refusals(scene)).toEqual([{ reason: protocol === 'ebds' ? 'invalidBill' : 'limitOverAmount' }]);
    cancel.abort('canceled');
    expect((await cashIn).completionCode).toBe('canceled');
    expect(scene.twin.state().returnedFen).toEqual([10_000]);
  });

  test('someone pulls on the note: told as fraud', async () => {
    const scene = await open();
    await scene.begin('note-1');
    void scene.cashIn('note-1');
    await scene.until(() => scene.twin.state().enabled);
    scene.twin.setFault({ kind: 'fraud' });
    await scene.until(() => refusals(scene).length > 0);
    expect(refusals(scene)).toEqual([{ reason: 'counterfeit' }]);
  });

  test.each([
    ['jam', 'LT-3103'],
    ['cashbox-full', 'LT-3104'],
    ['cashbox-removed', 'LT-3105'],
  ] as const)('%s switches the acceptor off, and repaired on again', async (kind, code) => {
    const scene = await open();
    scene.twin.setFault({ kind });
    await scene.until(() => scene.driver.condition().code === code);
    await expect(scene.begin('note-1')).rejects.toThrow(code);
    scene.twin.clearFaults();
    await scene.until(() => scene.driver.condition().device === 'online');
    await scene.take('note-2', 100);
  });

  test('inhibited while nobody wants a note', async () => {
    const scene = await open();
    expect(scene.twin.insertNote(100)).toBe('left-in-hand');
    await scene.take('note-1', 100);
    await scene.stack('note-1');
    await scene.until(() => !scene.twin.state().enabled);
    expect(scene.twin.insertNote(100)).toBe('left-in-hand');
  });

  test('note is held in escrow beyond the time of the device', async () => {
    const scene = await open({ speeds: { escrowMs: 1_000 } });
    await scene.take('note-1', 2_000);
    await delay(1_500);
    expect(scene.twin.state().note?.position).toBe('escrow');
    await scene.stack('note-1');
    expect(await scene.outcome('note-1')).toBe('ok');
  });

  test('cable pulled with a note in escrow: it goes back, and the transaction is void', async () => {
    const scene = await open();
    await scene.take('note-1', 5_000);
    scene.twin.unplug();
    scene.twin.replug();
    await scene.until(() => scene.twin.state().note === undefined);
    expect(await scene.outcome('note-1')).toBe('rollback');
    expect(scene.twin.state()).toMatchObject({ returnedFen: [5_000], cashBox: { totalFen: 0 } });
  });

  test('programmed for another currency: never let in', async () => {
    const scene = await open({ currency: 'EUR' });
    await scene.until(() => scene.driver.condition().code === 'LT-3905');
    expect(scene.driver.denominations()).toEqual([]);
  });

  test.each(WIRE_FAULTS)('%s on the line while stacking: credited once', async (kind) => {
    const scene = await open();
    await scene.take('note-1', 1_000);
    scene.twin.setFault({ kind, times: 2 });
    await scene.stack('note-1');
    expect(await scene.outcome('note-1')).toBe('ok');
    expect(scene.twin.state().cashBox.notes).toEqual({ 1_000: 1 });
    // A crowded machine may take the second try for silence: then the line is greeted anew first.
    await scene.until(() => scene.driver.condition().device === 'online');
    // The next note must not be taken for the one before.
    await scene.take('note-2', 2_000);
    await scene.giveBack('note-2');
    expect(await scene.outcome('note-2')).toBe('rollback');
    expect(scene.orphans()).toBe(0);
  });
});

test.skipIf(!findSocat())(
  'over a serial line: a bad answer and a pulled cable cost no note, and a power cut is made good',
  { timeout: 60_000 },
  async () => {
    const scene = await CashScene.open('ssp', { serial: true, replyTimeoutMs: 300, stackMs: 20_000 });
    scenes.push(scene);
    await scene.until(() => scene.driver.condition().device === 'online');
    await scene.take('note-1', 1_000);
    scene.twin.setFault({ kind: 'wrong-crc' });
    await scene.stack('note-1');
    expect(await scene.outcome('note-1')).toBe('ok');

    await scene.take('note-2', 5_000);
    scene.twin.unplug();
    await scene.until(() => scene.driver.condition().device !== 'online');
    scene.twin.replug();
    expect(await scene.outcome('note-2')).toBe('rollback');

    await scene.until(() => scene.driver.condition().device === 'online');
    scene.cutPowerAt('bill-acceptor.stack.after');
    await scene.take('note-3', 2_000);
    void scene.stack('note-3').catch(() => undefined);
    await scene.until(() => !scene.hasPower);
    await scene.stop();
    await scene.start();
    expect(await scene.outcome('note-3')).toBe('ok');
    expect(scene.twin.state()).toMatchObject({ returnedFen: [5_000], cashBox: { notes: { 1_000: 1, 2_000: 1 } } });
    expect(scene.orphans()).toBe(0);
  },
);
