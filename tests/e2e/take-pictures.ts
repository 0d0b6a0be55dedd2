import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { buildStaleUis } from '../../scripts/stack/build-uis.ts';
import { projectRoot } from '../../scripts/stack/paths.ts';
import { launchChromium } from '../support/chromium.ts';
import { KioskPage } from '../support/kiosk-page.ts';
import { openPortal } from '../support/portal-page.ts';
import { RunningStack } from '../support/running-stack.ts';

/** Takes the pictures of the README from the running product: `node tests/e2e/take-pictures.ts`. */
const images = join(projectRoot, 'docs', 'images');
mkdirSync(images, { recursive: true });
await buildStaleUis(() => undefined);
const [world, browser] = await Promise.all([RunningStack.open(), launchChromium()]);
try {
  const kiosk = await KioskPage.open(browser, world.stack.urls.kiosk);
  await kiosk.untilIdle();
  await kiosk.switchMode('elder');
  await world.bench.tap(world.demoCard('several-bills'));
  await kiosk.on('bills');
  await kiosk.page.screenshot({ path: join(images, 'kiosk-bills-elder.png') });

  const portal = await openPortal(browser, world);
  await portal.getByRole('row', { name: /K001/ }).getByText('正常').waitFor();
  // Until what slides in has come to rest.
  await delay(1_000);
  await portal.screenshot({ path: join(images, 'portal-kiosks.png') });
} finally {
  await browser.close();
  await world.close();
}
