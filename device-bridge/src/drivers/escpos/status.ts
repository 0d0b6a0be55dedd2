import type { FailureCode } from '@louting/common/failure-codes';
import type { PrinterCondition } from '../roles.ts';

/**
 * Everything a printer says, one way: a stream of status bytes told apart by their fixed bits
 * (Epson: `DLE EOT` replies `0xx1xx10`, first byte of an automatic status `0xx1xx00`, its other bytes and
 * `GS r` replies `0xx0xxxx`, blocks begin with 37h or 5Fh and end with NUL).
 */
export type PrinterMessage =
  | { readonly type: 'realtime-status'; readonly value: number }
  | { readonly type: 'automatic-status'; readonly bytes: readonly [number, number, number, number] }
  | { readonly type: 'paper-status'; readonly value: number }
  | { readonly type: 'process-id'; readonly id: string }
  | { readonly type: 'information'; readonly text: string };

const BLOCK_LIMIT = 80;

export interface StatusParser {
  push(bytes: Uint8Array): PrinterMessage[];
}

/** Keeps only what is incomplete; never throws, whatever arrives. */
export function createStatusParser(): StatusParser {
  let automatic: number[] = [];
  let block: number[] = [];

  const take = (byte: number): PrinterMessage | undefined => {
    if (block.length > 0) return takeBlock(byte);
    if (byte === 0x37 || byte === 0x5f) {
      automatic = [];
      block = [byte];
      return undefined;
    }
    if ((byte & 0x93) === 0x12) return { type: 'realtime-status', value: byte };
    if ((byte & 0x93) === 0x10) {
      automatic = [byte];
      return undefined;
    }
    if ((byte & 0x90) !== 0) {
      automatic = [];
      return undefined;
    }
    if (automatic.length === 0) return { type: 'paper-status', value: byte };
    automatic.push(byte);
    if (automatic.length < 4) return undefined;
    const [first = 0, second = 0, third = 0, fourth = 0] = automatic;
    automatic = [];
    return { type: 'automatic-status', bytes: [first, second, third, fourth] };
  };

  const takeBlock = (byte: number): PrinterMessage | undefined => {
    if (byte === 0) return finishBlock();
    if (belongsToBlock(block, byte)) {
      block.push(byte);
      return undefined;
    }
    // Noise looked like a header: what stands here is read afresh, so that one bad byte costs no status.
    block = [];
    return take(byte);
  };

  const finishBlock = (): PrinterMessage | undefined => {
    const [header, ...rest] = block;
    block = [];
    const text = String.fromCharCode(...rest);
    if (header === 0x5f) return { type: 'information', text };
    return text.length === 5 ? { type: 'process-id', id: text.slice(1) } : undefined;
  };

  return {
    push: (bytes) => {
      const messages: PrinterMessage[] = [];
      for (const byte of bytes) {
        const message = take(byte);
        if (message) messages.push(message);
      }
      return messages;
    },
  };
}

/** A process id is `22h` and our four letters A–O (bit 4 clear); information is printable ASCII. */
function belongsToBlock(block: readonly number[], byte: number): boolean {
  if (block[0] === 0x37) return block.length === 1 ? byte === 0x22 : block.length < 6 && byte >= 0x41 && byte <= 0x4f;
  return byte >= 0x20 && byte <= 0x7e && block.length < BLOCK_LIMIT;
}

/** What the sensors say. */
export interface PrinterSensors {
  /** Takes no data, for whatever reason: also while somebody holds the feed key. */
  readonly offline: boolean;
  readonly coverOpen: boolean;
  readonly paper: 'full' | 'low' | 'out';
  readonly cutterFailed: boolean;
  readonly unrecoverable: boolean;
  /** Goes away by itself (over-temperature) or by `DLE ENQ`. */
  readonly recoverable: boolean;
}

/** The four replies of `DLE EOT 1` to `4`. */
export function sensorsOfReplies(state: number, offline: number, error: number, paper: number): PrinterSensors {
  return {
    offline: (state & 0x08) !== 0,
    coverOpen: (offline & 0x04) !== 0,
    cutterFailed: (error & 0x08) !== 0,
    unrecoverable: (error & 0x20) !== 0,
    recoverable: (error & 0x44) !== 0,
    paper: (paper & 0x60) !== 0 || (offline & 0x20) !== 0 ? 'out' : (paper & 0x0c) !== 0 ? 'low' : 'full',
  };
}

/** The four bytes of an automatic status (`GS a`). */
export function sensorsOfAutomaticStatus(bytes: readonly [number, number, number, number]): PrinterSensors {
  const [first, second, third] = bytes;
  return {
    offline: (first & 0x08) !== 0,
    coverOpen: (first & 0x20) !== 0,
    cutterFailed: (second & 0x08) !== 0,
    unrecoverable: (second & 0x20) !== 0,
    recoverable: (second & 0x44) !== 0,
    paper: (third & 0x0c) !== 0 ? 'out' : (third & 0x03) !== 0 ? 'low' : 'full',
  };
}

export function conditionOf(sensors: PrinterSensors): PrinterCondition {
  const fault = faultOf(sensors);
  const media = {
    paper: sensors.paper,
    cover: sensors.coverOpen ? 'open' : 'closed',
    ...(fault && { fault }),
  } as const;
  const code = obstacle(sensors);
  if (code === undefined) {
    return sensors.offline ? { device: 'offline', code: 'LT-3901', ...media } : { device: 'online', ...media };
  }
  const device = code === 'LT-3203' ? 'userError' : code === 'LT-3204' ? 'hardwareError' : 'online';
  return { device, code, ...media };
}

function faultOf(sensors: PrinterSensors): PrinterCondition['fault'] {
  if (sensors.unrecoverable) return 'unrecoverable';
  if (sensors.cutterFailed) return 'cutter';
  return sensors.recoverable ? 'recoverable' : undefined;
}

/** Why nothing can be printed now; the cover first, for an open cover also reads as "no paper". */
export function obstacle(sensors: PrinterSensors): FailureCode | undefined {
  if (sensors.coverOpen) return 'LT-3203';
  if (sensors.paper === 'out') return 'LT-3202';
  if (faultOf(sensors)) return 'LT-3204';
  return undefined;
}
