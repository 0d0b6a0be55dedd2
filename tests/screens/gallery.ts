import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { PROFILES, type ProfileName } from '../../kiosk/src/screens/profiles.ts';
import { hashOf, type Drawing } from '../../kiosk/src/ui/gallery/drawing.ts';
import { shortcomings } from '../../kiosk/src/ui/gallery/limits.ts';
import type { ScreenMeasure } from '../../kiosk/src/ui/gallery/screen-measure.ts';
import { servePages } from '../e2e/kiosk-pages.ts';
import { launchChromium } from '../support/chromium.ts';

export interface Measured {
  readonly drawing: Drawing;
  readonly measure: ScreenMeasure;
  readonly problems: readonly string[];
}

/** The picture book of all screens in a real browser. */
export interface Gallery {
  readonly browser: Browser;
  /** A page as large as the panel, or a part of it; `at`: its clock stands there. */
  page(profile: ProfileName, options?: { readonly scale?: number; readonly at?: string }): Promise<Page>;
  /** Draws and measures all of them, in several pages at once; `axe` decides which are also looked at by axe. */
  measure(drawings: readonly Drawing[], axe: (drawing: Drawing) => boolean): Promise<readonly Measured[]>;
  close(): Promise<void>;
}

/** Contrast is measured by ourselves, on every text and at the limits of this house. */
const AXE_RUN = `
  axe
    .run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
      rules: { 'color-contrast': { enabled: false } },
      resultTypes: ['violations'],
    })
    .then(({ violations }) => violations.map(({ id, nodes }) => 'axe ' + id + ': ' + nodes[0].html))`;

export async function openGallery(): Promise<Gallery> {
  const [pages, browser] = await Promise.all([servePages('gallery'), launchChromium()]);
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

  const page: Gallery['page'] = async (profile, { scale = 1, at } = {}) => {
    const { widthPx, heightPx } = PROFILES[profile];
    const viewport = { width: widthPx / scale, height: heightPx / scale };
    const opened = await browser.newPage({ viewport, reducedMotion: 'reduce' });
    if (at !== undefined) await opened.clock.setFixedTime(at);
    await opened.goto(`${pages.origin}/gallery.html`);
    await opened.evaluate(axe);
    return opened;
  };

  return {
    browser,
    page,
    measure: async (drawings, wantsAxe) => {
      const measured: Measured[] = [];
      // A page for each panel: none of them ever changes its size.
      await Promise.all(
        (Object.keys(PROFILES) as ProfileName[]).map(async (profile) => {
          const ofPanel = drawings.filter((drawing) => drawing.profile === profile);
          if (ofPanel.length === 0) return;
          const opened = await page(profile);
          for (const drawing of ofPanel) {
            const call = `draw(${JSON.stringify(hashOf(drawing))})`;
            const looks = wantsAxe(drawing) ? AXE_RUN : '[]';
            const [measure, violations] = await opened.evaluate<[ScreenMeasure, string[]]>(
              `${call}.then(async (measure) => [measure, await ${looks}])`,
            );
            measured.push({ drawing, measure, problems: [...shortcomings(measure, drawing), ...violations] });
          }
          await opened.close();
        }),
      );
      return measured;
    },
    close: async () => {
      await browser.close();
      await pages.close();
    },
  };
}
