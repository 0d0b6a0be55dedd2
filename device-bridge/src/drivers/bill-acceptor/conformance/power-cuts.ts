import { setImmediate as nextTurn } from 'node:timers/promises';
import type { BillProtocol } from '../profile.ts';
import { PowerCut } from '../../conformance/power-cut.ts';
import { CashScene } from './scene.ts';

/**
 * One note's way, and where its power is taken: of the bridge at each of its steps, of the device at each place where
 * the note can be, of both at once, and of a device that forgets.
 */
export const BRIDGE_STEPS = [
  'bridge-journal.started.before',
  'bridge-journal.started.after',
  'bridge-journal.escrow.before',
  'bridge-journal.escrow.after',
  'bridge-journal.stack-sent.before',
  'bridge-journal.stack-sent.after',
  'bill-acceptor.stack.before',
  'bill-acceptor.stack.after',
  'bridge-journal.stacked.before',
  'bridge-journal.stacked.after',
  'bill-acceptor.acknowledged.after',
] as const;
export const RETURN_STEPS = [
  'bill-acceptor.return.before',
  'bill-acceptor.return.after',
  'bridge-journal.returned.before',
  'bridge-journal.returned.after',
] as const;
export const DEVICE_PLACES = ['reading', 'escrow', 'stacking', 'in the box', 'rejecting'] as const;

export interface Cut {
  readonly step: string;
  readonly power: 'bridge' | 'bridge and device' | 'bridge and forgetful device' | 'device' | 'forgetful device';
}

export const CUTS: readonly Cut[] = [
  ...[...BRIDGE_STEPS, ...RETURN_STEPS].flatMap((step) =>
    (['bridge', 'bridge and device', 'bridge and forgetful device'] as const).map((power) => ({ step, power })),
  ),
  ...DEVICE_PLACES.flatMap((step) => (['device', 'forgetful device'] as const).map((power) => ({ step, power }))),
];

export interface CutResult {
  /** What the journal says of the note. */
  readonly journal: string;
  readonly note: 'box' | 'front' | 'hand';
  readonly orphans: number;
  /** Credited once and in the box, void and at the front, or in doubt and so left to people. */
  readonly verdict: 'credited' | 'void' | 'people count' | 'WRONG';
}

const NOTE = 'note-1';
const FEN = 5_000;

export async function cutPower(protocol: BillProtocol, { step, power }: Cut): Promise<CutResult> {
  const scene = await CashScene.open(protocol, {
    speeds: { stackMs: 100, readMs: 15, rejectMs: 100 },
    replyTimeoutMs: 1_000,
  });
  try {
    if (power.includes('forgetful')) scene.twin.setFault({ kind: 'forgets-value' });
    const givesBack = (RETURN_STEPS as readonly string[]).includes(step) || step === 'rejecting';
    if (power.startsWith('bridge')) await cutBridge(scene, step, power !== 'bridge', givesBack);
    else await cutDevice(scene, step, givesBack);
    return await judge(scene);
  } finally {
    await scene.close();
  }
}

async function cutBridge(scene: CashScene, step: string, withDevice: boolean, givesBack: boolean): Promise<void> {
  scene.cutPowerAt(step, () => (withDevice ? scene.twin.powerCycle() : undefined));
  const cut = scene.until(() => !scene.hasPower);
  await Promise.race([walk(scene, givesBack), cut]);
  await cut;
  await scene.stop();
  await scene.start();
}

async function cutDevice(scene: CashScene, place: string, givesBack: boolean): Promise<void> {
  let done = false;
  scene.twin.onChange(() => {
    const { note, cashBox } = scene.twin.state();
    const isThere = place === 'in the box' ? cashBox.totalFen > 0 : note?.position === place;
    if (!isThere || done) return;
    done = true;
    void nextTurn().then(() => scene.twin.powerCycle());
  });
  const left = new AbortController();
  const walked = walk(scene, givesBack, left.signal);
  await scene.until(() => done);
  // A note that never came to escrow, as far as the bridge knows, leaves it waiting for another.
  await Promise.race([walked, scene.until(() => scene.twin.state().note === undefined)]);
  left.abort('canceled');
  await walked;
}

/** A power cut ends the walk where it is; a device that cannot do what it should is met by the recovery. */
async function walk(scene: CashScene, givesBack: boolean, signal?: AbortSignal): Promise<void> {
  try {
    await scene.begin(NOTE);
    const cashIn = scene.cashIn(NOTE, signal);
    await scene.until(() => !scene.hasPower || scene.twin.insertNote(FEN) === 'taken');
    const { completionCode } = await cashIn;
    await (givesBack || completionCode ? scene.giveBack(NOTE) : scene.stack(NOTE));
  } catch (error) {
    if (!(error instanceof PowerCut)) throw error;
  }
}

async function judge(scene: CashScene): Promise<CutResult> {
  await scene.until(() => scene.driver.condition().device === 'online' && scene.twin.state().note === undefined);
  const journal = await scene.outcome(NOTE);
  const { cashBox, returnedFen } = scene.twin.state();
  const note = cashBox.totalFen > 0 ? 'box' : returnedFen.length > 0 ? 'front' : 'hand';
  const orphans = scene.orphans();
  return { journal, note, orphans, verdict: verdictOf(journal, note, orphans) };
}

function verdictOf(journal: string, note: CutResult['note'], orphans: number): CutResult['verdict'] {
  if (journal === 'ok') return note === 'box' && orphans === 0 ? 'credited' : 'WRONG';
  if (journal === 'unknown' || orphans > 0) return 'people count';
  return note === 'box' ? 'WRONG' : 'void';
}
