import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import jsqr from 'jsqr';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROFILES, sizesOf, type ProfileName } from '../../kiosk/src/screens/profiles.ts';
import { hashOf } from '../../kiosk/src/ui/gallery/drawing.ts';
import { coveringDrawings, SAMPLE_NAMES } from '../screens/drawings.ts';
import { errorDrawings } from '../screens/error-drawings.ts';
import { openGallery, type Gallery, type Measured } from '../screens/gallery.ts';
import { comparePictures } from '../screens/pictures.ts';
import { tableOf } from '../screens/table.ts';

interface CodePicture {
  readonly width: number;
  readonly modules: number;
  readonly pixels: readonly number[];
}

let gallery: Gallery;
let measured: readonly Measured[] = [];

beforeAll(async () => {
  gallery = await openGallery();
  const drawings = [...coveringDrawings(), ...errorDrawings()];
  // axe looks at structure, which colours and panels do not change: once in each mode is enough here.
  const looked = new Set<string>();
  measured = await gallery.measure(drawings, ({ sample, mode }) => {
    const known = looked.size;
    return looked.add(`${sample} ${mode}`).size > known;
  });
});

afterAll(async () => {
  await gallery.close();
  const reports = fileURLToPath(new URL('../../var/reports', import.meta.url));
  await mkdir(reports, { recursive: true });
  await writeFile(`${reports}/kiosk-screens.md`, tableOf(measured));
});

/** `npm run screens` draws every combination; here every two choices meet on every screen. */
describe('screens in all letters, languages, colours, panels and heights', () => {
  it.each(SAMPLE_NAMES)('%s is large, clear, within reach and whole', (name) => {
    const drawn = measured.filter(({ drawing }) => drawing.sample === name);
    expect(drawn.length).toBeGreaterThanOrEqual(12);
    const short = drawn.filter(({ problems }) => problems.length > 0);
    expect(short.map(({ drawing, problems }) => [`#${hashOf(drawing)}`, ...problems])).toEqual([]);
  });
});

describe('main screens', () => {
  it('look as they did when somebody last looked at them', async () => {
    const compared = await comparePictures(gallery);
    expect(compared.filter(({ differs, mayDiffer }) => differs > mayDiffer)).toEqual([]);
  });
});

describe('failures', () => {
  it('have words that fit, the longest of each language on each kind of screen', () => {
    const drawn = measured.filter(({ drawing }) => drawing.sample.startsWith('error-'));
    expect(new Set(drawn.map(({ drawing }) => drawing.language)).size).toBe(3);
    const short = drawn.filter(({ problems }) => problems.length > 0);
    expect(short.map(({ drawing, problems }) => [`#${hashOf(drawing)}`, ...problems])).toEqual([]);
  });
});

describe('payment code on the screen', () => {
  it.each(Object.keys(PROFILES) as ProfileName[])(
    'is at least 90 mm wide on %s, and a phone reads it in the darkest colours',
    async (profile) => {
      const page = await gallery.page(profile);
      await page.evaluate(`draw('qr/elder/contrast/${profile}')`);
      const code = await page.evaluate<CodePicture>('measureCode()');
      await page.close();
      const darkSquare = (code.width * (code.modules - 8)) / code.modules;
      expect(darkSquare * sizesOf(PROFILES[profile]).mmPerPx).toBeGreaterThanOrEqual(90);
      const decode = jsqr as unknown as typeof jsqr.default;
      const read = decode(Uint8ClampedArray.from(code.pixels), code.width, code.width);
      expect(read?.data).toBe('weixin://wxpay/bizpayurl?pr=q1w2e3r4z');
    },
  );
});
