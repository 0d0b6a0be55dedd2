/**
 * A device trace: what went over the line, one write or read a line, as a technician saves it and a test replays it.
 * `2026-11-29T07:00:00.000Z > 7F 80 01 11 65 82` host to device, `< …` device to host, the time may be left out, `**` is
 * a byte that is nobody's business, `#` starts a comment.
 */
export interface TraceStep {
  readonly direction: 'to-device' | 'from-device';
  readonly bytes: Uint8Array;
  /** Milliseconds since the epoch. */
  readonly at?: number;
  /** Bytes from … to before … are left out of what is written down. */
  readonly hidden?: readonly [from: number, to: number];
}

/** Stands for a byte that was left out. */
const HIDDEN = 0x2a;
const LINE = /^(?:(\d{4}-\d\d-\d\dT[\d:.]+Z)\s+)?([<>])((?:\s*(?:[0-9A-Fa-f]{2}|\*\*))+)$/;

/** @throws SyntaxError naming the line that is not a trace line. */
export function parseTrace(text: string): readonly TraceStep[] {
  return text.split('\n').flatMap((line, index) => {
    const content = line.replace(/#.*/, '').trim();
    if (content === '') return [];
    const [, at, arrow, hex = ''] = LINE.exec(content) ?? [];
    if (!arrow) throw new SyntaxError(`trace line ${index + 1} is not "> hex" or "< hex": ${content}`);
    const words: readonly string[] = hex.replaceAll(/\s/g, '').match(/../g) ?? [];
    const from = words.indexOf('**');
    return [
      {
        direction: arrow === '>' ? 'to-device' : 'from-device',
        bytes: Uint8Array.from(words, (word) => (word === '**' ? HIDDEN : Number.parseInt(word, 16))),
        ...(at && { at: Date.parse(at) }),
        ...(from >= 0 && { hidden: [from, words.lastIndexOf('**') + 1] as const }),
      },
    ];
  });
}

export function formatTraceStep({ direction, bytes, at, hidden: [from, to] = [0, 0] }: TraceStep): string {
  const hex = Array.from(bytes, (byte, index) =>
    index >= from && index < to ? '**' : byte.toString(16).toUpperCase().padStart(2, '0'),
  ).join(' ');
  const time = at === undefined ? '' : `${new Date(at).toISOString()} `;
  return `${time}${direction === 'to-device' ? '>' : '<'} ${hex}`;
}
