import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { Client, ReaderStatus } from 'pcsc-mini';
import { buildStaleUis } from '../../scripts/stack/build-uis.ts';
import { Stack } from '../../scripts/stack/stack.ts';
import { BenchClient } from '../support/bench-client.ts';
import { launchKioskChromium } from '../support/chromium.ts';
import { freeStackPorts } from '../support/free-ports.ts';
import { giveTestCards } from '../support/test-cards.ts';
import { UiClient } from '../support/ui-client.ts';
import type { Figures } from './bench.ts';

const TAPS = 40;
const WARM_UP_TAPS = 3;
const AT_MOST_OWED_FEN = 100_000;

interface Tap {
  readonly totalMs: number;
  /** From the tap until the raw PC/SC event; 0 where there is no PC/SC service. */
  readonly readerMs: number;
}

/**
 * Card laid on the virtual reader → bills painted in a real browser, through driver, bridge, kiosk service, signed
 * request, server and back. The floor is what no product code can avoid, measured in the same run: the raw reader's
 * own poll (seen by a second PC/SC client), one raw HTTP round trip and one frame. pcscd looks at a virtual slot every
 * 400 ms, so the same journey is measured with a network reader too, which tells at once.
 */
export async function benchTapToBills(): Promise<Figures> {
  await buildStaleUis(() => undefined);
  const pcsc = await measure('pcsc');
  const network = await measure('network');
  const readerMs = pcsc.taps.map((tap) => tap.readerMs);
  const totalMs = pcsc.taps.map((tap) => tap.totalMs);
  const floorMs = median(readerMs) + pcsc.roundTripMs + pcsc.frameMs;
  return {
    p50Ms: median(totalMs),
    p95Ms: percentile(totalMs, 0.95),
    floorMs,
    ratio: median(totalMs) / floorMs,
    readerP95Ms: percentile(readerMs, 0.95),
    networkReaderP50Ms: median(network.taps.map((tap) => tap.totalMs)),
    networkReaderP95Ms: percentile(
      network.taps.map((tap) => tap.totalMs),
      0.95,
    ),
  };
}

interface Measured {
  readonly taps: readonly Tap[];
  readonly roundTripMs: number;
  readonly frameMs: number;
}

async function measure(cardReader: 'pcsc' | 'network'): Promise<Measured> {
  const stateDir = mkdtempSync(join(tmpdir(), 'louting-bench-'));
  const stack = new Stack({ stateDir, ports: await freeStackPorts(), quickDevices: true, cardReader });
  await stack.start();
  const ui = new UiClient(stack.urls.kiosk);
  const browser = await launchKioskChromium();
  const reader = cardReader === 'pcsc' ? new RawReader() : undefined;
  try {
    const page = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
    await page.addInitScript(watchForBills);
    await page.goto(stack.urls.kiosk);
    await ui.waitFor('idle');

    const bench = new BenchClient(stack.urls.bench);
    const cards = giveTestCards(join(stateDir, 'server'), TAPS + WARM_UP_TAPS, AT_MOST_OWED_FEN);
    const taps: Tap[] = [];
    for (const { uid } of cards) taps.push(await tapOnce(bench, page, ui, reader, uid));
    return {
      taps: taps.slice(WARM_UP_TAPS),
      roundTripMs: await rawRoundTripMs(stack.urls.server),
      frameMs: await frameMs(page),
    };
  } finally {
    reader?.close();
    ui.close();
    await browser.close();
    await stack.stop();
    rmSync(stateDir, { recursive: true, force: true });
  }
}

async function tapOnce(
  bench: BenchClient,
  page: Page,
  ui: UiClient,
  reader: RawReader | undefined,
  uid: string,
): Promise<Tap> {
  await page.evaluate('window.billsPaintedAt = undefined');
  reader?.forget();
  // A tap comes at any moment of the reader's poll.
  await delay(Math.random() * 400);
  const tappedAt = Date.now();
  await bench.act('present-card', { uid });
  const paintedAt = await billsPaintedAt(page);
  await bench.removeCard();
  ui.send({ intent: 'cancel' });
  await ui.waitFor('goodbye', 'idle');
  await reader?.untilEmpty();
  return { totalMs: paintedAt - tappedAt, readerMs: Math.max(0, (reader?.presentAt ?? tappedAt) - tappedAt) };
}

/** Asked from outside: the page's own policy forbids evaluating a predicate inside. */
async function billsPaintedAt(page: Page): Promise<number> {
  const deadline = Date.now() + 10_000;
  while (Date.now() < deadline) {
    const at = await page.evaluate<number | undefined>('window.billsPaintedAt');
    if (at !== undefined) return at;
    await delay(20);
  }
  throw new Error('the bills were never painted');
}

/** Runs in the page: notes when the second frame after the bills appeared begins, so when the first was displayed. */
function watchForBills(): void {
  const page = globalThis as unknown as {
    billsPaintedAt: number | undefined;
    document: { querySelector(selector: string): unknown };
    MutationObserver: new (callback: () => void) => { observe(target: unknown, options: object): void };
    requestAnimationFrame(callback: () => void): void;
  };
  let shown = false;
  const look = () => {
    const bills = page.document.querySelector('[data-screen="bills"]') !== null;
    if (bills && !shown) {
      page.requestAnimationFrame(() =>
        page.requestAnimationFrame(() => {
          page.billsPaintedAt = performance.timeOrigin + performance.now();
        }),
      );
    }
    shown = bills;
  };
  new page.MutationObserver(look).observe(page.document, { subtree: true, childList: true, attributes: true });
}

/** A second PC/SC client that does nothing but listen. */
class RawReader {
  presentAt: number | undefined;
  private empty = true;
  private readonly client = new Client();

  constructor() {
    this.client.on('error', () => undefined);
    this.client.on('reader', (reader) => {
      reader.on('change', (status) => {
        this.empty = !status.has(ReaderStatus.PRESENT);
        if (!this.empty) this.presentAt ??= Date.now();
      });
    });
    this.client.start();
  }

  forget(): void {
    this.presentAt = undefined;
  }

  async untilEmpty(): Promise<void> {
    while (!this.empty) await delay(10);
  }

  close(): void {
    this.client.stop();
  }
}

async function rawRoundTripMs(server: string): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 50; round += 1) {
    const startedAt = performance.now();
    await (await fetch(`${server}/health`)).arrayBuffer();
    times.push(performance.now() - startedAt);
  }
  return median(times);
}

async function frameMs(page: Page): Promise<number> {
  return Number(
    await page.evaluate(
      `new Promise((resolve) => requestAnimationFrame((first) => requestAnimationFrame((second) => resolve(second - first))))`,
    ),
  );
}

function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
