import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { chromium } from 'playwright-core';

/**
 * Draws the font that receipts use where a printer's own ends, 24 dots high, from the installed Noto Sans Mono CJK SC
 * (SIL Open Font License): `node tests/screens/draw-receipt-font.ts`. Needed again only when the font changes.
 */
const FONT_FILE = '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc';
const FAMILY = 'Noto Sans Mono CJK SC';
const TARGET = new URL('../../device-bridge/src/drivers/escpos/font/receipt-24.font', import.meta.url);
const AT_ONCE = 1_000;

/** ASCII, signs, and every Han character of the font, of whatever plane. */
const WANTED: readonly (readonly [number, number])[] = [
  [0x21, 0x7e],
  [0xa1, 0xff],
  [0x20_00, 0x26_ff],
  [0x30_00, 0x33_ff],
  [0x34_00, 0x9f_ff],
  [0xf9_00, 0xfa_ff],
  [0xfe_30, 0xfe_4f],
  [0xff_00, 0xff_ef],
  [0x2_00_00, 0x3_23_af],
];

function pointsOfFont(): number[] {
  const listed = execFileSync('fc-scan', ['--format', '%{family[0]}|%{charset}\n', FONT_FILE], { encoding: 'utf8' });
  const charset = listed
    .split('\n')
    .find((line) => line.startsWith(`${FAMILY}|`))
    ?.split('|')[1];
  if (!charset) throw new Error(`${FAMILY} is not in ${FONT_FILE}`);
  return charset.split(' ').flatMap((range) => {
    const [from = 0, to = from] = range.split('-').map((hex) => Number.parseInt(hex, 16));
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
}

const points = pointsOfFont().filter((point) => WANTED.some(([from, to]) => point >= from && point <= to));
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium' });
const page = await browser.newPage();
await page.setContent(`<canvas width="24" height="24"></canvas><p style="font-family:'${FAMILY}'">永</p>`);
await page.evaluate('document.fonts.ready');
const glyphs: number[] = [];
for (let at = 0; at < points.length; at += AT_ONCE) {
  const drawn = await page.evaluate<number[]>(`(() => {
    const pen = document.querySelector('canvas').getContext('2d', { willReadFrequently: true });
    pen.font = "24px '${FAMILY}'";
    pen.textBaseline = 'alphabetic';
    const bytes = [];
    for (const point of ${JSON.stringify(points.slice(at, at + AT_ONCE))}) {
      pen.clearRect(0, 0, 24, 24);
      pen.fillText(String.fromCodePoint(point), 0, 21);
      const { data } = pen.getImageData(0, 0, 24, 24);
      for (let byte = 0; byte < 72; byte += 1) {
        let bits = 0;
        for (let dot = 0; dot < 8; dot += 1) bits = bits * 2 + (data[4 * (8 * byte + dot) + 3] > 100 ? 1 : 0);
        bytes.push(bits);
      }
    }
    return bytes;
  })()`);
  glyphs.push(...drawn);
}
await browser.close();

const index = Buffer.alloc(4 + 3 * points.length);
index.writeUInt32LE(points.length);
points.forEach((point, position) => index.writeUIntLE(point, 4 + 3 * position, 3));
const whole = Buffer.concat([index, Uint8Array.from(glyphs)]);
const packed = brotliCompressSync(whole, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: whole.length } });
writeFileSync(TARGET, packed);
process.stdout.write(`${points.length} characters, ${packed.length} bytes\n`);
