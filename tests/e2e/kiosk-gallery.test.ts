import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import jsqr from 'jsqr';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SAMPLES } from '../../kiosk/src/ui/gallery/samples.ts';
import type { ScreenMeasure } from '../../kiosk/src/ui/gallery/screen-measure.ts';
import { launchChromium } from '../support/chromium.ts';
import { servePages, type BuiltPages } from './kiosk-pages.ts';

/** Least sizes in canvas pixels and contrast per mode: docs/kiosk-design.md, "Sizes". */
const LEAST = {
  standard: { text: 28, amount: 72, target: 80, gap: 16, primary: 120, contrast: 4.5 },
  elder: { text: 42, amount: 96, target: 80, gap: 16, primary: 120, contrast: 7 },
} as const;
/** Top of the highest key: 1150 mm above the floor when the lower edge of the panel hangs at 800 mm. */
const REACH_FROM_TOP = 500;

const MILLIMETRES_A_PIXEL = 0.248;

const LANGUAGES = ['zh-CN', 'en'] as const;
const MODES = ['standard', 'elder'] as const;
const PORTRAIT = { width: 1080, height: 1920 };
const LANDSCAPE = { width: 1920, height: 1080 };
/** Of the same shape as the portrait panel: the same picture, larger or smaller, so one drawing of each is enough. */
const SCALED = [
  { panel: { width: 2160, height: 3840 }, mode: 'elder', language: 'zh-CN' },
  { panel: { width: 720, height: 1280 }, mode: 'elder', language: 'en' },
];

interface CodePicture {
  readonly width: number;
  readonly modules: number;
  readonly pixels: readonly number[];
}

let pages: BuiltPages;
let browser: Browser;
let page: Page;
let axe: string;
const table: string[] = [];

beforeAll(async () => {
  [pages, browser] = await Promise.all([servePages('gallery'), launchChromium()]);
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  page = await browser.newPage({ viewport: PORTRAIT, reducedMotion: 'reduce' });
  await page.goto(`${pages.origin}/gallery.html`);
  await page.evaluate(axe);
});

afterAll(async () => {
  await browser.close();
  await pages.close();
  const reports = fileURLToPath(new URL('../../var/reports', import.meta.url));
  await mkdir(reports, { recursive: true });
  await writeFile(
    `${reports}/kiosk-screens.md`,
    `| screen | mode | language | text | amount | target | gap | primary | highest key | contrast |\n|---|---|---|--:|--:|--:|--:|--:|--:|--:|\n${table.join('\n')}\n`,
  );
});

/** Draws one screen. What runs in the page is text, because this side knows no DOM. */
async function draw(name: string, mode: string, language: string): Promise<ScreenMeasure> {
  const hash = `${name}/${mode}/${language}`;
  await page.evaluate(`location.hash = '${hash}'`);
  await page.waitForSelector(`[data-sample="${hash}"]`);
  await page.evaluate('document.fonts.ready.then(() => true)');
  return page.evaluate<ScreenMeasure>('measureScreen()');
}

const figure = (value: number | null): string => (value === null || value === Infinity ? '–' : String(value));

describe.each(SAMPLES.map(({ name }) => name))('screen %s', (name) => {
  it.each(MODES.flatMap((mode) => LANGUAGES.map((language) => ({ mode, language }))))(
    'is large, calm and whole in $mode $language',
    async ({ mode, language }) => {
      await page.setViewportSize(PORTRAIT);
      const seen = await draw(name, mode, language);
      table.push(
        `| ${[name, mode, language].join(' | ')} | ${[seen.smallestText, seen.smallestAmount, seen.smallestTarget, seen.smallestGap, seen.smallestPrimary, seen.highestTarget, seen.lowestContrast].map(figure).join(' | ')} |`,
      );
      const least = LEAST[mode];
      expect.soft(seen.clipped).toEqual([]);
      expect.soft(seen.smallestText, 'text').toBeGreaterThanOrEqual(least.text);
      expect.soft(seen.smallestAmount ?? Infinity, 'amounts').toBeGreaterThanOrEqual(least.amount);
      expect.soft(seen.smallestTarget, 'targets').toBeGreaterThanOrEqual(least.target);
      expect.soft(seen.smallestGap ?? Infinity, 'gaps').toBeGreaterThanOrEqual(least.gap);
      expect.soft(seen.smallestPrimary ?? Infinity, 'primary').toBeGreaterThanOrEqual(least.primary);
      expect.soft(seen.highestTarget, 'reach').toBeGreaterThanOrEqual(REACH_FROM_TOP);
      expect.soft(seen.lowestContrast, 'contrast').toBeGreaterThanOrEqual(least.contrast);
    },
  );

  it('is whole on other panels', async () => {
    const variants = MODES.flatMap((mode) => LANGUAGES.map((language) => ({ mode, language })));
    // Each differs from the one before in mode or language: only then is it drawn anew for its panel.
    const drawings = [...SCALED, ...variants.map((variant) => ({ panel: LANDSCAPE, ...variant }))];
    for (const { panel, mode, language } of drawings) {
      await page.setViewportSize(panel);
      const { clipped } = await draw(name, mode, language);
      expect.soft(clipped, `${panel.width}×${panel.height} ${mode} ${language}`).toEqual([]);
    }
  });

  it('can be used without seeing it (axe: WCAG 2.2 A and AA)', async () => {
    await page.setViewportSize(PORTRAIT);
    for (const [mode, language] of [
      ['standard', 'zh-CN'],
      ['elder', 'en'],
    ] as const) {
      await draw(name, mode, language);
      const violations = await page.evaluate<string[]>(`
        axe
          .run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
          .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`);
      expect.soft(violations, `${mode} ${language}`).toEqual([]);
    }
  });
});

describe('payment code on the screen', () => {
  it.each([PORTRAIT, LANDSCAPE])('is at least 90 mm wide and a phone reads it ($width×$height)', async (panel) => {
    await page.setViewportSize(panel);
    await draw('qr', 'standard', 'zh-CN');
    const code = await page.evaluate<CodePicture>('measureCode()');
    const darkSquare = (code.width * (code.modules - 8)) / code.modules;
    expect(darkSquare * MILLIMETRES_A_PIXEL).toBeGreaterThanOrEqual(90);
    const decode = jsqr as unknown as typeof jsqr.default;
    const read = decode(Uint8ClampedArray.from(code.pixels), code.width, code.width);
    expect(read?.data).toBe('weixin://wxpay/bizpayurl?pr=q1w2e3r4z');
  });
});
