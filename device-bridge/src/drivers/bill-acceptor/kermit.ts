/** CRC-16/KERMIT (polynomial 0x1021 reflected, initial 0): what ID-003 and CCNET put at the end of a frame. */
export function crcKermit(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >> 1) ^ 0x8408 : crc >> 1;
  }
  return crc;
}

/** The bytes with their CRC behind them, low byte first. */
export function withCrc(bytes: readonly number[]): Uint8Array {
  const crc = crcKermit(Uint8Array.from(bytes));
  return Uint8Array.from([...bytes, crc & 0xff, crc >> 8]);
}

export function hasGoodCrc(frame: Uint8Array): boolean {
  const crc = crcKermit(frame.subarray(0, -2));
  return frame.at(-2) === (crc & 0xff) && frame.at(-1) === crc >> 8;
}
