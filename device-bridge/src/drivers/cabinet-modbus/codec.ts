/**
 * Modbus RTU (MODBUS over Serial Line V1.02, MODBUS Application Protocol V1.1b3), the master's side of the five
 * functions that relay and input boards have.
 */
const READ_COILS = 0x01;
export const READ_DISCRETE_INPUTS = 0x02;
export const WRITE_SINGLE_COIL = 0x05;

/** CRC-16/MODBUS; goes over the line low byte first. */
export function crc16(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xa001 : crc >>> 1;
  }
  return crc;
}

export function frame(body: readonly number[]): Uint8Array {
  const crc = crc16(Uint8Array.from(body));
  return Uint8Array.from([...body, crc & 0xff, crc >>> 8]);
}

/** 3 and 4 are holding and input registers. */
type ReadFunction = typeof READ_COILS | typeof READ_DISCRETE_INPUTS | 0x03 | 0x04;

export type Request =
  | { readonly read: ReadFunction; readonly address: number; readonly start: number; readonly count: number }
  | { readonly write: typeof WRITE_SINGLE_COIL; readonly address: number; readonly coil: number; readonly on: boolean };

export function encode(request: Request): Uint8Array {
  const word = (value: number): readonly [number, number] => [value >>> 8, value & 0xff];
  return 'read' in request
    ? frame([request.address, request.read, ...word(request.start), ...word(request.count)])
    : frame([request.address, request.write, ...word(request.coil), request.on ? 0xff : 0x00, 0x00]);
}

export type Reply =
  | { readonly reply: 'bits'; readonly bits: readonly boolean[] }
  | { readonly reply: 'registers'; readonly registers: readonly number[] }
  | { readonly reply: 'written' }
  | { readonly reply: 'exception'; readonly exception: number };

/**
 * Looks for the answer to one request in what has come since it was sent. RTU frames end with a silence, which neither
 * a USB converter nor a device server keeps, so the answer is known by its address, function, length and CRC: noise
 * before it, an answer to an earlier request and half frames are stepped over.
 */
export function findReply(request: Request, heard: Uint8Array): Reply | undefined {
  for (let start = 0; start + 5 <= heard.length; start += 1) {
    const reply = replyAt(request, heard.subarray(start));
    if (reply) return reply;
  }
  return undefined;
}

function replyAt(request: Request, bytes: Uint8Array): Reply | undefined {
  const functionCode = 'read' in request ? request.read : request.write;
  if (bytes[0] !== request.address) return undefined;
  if (bytes[1] === (functionCode | 0x80)) {
    return hasCrc(bytes, 5) ? { reply: 'exception', exception: bytes[2] ?? 0 } : undefined;
  }
  if (bytes[1] !== functionCode) return undefined;
  if ('write' in request) {
    const echo = encode(request);
    return echo.every((byte, index) => bytes[index] === byte) ? { reply: 'written' } : undefined;
  }
  const isBits = request.read === READ_COILS || request.read === READ_DISCRETE_INPUTS;
  const length = isBits ? Math.ceil(request.count / 8) : request.count * 2;
  if (bytes[2] !== length || !hasCrc(bytes, length + 5)) return undefined;
  const data = bytes.subarray(3, 3 + length);
  if (!isBits) {
    const registers = Array.from(
      { length: request.count },
      (_, at) => ((data[at * 2] ?? 0) << 8) | (data[at * 2 + 1] ?? 0),
    );
    return { reply: 'registers', registers };
  }
  return {
    reply: 'bits',
    bits: Array.from({ length: request.count }, (_, at) => ((data[at >>> 3] ?? 0) & (1 << (at & 7))) !== 0),
  };
}

function hasCrc(bytes: Uint8Array, length: number): boolean {
  if (bytes.length < length) return false;
  const crc = crc16(bytes.subarray(0, length - 2));
  return bytes[length - 2] === (crc & 0xff) && bytes[length - 1] === crc >>> 8;
}

/** Registers hold signed numbers in two's complement. */
export function signed(register: number): number {
  return register > 0x7fff ? register - 0x1_0000 : register;
}
