/** What a printer does with a byte the moment it arrives, whatever it is busy with. */
export type RealtimeCommand = {
  readonly command: 'status' | 'recover' | 'clear';
  readonly argument: number;
};

const CLEAR_BUFFERS = [0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08];

/**
 * Hears `DLE EOT n`, `DLE ENQ n` and `DLE DC4 8 …` wherever they stand, in the middle of a bitmap too: real printers look
 * for them at the interface, before anything is put in the receive buffer.
 */
export function createRealtimeEar(): { push(byte: number): RealtimeCommand | undefined } {
  /** Bytes since the last DLE; empty: none is open. */
  let open: number[] = [];
  return {
    push: (byte) => {
      if (open.length === 0) {
        if (byte === 0x10) open = [byte];
        return undefined;
      }
      open.push(byte);
      const [, kind, argument] = open;
      if (kind === 0x04 || kind === 0x05) {
        if (argument === undefined) return undefined;
        open = [];
        return { command: kind === 0x04 ? 'status' : 'recover', argument };
      }
      const heard = open.slice(1);
      if (heard.some((one, index) => one !== CLEAR_BUFFERS[index])) {
        open = byte === 0x10 ? [byte] : [];
        return undefined;
      }
      if (heard.length < CLEAR_BUFFERS.length) return undefined;
      open = [];
      return { command: 'clear', argument: 8 };
    },
  };
}

/** The length of a real-time command in the stream, from its DLE; `undefined`: not all of it is there yet. */
export function realtimeLength(input: Uint8Array): number | undefined {
  const [, kind, argument] = input;
  if (kind === undefined) return undefined;
  let length = 1;
  if (kind === 0x04) length = argument === 7 || argument === 8 || argument === 18 ? 4 : 3;
  if (kind === 0x05) length = 3;
  if (kind === 0x14) {
    if (argument === undefined) return undefined;
    length = { 1: 5, 2: 5, 3: 8, 7: 4, 8: 10 }[argument] ?? 3;
  }
  return input.length < length ? undefined : length;
}
