export interface Framing {
  readonly start: number;
  /** Where the byte is that counts the whole frame. */
  readonly lengthAt: number;
  readonly check: (frame: readonly number[]) => boolean;
}

/** Collects bytes from the host into good frames; a frame with a wrong check is dropped without an answer. */
export function createFrameReader({ start, lengthAt, check }: Framing): {
  push(bytes: Uint8Array): readonly Uint8Array[];
} {
  let gathered: number[] = [];
  return {
    push: (bytes) => {
      const frames: Uint8Array[] = [];
      for (const byte of bytes) {
        if (gathered.length === 0 && byte !== start) continue;
        gathered.push(byte);
        const length = gathered[lengthAt];
        if (length === undefined || gathered.length < Math.max(length, lengthAt + 2)) continue;
        if (check(gathered)) frames.push(Uint8Array.from(gathered));
        gathered = [];
      }
      return frames;
    },
  };
}

/** CRC-16/KERMIT by table, of ID-003 and CCNET. */
const TABLE = Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit += 1) remainder = (remainder >>> 1) ^ ((remainder & 1) * 0x8408);
  return remainder;
});

function kermit(bytes: readonly number[]): number {
  return bytes.reduce((crc, byte) => (crc >>> 8) ^ (TABLE[(crc ^ byte) & 0xff] ?? 0), 0);
}

export function endsWithKermit(frame: readonly number[]): boolean {
  const crc = kermit(frame.slice(0, -2));
  return frame.at(-2) === crc % 256 && frame.at(-1) === crc >>> 8;
}

export function addKermit(frame: readonly number[]): Uint8Array {
  const crc = kermit(frame);
  return Uint8Array.from([...frame, crc % 256, crc >>> 8]);
}
