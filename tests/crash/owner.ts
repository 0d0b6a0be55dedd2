import { setTimeout as delay } from 'node:timers/promises';
import type { Intent, ScreenModel } from '@louting/kiosk/screens';
import type { TestCard } from '../support/test-cards.ts';
import type { CrashWorld } from './crash-world.ts';

/** Somebody who does the sensible thing on every screen. */
export interface Owner {
  /** Touched on this screen; undefined: waits. */
  readonly touch: (model: ScreenModel) => Promise<Intent | undefined> | Intent | undefined;
  /** Has what they came for. */
  readonly isServed: () => boolean;
  /** Waits with the next tap until nothing of the last visit is under way any more. */
  readonly isPatient?: boolean;
  /** What happens around them, whatever the screen shows. */
  readonly meanwhile?: (model: ScreenModel | undefined) => Promise<void>;
}

const GIVE_UP_AFTER_MS = 40_000;
/** A little less than the sixty taps a minute that a server takes of one kiosk. */
const TAP_EVERY_MS = 1_100;
let lastTapAt = 0;

/** Does not give up, whatever the kiosk goes through meanwhile, and comes back with the card when it has started again. */
export async function visitUntilServed(world: CrashWorld, card: TestCard, owner: Owner): Promise<void> {
  const deadline = Date.now() + GIVE_UP_AFTER_MS;
  while (Date.now() < deadline) {
    const model = world.ui.model;
    await owner.meanwhile?.(model);
    if (model?.screen === 'idle' || model?.screen === 'goodbye') {
      const isQuiet = (await world.underWay()).length === 0;
      if (owner.isServed()) {
        if (isQuiet) return;
      } else if (isQuiet || !owner.isPatient) await tapUntilSeen(world, card.uid);
    } else if (model) {
      const intent = model.stillThere ? ({ intent: 'i-am-here' } as const) : await owner.touch(model);
      if (intent) world.ui.send(intent);
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
