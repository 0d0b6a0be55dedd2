/** What a slave holds, as the data model of the Modbus application protocol names it. */
export interface SlaveData {
  readonly discreteInputs: readonly boolean[];
  readonly coils: boolean[];
  readonly inputRegisters: ReadonlyMap<number, number>;
  readonly holdingRegisters: ReadonlyMap<number, number>;
}

const ILLEGAL_FUNCTION = 1;
const ILLEGAL_ADDRESS = 2;
const ILLEGAL_VALUE = 3;

/** The byte-wise table method of the serial line guide, appendix B. */
const TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xa001 : value >>> 1;
  return value;
});

export function withCrc(body: readonly number[]): Uint8Array {
  const crc = body.reduce((sum, byte) => (sum >>> 8) ^ (TABLE[(sum ^ byte) & 0xff] ?? 0), 0xffff);
  return Uint8Array.from([...body, crc & 0xff, crc >>> 8]);
}

/** Requests of any master are 8 bytes, but for the two that write many: those tell their own length. */
function lengthOf(bytes: readonly number[]): number | undefined {
  if (bytes[1] === 0x0f || bytes[1] === 0x10) return bytes[6] === undefined ? undefined : 9 + bytes[6];
  return bytes.length < 2 ? undefined : 8;
}

/** Cuts whole requests out of the stream; what has no right CRC is stepped over byte by byte. */
export class RequestReader {
  #heard: number[] = [];

  push(bytes: Uint8Array): number[][] {
    this.#heard.push(...bytes);
    const requests: number[][] = [];
    for (;;) {
      const length = lengthOf(this.#heard);
      if (length === undefined || this.#heard.length < length) break;
      const request = this.#heard.slice(0, length);
      if (withCrc(request.slice(0, -2)).every((byte, index) => byte === request[index])) {
        requests.push(request.slice(0, -2));
        this.#heard.splice(0, length);
      } else this.#heard.shift();
    }
    return requests;
  }
}

/** The answer of a slave to a request whose CRC was right; undefined when it is for another one, or for all. */
export function answer(address: number, data: SlaveData, request: readonly number[]): Uint8Array | undefined {
  const [to = 0, functionCode = 0] = request;
  const broadcast = to === 0;
  if (to !== address && !broadcast) return undefined;
  const outcome = obey(functionCode, data, request);
  if (broadcast) return undefined;
  if (typeof outcome === 'number') return withCrc([address, functionCode | 0x80, outcome]);
  return withCrc([address, functionCode, ...outcome]);
}

function obey(functionCode: number, data: SlaveData, request: readonly number[]): readonly number[] | number {
  const word = (at: number): number => ((request[at] ?? 0) << 8) | (request[at + 1] ?? 0);
  const [start, count] = [word(2), word(4)];
  switch (functionCode) {
    case 1:
      return bits(data.coils, start, count);
    case 2:
      return bits(data.discreteInputs, start, count);
    case 3:
      return registers(data.holdingRegisters, start, count);
    case 4:
      return registers(data.inputRegisters, start, count);
    case 5: {
      if (start >= data.coils.length) return ILLEGAL_ADDRESS;
      if (count !== 0xff00 && count !== 0) return ILLEGAL_VALUE;
      data.coils[start] = count === 0xff00;
      return request.slice(2, 6);
    }
    case 15: {
      if (count < 1 || request[6] !== Math.ceil(count / 8)) return ILLEGAL_VALUE;
      if (start + count > data.coils.length) return ILLEGAL_ADDRESS;
      for (let at = 0; at < count; at += 1) {
        data.coils[start + at] = (((request[7 + (at >>> 3)] ?? 0) >>> (at & 7)) & 1) === 1;
      }
      return request.slice(2, 6);
    }
    default:
      return ILLEGAL_FUNCTION;
  }
}

function bits(table: readonly boolean[], start: number, count: number): readonly number[] | number {
  if (count < 1 || count > 2000) return ILLEGAL_VALUE;
  if (start + count > table.length) return ILLEGAL_ADDRESS;
  const bytes = Array.from({ length: Math.ceil(count / 8) }, () => 0);
  for (let at = 0; at < count; at += 1) {
    if (table[start + at]) bytes[at >>> 3] = (bytes[at >>> 3] ?? 0) | (1 << (at & 7));
  }
  return [bytes.length, ...bytes];
}

function registers(table: ReadonlyMap<number, number>, start: number, count: number): readonly number[] | number {
  if (count < 1 || count > 125) return ILLEGAL_VALUE;
  const values = Array.from({ length: count }, (_, at) => table.get(start + at));
  if (values.includes(undefined)) return ILLEGAL_ADDRESS;
  return [count * 2, ...values.flatMap((value = 0) => [(value >>> 8) & 0xff, value & 0xff])];
}
