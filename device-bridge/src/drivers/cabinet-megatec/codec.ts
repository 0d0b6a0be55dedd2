/** Megatec protocol V2.7: a question and CR out, one line that begins with `(` or `#` back. 2400 8N1. */
export const STATUS = 'Q1';
export const INFORMATION = 'I';

export interface UpsStatus {
  readonly inputVolts: number | undefined;
  readonly utilityFailed: boolean;
  readonly batteryLow: boolean;
  readonly failed: boolean;
}

/** Fields are parted by blanks; a field the model does not know is dashes. The last one is eight bits, b7 first. */
export function readStatus(line: string): UpsStatus | undefined {
  if (!line.startsWith('(')) return undefined;
  const fields = line.slice(1).trim().split(/\s+/);
  const [input] = fields;
  const bits = fields[7];
  if (fields.length !== 8 || bits === undefined || !/^[01]{8}$/.test(bits)) return undefined;
  if (!fields.slice(0, 7).every((field) => /^[\d.-]+$/.test(field))) return undefined;
  const volts = Number(input);
  return {
    inputVolts: Number.isFinite(volts) ? volts : undefined,
    utilityFailed: bits[0] === '1',
    batteryLow: bits[1] === '1',
    failed: bits[3] === '1',
  };
}

/** `#company model version`, in columns of 15, 10 and 10. */
export function readInformation(line: string): { readonly model: string; readonly version: string } | undefined {
  if (!line.startsWith('#') || line.length < 28) return undefined;
  const model = `${line.slice(1, 16).trim()} ${line.slice(17, 27).trim()}`.trim();
  return { model, version: line.slice(28).trim() };
}

const LONGEST = 80;

export interface LineCutter {
  push(bytes: Uint8Array): readonly string[];
}

/** Lines ended by CR. What stands before the last `(` or `#` is noise or the echo of a question. */
export function createLineCutter(): LineCutter {
  let text = '';
  return {
    push: (bytes) => {
      const lines: string[] = [];
      for (const byte of bytes) {
        if (byte === 0x0d) {
          lines.push(text);
          text = '';
          continue;
        }
        const letter = String.fromCodePoint(byte);
        if (letter === '(' || letter === '#') text = letter;
        else if (text.length < LONGEST && byte >= 0x20 && byte < 0x7f) text += letter;
      }
      return lines.filter((line) => line !== '');
    },
  };
}
