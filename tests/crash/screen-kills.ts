import { setTimeout as delay } from 'node:timers/promises';
import { type Browser, type BrowserServer, chromium } from 'playwright-core';
import type { Intent, ScreenModel, ScreenName } from '@louting/kiosk/screens';
import { chromiumPath, launchChromiumServer } from '../support/chromium.ts';
import type { TestCard } from '../support/test-cards.ts';
import type { CrashWorld } from './crash-world.ts';

/** The screen's process is killed on each of these, in the order of a payment. */
const STEPS = {
  cash: ['idle', 'bills', 'method', 'cash', 'success'],
  qr: ['idle', 'bills', 'method', 'qr', 'success'],
} as const satisfies Record<string, readonly ScreenName[]>;

interface ScreenKills {
  readonly points: number;
  readonly failures: readonly { journey: string; point: string; problem: string }[];
}

/** A screen that is killed and opened again must show what the service says, and the payment must go on. */
export async function killScreenAtEachStep(world: CrashWorld, nextCard: () => TestCard): Promise<ScreenKills> {
  if (!chromiumPath) return { points: 0, failures: [] };
  const failures: { journey: string; point: string; problem: string }[] = [];
  let points = 0;
  for (const journey of ['cash', 'qr'] as const) {
    const card = nextCard();
    const screen = new KilledScreen(world.stack.urls.kiosk);
    await world.ui.waitFor('idle');
    await screen.open();
    for (const step of STEPS[journey]) {
      await advanceTo(world, journey, step, card);
      await screen.kill();
      await screen.open();
      points += 1;
      const shown = await screen.showing();
      if (shown !== step)
        failures.push({ journey, point: `screen ${step}`, problem: `shows ${shown} after its restart` });
    }
    await screen.kill();
    world.ui.send({ intent: 'finish' });
    await leave(world);
    const owed = world.books.outstandingOf(card.roomId);
    if (owed !== 0) failures.push({ journey, point: 'screen', problem: `${owed} fen are still owed` });
  }
  return { points, failures };
}

/** Whoever left money behind for the first time is asked what it is for; this owner goes. */
async function leave({ ui }: CrashWorld): Promise<void> {
  const next = await ui.waitFor('agreement', 'goodbye', 'idle');
  if (next.screen === 'agreement') ui.send({ intent: 'cancel' });
  await ui.waitFor('idle');
}

async function advanceTo(world: CrashWorld, journey: 'cash' | 'qr', step: ScreenName, card: TestCard): Promise<void> {
  const { ui, bench } = world;
  if (step === 'bills') await bench.tap(card.uid);
  if (step === 'method') ui.send({ intent: 'pay' });
  if (step === 'cash') ui.send({ intent: 'choose-method', method: 'cash' });
  if (step === 'qr') ui.send({ intent: 'choose-method', method: 'wechat-qr' });
  if (step === 'success') await (journey === 'cash' ? payByNotes(world) : payByCode(world));
  await ui.waitFor(step);
  // The code comes from the channel a moment after its screen.
  if (step === 'qr') await ui.waitUntil((model) => model.screen === 'qr' && model.content !== undefined, 'the QR code');
}

async function payByNotes({ ui, bench }: CrashWorld): Promise<void> {
  for (;;) {
    const model = await ui.waitUntil(awaitsTheOwner, 'the acceptor');
    if (model.screen === 'success') return;
    if (model.screen === 'cash') {
      // The slot opens a moment after the screen asks for notes.
      while ((await bench.insertNote(10_000)) === 'left-in-hand') await delay(50);
    } else ui.send({ intent: 'accept-overpay' } satisfies Intent);
    await ui.waitUntil((next) => next !== model, 'a change');
  }
}

function awaitsTheOwner(model: ScreenModel): boolean {
  if (model.screen === 'cash') return model.acceptor === 'ready';
  return model.screen === 'success' || model.screen === 'cash-overpay';
}

async function payByCode({ ui, wechat }: CrashWorld): Promise<void> {
  if (ui.model?.screen === 'qr' && ui.model.content) await wechat.scanAndPay(ui.model.content);
}

class KilledScreen {
  private readonly url: string;
  private running: { readonly server: BrowserServer; readonly browser: Browser } | undefined;

  constructor(url: string) {
    this.url = url;
  }

  async open(): Promise<void> {
    const server = await launchChromiumServer();
    const browser = await chromium.connect(server.wsEndpoint());
    this.running = { server, browser };
    const page = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
    await page.goto(this.url);
  }

  async showing(): Promise<string | null> {
    const page = this.running?.browser.contexts()[0]?.pages()[0];
    const frame = page?.locator('[data-screen]').first();
    await frame?.waitFor({ timeout: 15_000 });
    return (await frame?.getAttribute('data-screen')) ?? null;
  }

  async kill(): Promise<void> {
    const running = this.running;
    this.running = undefined;
    if (!running) return;
    const gone = new Promise<void>((resolve) => running.server.process().once('exit', () => resolve()));
    running.server.process().kill('SIGKILL');
    await gone;
  }
}
