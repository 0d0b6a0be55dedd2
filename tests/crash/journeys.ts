import { setTimeout as delay } from 'node:timers/promises';
import type { Intent, ScreenModel } from '@louting/kiosk/screens';
import type { TestCard } from '../support/test-cards.ts';
import type { CrashWorld } from './crash-world.ts';

/**
 * One owner who wants to pay and does not give up, whatever the kiosk goes through meanwhile: looks at the screen,
 * does the sensible thing, and comes back with the card when the kiosk has started again.
 */
export interface Journey {
  readonly name: 'cash' | 'qr';
  run(world: CrashWorld, card: TestCard): Promise<void>;
}

const GIVE_UP_AFTER_MS = 40_000;
/** A little less than the sixty taps a minute that a server takes of one kiosk. */
const TAP_EVERY_MS = 1_100;
let lastTapAt = 0;
const NOTES_FEN = [10_000, 5_000, 2_000, 1_000, 500, 100];

export const JOURNEYS: readonly Journey[] = [
  { name: 'cash', run: (world, card) => payUntilSettled(world, card, 'cash', cashStep) },
  { name: 'qr', run: (world, card) => payUntilSettled(world, card, 'wechat-qr', qrStep) },
];

type Step = (world: CrashWorld, model: ScreenModel, seen: Seen) => Promise<Intent | undefined>;

/** What this owner has already done for the screen in front of them. */
interface Seen {
  notesInserted: number;
  readonly codesPaid: Set<string>;
}

async function payUntilSettled(
  world: CrashWorld,
  card: TestCard,
  method: 'cash' | 'wechat-qr',
  stepOnMethod: Step,
): Promise<void> {
  const seen: Seen = { notesInserted: 0, codesPaid: new Set() };
  const deadline = Date.now() + GIVE_UP_AFTER_MS;
  while (Date.now() < deadline) {
    const model = world.ui.model;
    if (model) {
      if (model.screen === 'idle' || model.screen === 'goodbye') {
        const owed = world.books.outstandingOf(card.roomId);
        if (owed === 0 && (await world.underWay()).length === 0) return;
        if (owed > 0) await tapUntilSeen(world, card.uid);
      } else {
        const intent = commonIntent(model, method) ?? (await stepOnMethod(world, model, seen));
        if (intent) world.ui.send(intent);
      }
    }
    await delay(60);
  }
  throw new Error(
    `the journey did not end; the kiosk shows ${shown(world.ui.model)}, under way: ${(await world.underWay()).join(', ')}`,
  );
}

/** The screen, with the code of what is wrong where there is one. */
function shown(model: ScreenModel | undefined): string {
  return model && 'code' in model ? `${model.screen} ${model.code}` : String(model?.screen);
}

/** A tap on a kiosk that is just starting is not seen; the owner tries again after a moment. */
async function tapUntilSeen(world: CrashWorld, uid: string): Promise<void> {
  // A kiosk takes so many cards a minute and no more, whoever taps them (LT-1008).
  await delay(Math.max(0, lastTapAt + TAP_EVERY_MS - Date.now()));
  lastTapAt = Date.now();
  await world.bench.tap(uid, 300);
  await world.ui
    .waitUntil((model) => model.screen !== 'idle' && model.screen !== 'goodbye', 'an answer to the card', 1_000)
    .catch(() => undefined);
}

function commonIntent(model: ScreenModel, method: 'cash' | 'wechat-qr'): Intent | undefined {
  if (model.stillThere) return { intent: 'i-am-here' };
  switch (model.screen) {
    case 'identify':
    case 'card-problem':
    case 'nothing-owed':
      return { intent: 'cancel' };
    case 'bills':
      return { intent: 'pay' };
    case 'method':
      return model.choices.some((choice) => choice.method === method && choice.available)
        ? { intent: 'choose-method', method }
        : { intent: 'cancel' };
    case 'success':
      return model.receipt.state === 'printing' ? undefined : { intent: 'finish' };
    case 'agreement':
      if (model.saving) return undefined;
      return model.question === 'auto-use'
        ? { intent: 'agree-auto-use', yes: false }
        : { intent: 'agree-duplicate', disposition: 'refund' };
    case 'confirm-payment':
      return { intent: 'confirm-payment' };
    case 'verifying':
    case 'failure':
      return { intent: 'finish' };
    default:
      return undefined;
  }
}

async function cashStep(world: CrashWorld, model: ScreenModel, seen: Seen): Promise<Intent | undefined> {
  if (model.screen === 'cash-overpay') return { intent: 'accept-overpay' };
  if (model.screen === 'cash-stop') return { intent: 'continue-cash' };
  if (model.screen !== 'cash' || model.acceptor !== 'ready' || model.remainingFen <= 0) return undefined;
  const { cashAcceptor } = await world.bench.state();
  // A note the acceptor still holds was put there already.
  if (cashAcceptor.note !== undefined) return undefined;
  seen.notesInserted += 1;
  await world.bench.insertNote(noteFor(model.remainingFen, seen.notesInserted));
  return undefined;
}

/** Large notes first; the last one may be more than what is still due, so that the consent is on the way too. */
function noteFor(remainingFen: number, count: number): number {
  const fitting = NOTES_FEN.find((note) => note <= remainingFen) ?? 100;
  return count >= 2 ? (NOTES_FEN.findLast((note) => note >= remainingFen) ?? fitting) : fitting;
}

async function qrStep(world: CrashWorld, model: ScreenModel, seen: Seen): Promise<Intent | undefined> {
  if (model.screen !== 'qr' || !model.content || seen.codesPaid.has(model.content)) return undefined;
  seen.codesPaid.add(model.content);
  await world.wechat.scanAndPay(model.content);
  return undefined;
}
