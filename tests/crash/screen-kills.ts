import type { Browser } from 'playwright-core';
import type { ScreenName } from '@louting/kiosk/screens';
import { chromiumPath, launchChromium } from '../support/chromium.ts';
import type { TestCard } from '../support/test-cards.ts';
import type { CrashWorld } from './crash-world.ts';

/** The screen's process is killed on each of these, in the order of a cash payment. */
const CASH_STEPS: readonly ScreenName[] = ['idle', 'bills', 'method', 'cash', 'success'];

interface ScreenKills {
  readonly points: number;
  readonly failures: readonly { journey: string; point: string; problem: string }[];
}

/** A screen that is killed and opened again must show what the service says, and the payment must go on. */
export async function killScreenAtEachStep(world: CrashWorld, nextCard: () => TestCard): Promise<ScreenKills> {
  if (!chromiumPath) return { points: 0, failures: [] };
  const failures: { journey: string; point: string; problem: string }[] = [];
  const card = nextCard();
  const screen = new KilledScreen(world.stack.urls.kiosk);
  await screen.open();
  for (const step of CASH_STEPS) {
    await advanceTo(world, step, card);
    await screen.kill();
    await screen.open();
    const shown = await screen.showing();
    if (shown !== step) failures.push({ journey: 'screen', point: step, problem: `shows ${shown} after its restart` });
  }
  await screen.kill();
  world.ui.send({ intent: 'finish' });
  await world.ui.waitFor('idle');
  return { points: CASH_STEPS.length, failures };
}

async function advanceTo(world: CrashWorld, step: ScreenName, card: TestCard): Promise<void> {
  const { ui, bench } = world;
  if (step === 'bills') await bench.tap(card.uid);
  if (step === 'method') ui.send({ intent: 'pay' });
  if (step === 'cash') ui.send({ intent: 'choose-method', method: 'cash' });
  if (step === 'success') {
    for (;;) {
      const model = await ui.waitUntil(
        ({ screen, ...rest }) =>
          screen === 'success' ||
          screen === 'cash-overpay' ||
          (screen === 'cash' && 'acceptor' in rest && rest.acceptor === 'ready'),
        'the acceptor',
      );
      if (model.screen === 'success') break;
      if (model.screen === 'cash-overpay') ui.send({ intent: 'accept-overpay' });
      else await bench.insertNote(10_000);
      await ui.waitUntil((next) => next !== model, 'a change');
    }
  }
  await ui.waitFor(step);
}

class KilledScreen {
  private readonly url: string;
  private browser: Browser | undefined;

  constructor(url: string) {
    this.url = url;
  }

  async open(): Promise<void> {
    this.browser = await launchChromium();
    const page = await this.browser.newPage({ viewport: { width: 1080, height: 1920 } });
    await page.goto(this.url);
  }

  async showing(): Promise<string | null> {
    const page = this.browser?.contexts()[0]?.pages()[0];
    const frame = page?.locator('[data-screen]').first();
    await frame?.waitFor({ timeout: 15_000 });
    return (await frame?.getAttribute('data-screen')) ?? null;
  }

  async kill(): Promise<void> {
    const browser = this.browser;
    this.browser = undefined;
    if (!browser) return;
    const gone = new Promise<void>((resolve) => browser.once('disconnected', () => resolve()));
    const session = await browser.newBrowserCDPSession();
    void session.send('Browser.crash').catch(() => undefined);
    await gone;
  }
}
