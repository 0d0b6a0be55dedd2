import type { FuzzedParser, FuzzedReader } from '@louting/common/fuzz/fuzzed-parser';
import { findReply, frame, type Request } from './codec.ts';

const ADDRESS = 1;
const REQUESTS = {
  inputs: { read: 2, address: ADDRESS, start: 0, count: 16 },
  registers: { read: 4, address: ADDRESS, start: 0, count: 8 },
  switching: { write: 5, address: ADDRESS, coil: 3, on: true },
} as const satisfies Record<string, Request>;
const MOST_HEARD = 512;

/** The master asks once and looks for the answer in all it has heard since; each silence is the next question. */
function listenFor(request: Request): FuzzedReader {
  let heard: number[] = [];
  return {
    push: (bytes) => {
      heard = [...heard, ...bytes].slice(-MOST_HEARD);
      const reply = findReply(request, Uint8Array.from(heard));
      if (reply) heard = [];
      return reply ? [reply] : [];
    },
    quiet: () => {
      heard = [];
    },
  };
}

const filled = (data: Uint8Array, length: number): number[] =>
  Array.from({ length }, (_, at) => data[at % data.length] ?? 0);

export const fuzzed: readonly FuzzedParser[] = [
  {
    name: 'modbus, inputs',
    open: () => listenFor(REQUESTS.inputs),
    message: (data) => frame([ADDRESS, 2, 2, ...filled(data, 2)]),
    longestData: 2,
    longestMessage: 1,
  },
  {
    name: 'modbus, registers',
    open: () => listenFor(REQUESTS.registers),
    message: (data) => frame([ADDRESS, 4, 16, ...filled(data, 16)]),
    longestData: 16,
    longestMessage: 1,
  },
  {
    name: 'modbus, switching',
    open: () => listenFor(REQUESTS.switching),
    message: (data) => frame(data.length % 2 ? [ADDRESS, 5, 0, 3, 0xff, 0] : [ADDRESS, 0x85, ...filled(data, 1)]),
    longestData: 2,
    longestMessage: 1,
  },
];
