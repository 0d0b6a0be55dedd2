/**
 * A device trace: what went over the line, one write or read a line, as a technician saves it and a test replays it.
 * `> 7F 80 01 11 65 82` host to device, `< …` device to host, `#` starts a comment.
 */
export interface TraceStep {
  readonly direction: 'to-device' | 'from-device';
  readonly bytes: Uint8Array;
}

/** @throws SyntaxError naming the line that is not a trace line. */
export function parseTrace(text: string): readonly TraceStep[] {
  return text.split('\n').flatMap((line, index) => {
    const content = line.replace(/#.*/, '').trim();
    if (content === '') return [];
    const match = /^([<>])((?:\s*[0-9A-Fa-f]{2})+)$/.exec(content);
    if (!match?.[2]) throw new SyntaxError(`trace line ${index + 1} is not "> hex" or "< hex": ${content}`);
    return [
      {
        direction: match[1] === '>' ? 'to-device' : 'from-device',
        bytes: Uint8Array.from(Buffer.from(match[2].replaceAll(/\s/g, ''), 'hex')),
      },
    ];
  });
}

export function formatTraceStep({ direction, bytes }: TraceStep): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');
  return `${direction === 'to-device' ? '>' : '<'} ${hex}`;
}
