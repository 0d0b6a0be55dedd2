import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { cutPayout, PAYOUT_CUTS, BRIDGE_STEPS, type PayoutCutResult } from './payout-cuts.ts';
import { PAYOUT_PROTOCOLS } from './payout-protocols.ts';
import { WIRE_FAULTS } from '../../../simulators/validator/wire-faults.ts';
import { PayoutScene } from './payout-scene.ts';

const REPORT = fileURLToPath(new URL('../../../../../var/reports/payout-power-cuts.md', import.meta.url));
const results = new Map<string, readonly PayoutCutResult[]>();

afterAll(() => {
  const rows = PAYOUT_CUTS.map(({ step, power }, row) => {
    const cells = PAYOUT_PROTOCOLS.map(({ name }) => {
      const result = results.get(name)?.[row];
      return result ? `${result.verdict} (${result.reportedFen}+${result.doubtFen}?/${result.inTrayFen})` : '';
    });
    return `| ${[step, power, ...cells].join(' | ')} |`;
  });
  const head = ['Step', 'Whose power', ...PAYOUT_PROTOCOLS.map(({ name }) => name)];
  const table = [`| ${head.join(' | ')} |`, `| ${head.map(() => '---').join(' | ')} |`, ...rows].join('\n');
  mkdirSync(new URL('.', `file://${REPORT}`), { recursive: true });
  writeFileSync(REPORT, `# Power cuts in a payout\n\nReported + in doubt / in the tray, in fen.\n\n${table}\n`);
  process.stdout.write(`\n${table}\n`);
});

describe.concurrent.each(PAYOUT_PROTOCOLS)('$name', { timeout: 60_000 }, (protocol) => {
  test('change is paid to the fen, over several units, step by step', async () => {
    const scene = await PayoutScene.open(protocol);
    expect((await scene.dispense('one', 200)).payload?.denomination).toEqual({ currencies: { CNY: 2 } });
    expect(scene.passed).toEqual(BRIDGE_STEPS);
    await scene.dispense('two', 370);
    expect(scene.twin.paidFen()).toBe(570);
    expect(await scene.status('two')).toEqual({ state: 'presented', paidFen: 370, doubtFen: 0 });
    expect((await scene.dispense('two', 370)).completionCode).toBe('invalidData');
    expect((await scene.dispense('three', 5)).payload?.errorCode).toBe('notDispensable');
    expect(await scene.status('never')).toEqual({ state: 'none', paidFen: 0, doubtFen: 0 });
    await scene.close();
  });

  test('a hopper that runs empty leaves the rest to the smaller coins, and what none can pay is still owed', async () => {
    const scene = await PayoutScene.open(protocol);
    for (const [fen, coins] of [
      [100, 11],
      [50, 11],
      [10, 60],
    ] as const)
      scene.twin.fill(fen, coins);
    expect((await scene.dispense('smaller', 1_200)).completionCode).toBeUndefined();
    expect(scene.twin.paidFen()).toBe(1_200);
    scene.twin.jam();
    const stuck = await scene.dispense('stuck', 50);
    expect(stuck.payload).toMatchObject({ errorCode: 'cashUnitError', denomination: { currencies: { CNY: 0 } } });
    expect(await scene.status('stuck')).toEqual({ state: 'notPresented', paidFen: 0, doubtFen: 0 });
    expect(scene.events).toContain('CashDispenser.IncompleteDispenseEvent');
    await scene.close();
  });

  test.each(protocol.triesBadLines ? WIRE_FAULTS : [])(
    'a bad line (%s) costs no coin and pays none twice',
    async (kind) => {
      const scene = await PayoutScene.open(protocol);
      scene.twin.fault(kind, 2);
      const paid = scene.dispense('one', 300);
      await scene.until(() => scene.passed.includes('coin-dispenser.pay.before'));
      scene.twin.fault(kind, 1);
      await paid;
      const { paidFen, doubtFen } = await scene.status('one');
      expect({ paidFen, doubtFen }).toEqual({ paidFen: scene.twin.paidFen(), doubtFen: 0 });
      await scene.close();
    },
  );

  test('the cable is pulled in the middle and put back', async () => {
    const scene = await PayoutScene.open(protocol);
    const paid = scene.dispense('one', 300);
    await scene.until(() => scene.twin.paidFen() >= 100);
    scene.twin.unplug();
    await scene.until(() => scene.driver.condition().device !== 'online');
    scene.twin.replug();
    await paid;
    expect(await scene.status('one')).toEqual({ state: 'presented', paidFen: 300, doubtFen: 0 });
    expect(scene.twin.paidFen()).toBe(300);
    await scene.close();
  });

  test.each(protocol.triesBadLines ? ['in the middle'] : [])(
    'a device that falls silent %s is not waited for, and what it paid is heard when it is back',
    async () => {
      const scene = await PayoutScene.open(protocol, 50);
      const paid = scene.dispense('one', 300);
      await scene.until(() => scene.twin.paidFen() >= 100);
      scene.twin.unplug();
      expect(await paid).toMatchObject({ completionCode: 'hardwareError', failure: { code: 'LT-3901' } });
      expect(await scene.askStatus('one')).toMatchObject({ completionCode: 'hardwareError' });
      expect((await scene.dispense('one', 300)).completionCode).toBe('invalidData');
      scene.twin.replug();
      await scene.until(() => scene.driver.condition().device === 'online');
      expect(await scene.status('one')).toEqual({ state: 'presented', paidFen: 300, doubtFen: 0 });
      expect(scene.twin.paidFen()).toBe(300);
      await scene.close();
    },
  );

  test('power cut at every step: what is told lies in the tray, and nothing is paid twice', async () => {
    const told = await Promise.all(PAYOUT_CUTS.map((cut) => cutPayout(protocol, cut)));
    results.set(protocol.name, told);
    const wrong = told.flatMap((result, row) => {
      const fine = result.verdict === 'told' || (result.verdict === 'people count' && !protocol.remembers);
      return fine ? [] : [{ ...PAYOUT_CUTS[row], ...result }];
    });
    expect(wrong).toEqual([]);
  });
});
