import type { MonoBitmap } from './bitmap.ts';
import type { EscposProfile } from './profile.ts';

/**
 * ESC/POS commands as pure functions. Names and bytes follow the command reference of Epson (ESC/POS Command
 * Reference, TM printers); Hanzi mode `FS &` is what Chinese models call 汉字模式.
 */
const ESC = 0x1b;
const FS = 0x1c;
const GS = 0x1d;
const DLE = 0x10;

export type Align = 'left' | 'centre' | 'right';
/** Multiplier of the font, both ways. */
export type Size = 1 | 2 | 3 | 4;

const ALIGN_CODE: Readonly<Record<Align, number>> = { left: 0, centre: 1, right: 2 };

/** ESC @ : formatting back to the defaults; keeps the receive buffer. */
export const initialise = (): Uint8Array => Uint8Array.of(ESC, 0x40);
/** FS & */
export const hanziMode = (): Uint8Array => Uint8Array.of(FS, 0x26);
/** ESC a n */
export const align = (to: Align): Uint8Array => Uint8Array.of(ESC, 0x61, ALIGN_CODE[to]);
/** GS ! n : high nibble width, low nibble height, each minus one. */
export const size = (width: Size, height: Size = width): Uint8Array =>
  Uint8Array.of(GS, 0x21, ((width - 1) << 4) | (height - 1));
/** ESC E n */
export const bold = (on: boolean): Uint8Array => Uint8Array.of(ESC, 0x45, on ? 1 : 0);
/** GS B n : white on black. */
export const inverse = (on: boolean): Uint8Array => Uint8Array.of(GS, 0x42, on ? 1 : 0);
/** ESC d n : feed n lines. */
export const feedLines = (lines: number): Uint8Array => Uint8Array.of(ESC, 0x64, lines);
/** GS V 66 n : feed to the cutter plus n dots, then a partial cut. */
export const cut = (feedDots: number): Uint8Array => Uint8Array.of(GS, 0x56, 0x42, feedDots);
/** FS P n b c t (Custom): cut, hold out n steps with the mouth lit, and after t seconds take it back in (R) or let go (E). */
export const present = (steps: number, retractAfterSeconds: number): Uint8Array =>
  Uint8Array.of(FS, 0x50, steps, 1, retractAfterSeconds > 0 ? 0x52 : 0x45, retractAfterSeconds);
/** What parts a finished piece of paper from the roll. */
export const endOfPaper = ({ presenter, feedBeforeCutDots }: Pick<EscposProfile, 'presenter' | 'feedBeforeCutDots'>) =>
  presenter ? present(presenter.steps, presenter.retractAfterSeconds) : cut(feedBeforeCutDots);

/** GS ( k, cn 49: a QR code model 2, error correction M, `moduleDots` 1–16 dots a module. */
export function qrCode(content: string, moduleDots: number): Uint8Array {
  const data = new TextEncoder().encode(content);
  if (data.length === 0 || data.length > 2_000) throw new RangeError(`QR content of ${data.length} bytes`);
  const length = data.length + 3;
  return concat([
    Uint8Array.of(GS, 0x28, 0x6b, 4, 0, 0x31, 0x41, 0x32, 0),
    Uint8Array.of(GS, 0x28, 0x6b, 3, 0, 0x31, 0x43, moduleDots),
    Uint8Array.of(GS, 0x28, 0x6b, 3, 0, 0x31, 0x45, 0x31),
    Uint8Array.of(GS, 0x28, 0x6b, length & 0xff, length >> 8, 0x31, 0x50, 0x30),
    data,
    Uint8Array.of(GS, 0x28, 0x6b, 3, 0, 0x31, 0x51, 0x30),
  ]);
}

/** GS v 0 : a bitmap, one bit a dot. */
export function raster(bitmap: MonoBitmap): Uint8Array {
  const rowBytes = Math.ceil(bitmap.width / 8);
  return concat([
    Uint8Array.of(GS, 0x76, 0x30, 0, rowBytes & 0xff, rowBytes >> 8, bitmap.height & 0xff, bitmap.height >> 8),
    bitmap.rows,
  ]);
}

/** DLE EOT n, answered at once even when the printer is offline. */
export const statusRequest = (kind: 1 | 2 | 3 | 4): Uint8Array => Uint8Array.of(DLE, 0x04, kind);
/** GS a n : push the 4-byte status with every change. */
export const automaticStatus = (on: boolean): Uint8Array => Uint8Array.of(GS, 0x61, on ? 0xff : 0);
/** GS ( H fn 48 : once everything before it is printed, the printer sends back the four characters. */
export function processIdRequest(id: string): Uint8Array {
  return concat([Uint8Array.of(GS, 0x28, 0x48, 6, 0, 0x30, 0x30), new TextEncoder().encode(id)]);
}
/** GS r 1 : paper sensor status, answered after everything before it was processed. */
export const paperStatusRequest = (): Uint8Array => Uint8Array.of(GS, 0x72, 1);
/** ESC v : the same question in an older form. */
export const paperSensorRequest = (): Uint8Array => Uint8Array.of(ESC, 0x76);
/** GS I n : 65 firmware version, 66 maker, 67 model name. */
export const informationRequest = (kind: 65 | 66 | 67): Uint8Array => Uint8Array.of(GS, 0x49, kind);
/** GS g 2 : what the printer has counted all its life; 148 lines fed, 178 cuts. Answered in its turn. */
export const counterRequest = (counter: 148 | 178): Uint8Array => Uint8Array.of(GS, 0x67, 0x32, 0, counter, 0);
/** DLE ENQ 1 : recover from a recoverable error, and go on with the line it happened at. */
export const recoverAndGoOn = (): Uint8Array => Uint8Array.of(DLE, 0x05, 1);
/** DLE ENQ 2 : recover from a recoverable error, dropping what was not printed. */
export const recoverAndClear = (): Uint8Array => Uint8Array.of(DLE, 0x05, 2);
/** DLE DC4 8 : drop receive and print buffer at once. */
export const clearBuffers = (): Uint8Array => Uint8Array.of(DLE, 0x14, 8, 1, 3, 20, 1, 6, 2, 8);

/**
 * Four letters A–O: bit 4 is clear in each, so that no letter can be taken for a real-time status byte or the first
 * byte of an automatic status, whose bit 4 is always set.
 */
export function processId(sequence: number): string {
  let rest = sequence;
  let id = '';
  for (let index = 0; index < 4; index += 1) {
    id += String.fromCharCode(0x41 + (rest % 15));
    rest = Math.floor(rest / 15);
  }
  return id;
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}
