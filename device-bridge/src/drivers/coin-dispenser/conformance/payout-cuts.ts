import { setImmediate as nextTurn } from 'node:timers/promises';
import { PowerCut } from '../../conformance/power-cut.ts';
import { PayoutScene, type PayoutProtocol } from './payout-scene.ts';

/** One payout of three coins, and where the power is taken: of the bridge at each step, of the device at each coin. */
export const BRIDGE_STEPS = [
  'payout-journal.payout.before',
  'payout-journal.payout.after',
  'payout-journal.order.before',
  'payout-journal.order.after',
  'coin-dispenser.pay.before',
  'coin-dispenser.pay.after',
  'payout-journal.paid.before',
  'payout-journal.paid.after',
  'payout-journal.ended.before',
  'payout-journal.ended.after',
] as const;

export interface PayoutCut {
  readonly step: string;
  readonly power: 'bridge' | 'bridge and device' | 'device';
}

export const PAYOUT_CUTS: readonly PayoutCut[] = [
  ...BRIDGE_STEPS.flatMap((step) => (['bridge', 'bridge and device'] as const).map((power) => ({ step, power }))),
  ...[0, 1, 2, 3].map((coins) => ({ step: `${coins} coins paid`, power: 'device' as const })),
  ...[0, 1, 2].map((coins) => ({ step: `${coins} coins paid`, power: 'bridge and device' as const })),
];

export interface PayoutCutResult {
  readonly reportedFen: number;
  readonly doubtFen: number;
  readonly inTrayFen: number;
  /** Told to the fen, or left to people; never more or less than what is in the tray. */
  readonly verdict: 'told' | 'people count' | 'WRONG';
}

const PAYOUT = 'payout-1';
const FEN = 300;

export async function cutPayout(protocol: PayoutProtocol, { step, power }: PayoutCut): Promise<PayoutCutResult> {
  const scene = await PayoutScene.open(protocol);
  try {
    // Somebody got the same change before: what a device remembers of its last order may be this one.
    await scene.dispense('before', FEN);
    scene.passed.length = 0;
    const coins = /^(\d) coins/.exec(step)?.[1];
    const cut = coins === undefined ? undefined : whenPaid(scene, Number(coins) * 100, power);
    if (coins === undefined) {
      scene.cutPowerAt(step, () => (power === 'bridge' ? undefined : scene.twin.powerCycle()));
    }
    const dispensed = scene.dispense(PAYOUT, FEN).catch((error: unknown) => {
      if (!(error instanceof PowerCut)) throw error;
      return undefined;
    });
    await (cut ?? scene.until(() => !scene.hasPower));
    if (power === 'device') await dispensed;
    else {
      await scene.stop();
      await scene.start();
    }
    return await judge(scene);
  } finally {
    await scene.close();
  }
}

/** Takes the power the moment so much lies in the tray and the order is under way. */
function whenPaid(scene: PayoutScene, fen: number, power: PayoutCut['power']): Promise<void> {
  let done = false;
  return new Promise((resolve) => {
    const look = async (): Promise<void> => {
      const ordered = scene.passed.includes('coin-dispenser.pay.before');
      if (done || !ordered || scene.twin.paidFen() - FEN < fen) return;
      done = true;
      // The coin that fell just now is counted first.
      await nextTurn();
      if (power !== 'device') scene.cutNow();
      scene.twin.powerCycle();
      resolve();
    };
    scene.twin.onChange(() => void look());
  });
}

async function judge(scene: PayoutScene): Promise<PayoutCutResult> {
  await scene.until(() => scene.driver.condition().device === 'online');
  const { paidFen: reportedFen, doubtFen, state } = await scene.status(PAYOUT);
  const inTrayFen = scene.twin.paidFen() - FEN;
  // Whoever asks again for the same payout is not paid again.
  if (state !== 'none') await scene.dispense(PAYOUT, FEN);
  const paidAgain = scene.twin.paidFen() - FEN !== inTrayFen;
  const told = reportedFen === inTrayFen;
  const lies = paidAgain || reportedFen > inTrayFen || inTrayFen > reportedFen + doubtFen;
  return {
    reportedFen,
    doubtFen,
    inTrayFen,
    verdict: lies ? 'WRONG' : told && doubtFen === 0 ? 'told' : 'people count',
  };
}
