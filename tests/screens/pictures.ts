import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import type { ProfileName } from '../../kiosk/src/screens/profiles.ts';
import { drawingOf } from '../../kiosk/src/ui/gallery/drawing.ts';
import type { Gallery } from './gallery.ts';

/** The main screens as they were last looked at by a person; `npm run screens -- --update` takes them anew. */
export const PICTURED: readonly string[] = [
  'idle',
  'idle/elder/night',
  'idle/elder/landscape-15/contrast',
  'identify/elder',
  'bills',
  'bills/elder/en',
  'bills/night/portrait-32',
  'choose/elder/zh-TW/contrast',
  'bill-detail-metered',
  'method',
  'method/elder/lowered',
  'method/elder/landscape-15',
  'qr/night',
  'qr/elder/landscape-15',
  'payer-code/elder',
  'cash-notes/elder',
  'cash-notes/night/landscape-15',
  'success/elder',
  'success/en/contrast',
  'failure/elder',
  'verifying/zh-TW',
  'questions',
  'offers/elder/en',
  'settings',
  'settings/elder/night/en',
  'settings/elder/landscape-15',
];

/** A line of letters and nothing else: where it is drawn otherwise, all letters are. */
const PROBE = 'letters';
const PROBE_LINE = '<p style="margin:0;color:black;background:white">缴费 永远 1234567890.40 元 Ag</p>';
const FOLDER = fileURLToPath(new URL('pictures/', import.meta.url));
const REPORTS = fileURLToPath(new URL('../../var/reports/pictures/', import.meta.url));
const SCALE = 3;
const NOON = '2026-11-23T10:24:00+08:00';

/** Share of points that may differ: less than a word of small letters; and where letters are drawn in another way. */
const MAY_DIFFER = { here: 0.001, otherLetters: 0.04 } as const;

export interface Compared {
  readonly hash: string;
  /** Share of the points that differ; 1 when there is no picture to compare with, or one of another size. */
  readonly differs: number;
  readonly mayDiffer: number;
  readonly hint: string;
}

const fileOf = (hash: string): string => `${hash.replaceAll('/', '_')}.png`;

/** Takes all pictures, a third as large as the panel, at one and the same moment of the day. */
async function takePictures(gallery: Gallery): Promise<ReadonlyMap<string, PNG>> {
  const taken = new Map<string, PNG>();
  const profiles = [...new Set(PICTURED.map((hash) => drawingOf(hash).profile))] as ProfileName[];
  for (const profile of profiles) {
    const page = await gallery.page(profile, { scale: SCALE, at: NOON });
    for (const hash of PICTURED.filter((one) => drawingOf(one).profile === profile)) {
      await page.evaluate(`draw(${JSON.stringify(hash)})`);
      taken.set(hash, PNG.sync.read(await page.screenshot()));
    }
    if (!taken.has(PROBE)) {
      await page.evaluate(
        `document.body.innerHTML = ${JSON.stringify(PROBE_LINE)}; document.fonts.ready.then(() => true)`,
      );
      taken.set(PROBE, PNG.sync.read(await page.screenshot({ clip: { x: 0, y: 0, width: 300, height: 24 } })));
    }
    await page.close();
  }
  return taken;
}

export async function updatePictures(gallery: Gallery): Promise<number> {
  const taken = await takePictures(gallery);
  await mkdir(FOLDER, { recursive: true });
  for (const [hash, picture] of taken)
    await writeFile(FOLDER + fileOf(hash), PNG.sync.write(picture, { colorType: 2 }));
  return taken.size;
}

/** Compares with what was looked at; what differs is put into var/reports/pictures, with the difference in red. */
export async function comparePictures(gallery: Gallery): Promise<readonly Compared[]> {
  const taken = await takePictures(gallery);
  const differs = new Map<string, number>();
  for (const [hash, picture] of taken) differs.set(hash, await difference(hash, picture));
  const otherLetters = (differs.get(PROBE) ?? 1) > MAY_DIFFER.here;
  const hint = otherLetters
    ? `Chromium ${gallery.browser.version()} draws letters in another way than where the pictures were taken`
    : 'look at var/reports/pictures; if it is meant so: npm run screens -- --update';
  const mayDiffer = otherLetters ? MAY_DIFFER.otherLetters : MAY_DIFFER.here;
  return PICTURED.map((hash) => ({ hash, differs: differs.get(hash) ?? 1, mayDiffer, hint }));
}

async function difference(hash: string, picture: PNG): Promise<number> {
  const known = await readFile(FOLDER + fileOf(hash)).then(
    (bytes) => PNG.sync.read(bytes),
    () => undefined,
  );
  const { width, height } = picture;
  if (known === undefined || known.width !== width || known.height !== height) return 1;
  const shown = new PNG({ width, height });
  const points = pixelmatch(known.data, picture.data, shown.data, width, height, { threshold: 0.2 });
  if (points > 0) {
    await mkdir(REPORTS, { recursive: true });
    await writeFile(REPORTS + fileOf(hash), PNG.sync.write(picture));
    await writeFile(`${REPORTS}difference-${fileOf(hash)}`, PNG.sync.write(shown));
  }
  return points / (width * height);
}
