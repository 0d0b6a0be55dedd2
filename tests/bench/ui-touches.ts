import type { Page } from 'playwright-core';

/** What `clockTouches` keeps in the page. */
interface PageTimes {
  /** Longest duration of each interaction that took more than one frame, in ms. */
  readonly slow: Map<number, number>;
  touchedAt: number;
  /** From a touch until the frame with another screen was on the glass, in ms. */
  readonly screens: number[];
  /** Work that held the page up for more than 50 ms (Long Tasks API), each in ms. */
  readonly longTasks: number[];
}

interface TouchFigures {
  readonly touches: number;
  readonly inpP98Ms: number;
  readonly screenP98Ms: number;
}

/** The Event Timing API tells of interactions from here on; a quicker one is counted with this figure. */
const SHORTEST_TOLD_MS = 16;
const PATIENCE_MS = 30_000;

/** A finger on the page, and a clock beside it. */
export class TouchWatch {
  private readonly page: Page;
  private touches = 0;

  constructor(page: Page) {
    this.page = page;
  }

  /** Waits for one of these screens. */
  async on(...screens: readonly string[]): Promise<void> {
    await this.page
      .locator(screens.map((screen) => `[data-screen="${screen}"]`).join(', '))
      .waitFor({ timeout: PATIENCE_MS });
  }

  async stands(screen: string): Promise<boolean> {
    return (await this.page.locator(`[data-screen="${screen}"]`).count()) > 0;
  }

  /** Touches the key whose words hold these, and waits for one of `then`. */
  async touch(words: string, ...then: readonly string[]): Promise<void> {
    const [x, y] = await this.middleOf(words);
    await this.page.touchscreen.tap(x, y);
    this.touches += 1;
    await this.on(...then);
  }

  private async middleOf(words: string): Promise<readonly [number, number]> {
    const middle = await this.page.evaluate<[number, number] | null>(`(() => {
      const key = [...document.querySelectorAll('button')].find((each) => each.textContent.includes('${words}'));
      if (!key) return null;
      const { x, y, width, height } = key.getBoundingClientRect();
      return [x + width / 2, y + height / 2];
    })()`);
    if (middle === null) throw new Error(`no key says ${words}`);
    return middle;
  }

  /** How often the page was held up for more than 50 ms since it was last asked. */
  longTasks(): Promise<number> {
    return this.page.evaluate<number>('touchTimes.longTasks.splice(0).length');
  }

  async figures(): Promise<TouchFigures> {
    const { slow, screens } = await this.page.evaluate<{ slow: number[]; screens: number[] }>(
      '({ slow: [...touchTimes.slow.values()], screens: touchTimes.screens })',
    );
    const quick = Math.max(0, this.touches - slow.length);
    const all = [...slow, ...Array.from({ length: quick }, () => SHORTEST_TOLD_MS)];
    return { touches: this.touches, inpP98Ms: percentile98(all), screenP98Ms: percentile98(screens) };
  }
}

function percentile98(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.98))] ?? Number.NaN;
}

/** Runs in the page before its own code. */
export function clockTouches(): void {
  const page = globalThis as unknown as Record<string, unknown> & {
    PerformanceObserver: new (
      heard: (list: { getEntries(): { interactionId: number; duration: number }[] }) => void,
    ) => { observe(options: object): void };
    MutationObserver: new (changed: () => void) => { observe(target: unknown, options: object): void };
    document: { querySelector(selector: string): { getAttribute(name: string): string } | null };
    addEventListener(type: string, heard: () => void, options: object): void;
    requestAnimationFrame(callback: () => void): void;
  };
  const times: PageTimes = { slow: new Map(), touchedAt: 0, screens: [], longTasks: [] };
  page['touchTimes'] = times;
  new page.PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries()) {
      if (interactionId !== 0) times.slow.set(interactionId, Math.max(duration, times.slow.get(interactionId) ?? 0));
    }
  }).observe({ type: 'event', durationThreshold: 16 });
  new page.PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) times.longTasks.push(duration);
  }).observe({ type: 'longtask' });
  page.addEventListener('click', () => (times.touchedAt = performance.now()), { capture: true });

  let shown = '';
  new page.MutationObserver(() => {
    const screen = page.document.querySelector('[data-screen]')?.getAttribute('data-screen') ?? '';
    if (screen === shown) return;
    shown = screen;
    const { touchedAt } = times;
    times.touchedAt = 0;
    if (touchedAt === 0) return;
    page.requestAnimationFrame(() =>
      page.requestAnimationFrame(() => times.screens.push(performance.now() - touchedAt)),
    );
  }).observe(page.document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-screen'] });
}
