import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import qrcode from 'qrcode';

const WIDTH = 640;
const HEIGHT = 480;
const MODULE = 10;

/** A phone that shows `text` as a QR code, as a camera sees it: one picture of raw video (Y4M), over and over. */
export async function writeFakeCamera(folder: string, text: string): Promise<string> {
  const { size, data } = qrcode.create(text, { errorCorrectionLevel: 'M' }).modules;
  const luma = Buffer.alloc(WIDTH * HEIGHT, 200);
  const left = Math.floor((WIDTH - size * MODULE) / 2);
  const top = Math.floor((HEIGHT - size * MODULE) / 2);
  for (let row = 0; row < size * MODULE; row += 1) {
    for (let column = 0; column < size * MODULE; column += 1) {
      const isDark = data[Math.floor(row / MODULE) * size + Math.floor(column / MODULE)];
      luma[(top + row) * WIDTH + left + column] = isDark ? 30 : 220;
    }
  }
  const file = join(folder, 'camera.y4m');
  const header = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\nFRAME\n`);
  await writeFile(file, Buffer.concat([header, luma, Buffer.alloc((WIDTH * HEIGHT) / 2, 128)]));
  return file;
}
