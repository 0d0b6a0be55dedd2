import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { cabinet, type Cabinet, type RunningCabinet } from '../../kiosk/src/service/testing/kiosk-harness.ts';
import { buildStaleUis } from '../../scripts/stack/build-uis.ts';
import { projectRoot } from '../../scripts/stack/paths.ts';
import { Stack } from '../../scripts/stack/stack.ts';
import { launchKioskChromium } from '../support/chromium.ts';
import { freeStackPorts } from '../support/free-ports.ts';
import type { Figures } from './bench.ts';
import { bundleSizes } from './ui-bundle.ts';
import { heapOf, type PageHeap } from './ui-heap.ts';
import { clockTouches, TouchWatch } from './ui-touches.ts';

const PORTRAIT = { width: 1080, height: 1920 };
const SLOW_SESSIONS = 200;
const CPU_SLOW_DOWN = 4;
const SESSIONS = 1_000;
/** Code, fonts and caches are in the page after so many sessions; what it holds then is what it should hold for ever. */
const SETTLED_AFTER = 100;
const STARTS = 5;
/** For 286.40 yuan: the last one is worth too much. */
const NOTES_FEN = [10_000, 10_000, 5_000, 2_000, 2_000];

/**
 * The owner's screen in a real browser, with the engine of the kiosk's window, before a real kiosk service whose
 * devices and server answer at once.
 * - `inpP98Ms`: touch → next frame painted (Event Timing API, 8 ms steps) at a quarter of this machine's speed
 * - `screenP98Ms`: touch → another screen painted, at the same speed
 * - `startMs`: process of the kiosk service started → idle screen painted, on a whole installation; median
 * - `bundleKb`: script and style that the first screen needs, gzip; `lateKb`: what follows once it stands
 * - `longTasks`: times the page was held up for more than 50 ms in sessions 101 to 1,000, at full speed
 * - `memoryGrowthPercent`: heap of the page after its garbage is collected, session 1,000 against session 100
 * - `withoutCodeGrowthPercent`: the same without machine code
 */
export async function benchUi(): Promise<Figures> {
  await buildStaleUis(() => undefined);
  const browser = await launchKioskChromium();
  try {
    return {
      ...(await measureTouches(browser)),
      startMs: await measureStart(browser),
      ...bundleSizes(join(projectRoot, 'kiosk/dist')),
      ...(await measureMemory(browser)),
    };
  } finally {
    await browser.close();
  }
}

async function measureTouches(browser: Browser): Promise<Figures> {
  const lobby = await Lobby.open(browser);
  try {
    await lobby.devtools.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOW_DOWN });
    for (let session = 0; session < SLOW_SESSIONS; session += 1) await lobby.session(session);
    const { inpP98Ms, screenP98Ms, touches } = await lobby.watch.figures();
    return { touches, inpP98Ms, screenP98Ms };
  } finally {
    await lobby.close();
  }
}

async function measureMemory(browser: Browser): Promise<Figures> {
  const lobby = await Lobby.open(browser);
  try {
    let settled: PageHeap | undefined;
    for (let session = 0; session < SESSIONS; session += 1) {
      if (session === SETTLED_AFTER) {
        settled = await lobby.heap();
        await lobby.watch.longTasks();
      }
      await lobby.quickSession();
    }
    const longTasks = await lobby.watch.longTasks();
    const last = await lobby.heap();
    const growth = (of: keyof PageHeap) => Math.max(0, (last[of] / (settled?.[of] ?? Number.NaN) - 1) * 100);
    return {
      longTasks,
      heapMb: last.bytes / 2 ** 20,
      memoryGrowthPercent: growth('bytes'),
      withoutCodeGrowthPercent: growth('withoutCodeBytes'),
    };
  } finally {
    await lobby.close();
  }
}

async function measureStart(browser: Browser): Promise<number> {
  const stateDir = mkdtempSync(join(tmpdir(), 'louting-bench-'));
  const stack = new Stack({ stateDir, ports: await freeStackPorts(), quickDevices: true, cardReader: 'network' });
  const page = await browser.newPage({ viewport: PORTRAIT });
  try {
    await stack.start();
    const times: number[] = [];
    for (let start = 0; start < STARTS; start += 1) {
      await stack.process('kiosk').stop();
      await page.goto('about:blank');
      const startedAt = performance.now();
      await stack.process('kiosk').start();
      await page.goto(stack.urls.kiosk);
      await painted(page, 'idle');
      times.push(performance.now() - startedAt);
    }
    return times.toSorted((a, b) => a - b)[Math.floor(STARTS / 2)] ?? Number.NaN;
  } finally {
    await page.close();
    await stack.stop();
    rmSync(stateDir, { recursive: true, force: true });
  }
}

async function painted(page: Page, screen: string): Promise<void> {
  await page.locator(`[data-screen="${screen}"]`).waitFor();
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))');
}

/** A kiosk and the owners who come to it one after the other. */
class Lobby {
  readonly devtools: CDPSession;
  readonly watch: TouchWatch;
  private readonly page: Page;
  private readonly place: Cabinet;
  private readonly kiosk: RunningCabinet;

  private constructor(page: Page, devtools: CDPSession, place: Cabinet, kiosk: RunningCabinet) {
    this.page = page;
    this.devtools = devtools;
    this.watch = new TouchWatch(page);
    this.place = place;
    this.kiosk = kiosk;
  }

  static async open(browser: Browser): Promise<Lobby> {
    const place = cabinet({ uiDirectory: join(projectRoot, 'kiosk/dist') });
    const kiosk = await place.start();
    const context = await browser.newContext({ viewport: PORTRAIT, hasTouch: true });
    const page = await context.newPage();
    await page.addInitScript(clockTouches);
    await page.goto(kiosk.url);
    return new Lobby(page, await context.newCDPSession(page), place, kiosk);
  }

  /** One owner: looks, chooses, changes the mind about the way to pay, pays cash and goes with the receipt. */
  async session(number: number): Promise<void> {
    const { watch, place, kiosk } = this;
    await watch.on('idle');
    place.devices.tap('04A1B2C3');
    await watch.on('bills');
    if (number % 2 === 1) await watch.touch('大字', 'bills');
    await watch.touch('只缴几笔', 'choose');
    await watch.touch('返回', 'bills');
    await watch.touch('缴费', 'method');
    await watch.touch('微信', 'qr');
    await watch.touch('返回', 'method');
    await watch.touch('现金', 'cash');
    await kiosk.shown('cash', ({ acceptor }) => acceptor === 'ready');
    for (const noteFen of NOTES_FEN) await place.devices.insert(noteFen);
    await watch.on('cash-overpay');
    await watch.touch('多出的', 'success');
    await kiosk.shown('success', ({ receipt }) => receipt.state === 'printed');
    await watch.touch('完成', 'agreement', 'goodbye', 'idle');
    if (await watch.stands('agreement')) await watch.touch('结束', 'goodbye', 'idle');
  }

  /** The same owner, whose touches come over another line: the page draws as much and takes less time. */
  async quickSession(): Promise<void> {
    const { watch, place, kiosk } = this;
    await watch.on('idle');
    place.devices.tap('04A1B2C3');
    await kiosk.shown('bills');
    kiosk.touch({ intent: 'choose-bills' });
    await kiosk.shown('choose');
    kiosk.touch({ intent: 'back' });
    await kiosk.shown('bills');
    kiosk.touch({ intent: 'pay' });
    await kiosk.shown('method');
    kiosk.touch({ intent: 'choose-method', method: 'cash' });
    await kiosk.shown('cash', ({ acceptor }) => acceptor === 'ready');
    for (const noteFen of NOTES_FEN) await place.devices.insert(noteFen);
    await kiosk.shown('cash-overpay');
    kiosk.touch({ intent: 'accept-overpay' });
    await kiosk.shown('success', ({ receipt }) => receipt.state === 'printed');
    await watch.on('success');
    kiosk.touch({ intent: 'cancel' });
  }

  async heap(): Promise<PageHeap> {
    await this.watch.on('idle');
    return heapOf(this.devtools);
  }

  async close(): Promise<void> {
    await this.page.context().close();
    await this.kiosk.close();
    this.place.remove();
  }
}
