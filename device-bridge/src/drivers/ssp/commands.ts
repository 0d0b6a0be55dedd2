import { failed, ok, type Result } from '@louting/common/result';

/** Command codes, GA138. */
export const COMMAND = {
  setInhibits: 0x02,
  setupRequest: 0x05,
  hostProtocolVersion: 0x06,
  poll: 0x07,
  rejectBanknote: 0x08,
  disable: 0x09,
  enable: 0x0a,
  getSerialNumber: 0x0c,
  sync: 0x11,
  lastRejectCode: 0x17,
  hold: 0x18,
  setGenerator: 0x4a,
  setModulus: 0x4b,
  requestKeyExchange: 0x4c,
  pollWithAck: 0x56,
  eventAck: 0x57,
  getCounters: 0x58,
} as const;

/** First byte of every reply, GA138 "generic responses". */
export const REPLY = {
  ok: 0xf0,
  unknownCommand: 0xf2,
  wrongParameters: 0xf3,
  outOfRange: 0xf4,
  cannotBeProcessed: 0xf5,
  softwareError: 0xf6,
  fail: 0xf8,
  keyNotSet: 0xfa,
} as const;

/** The newest protocol version whose event data lengths `parsePoll` knows. */
export const PROTOCOL_VERSION = 8;

export interface SspSetup {
  readonly firmwareVersion: string;
  readonly country: string;
  /** Fen by channel; channel 1 is index 0. Currency of each channel beside it. */
  readonly channels: readonly { readonly currency: string; readonly denominationFen: number }[];
}

/**
 * SETUP REQUEST answer of a validator: type(1) firmware(4) country(3) multiplier(3, BE) n values(n) security(n)
 * real multiplier(3, BE) protocol(1), from protocol 6 on: country(3n) value(4n, LE).
 * Value × real multiplier is the smallest unit of the currency: fen for CNY.
 */
export function parseSetup(reply: Uint8Array): Result<SspSetup> {
  const data = Buffer.from(reply.buffer, reply.byteOffset, reply.byteLength);
  const count = data[12] ?? 0;
  const tail = 13 + 2 * count;
  if (data.length < tail + 4) return failed('LT-3902', 'set-up answer is too short');

  const protocol = data.readUInt8(tail + 3);
  const country = data.toString('ascii', 6, 9);
  const realMultiplier = data.readUIntBE(tail, 3);
  if (protocol >= 6 && data.length < tail + 4 + 7 * count) return failed('LT-3902', 'set-up answer is too short');
  const channels = Array.from({ length: count }, (_, channel) => {
    if (protocol < 6) {
      const value = data.readUInt8(13 + channel) * data.readUIntBE(9, 3);
      return { currency: country, denominationFen: value * realMultiplier };
    }
    const at = tail + 4 + 3 * channel;
    return {
      currency: data.toString('ascii', at, at + 3),
      denominationFen: data.readUInt32LE(tail + 4 + 3 * count + 4 * channel) * realMultiplier,
    };
  });
  return ok({ firmwareVersion: data.toString('ascii', 2, 6), country, channels });
}

export interface SspCounters {
  readonly stacked: number;
  readonly rejected: number;
}

/** GET COUNTERS answer: n(1), then stacked, stored, dispensed, transferred, rejected; 4 bytes LE each. */
export function parseCounters(reply: Uint8Array): Result<SspCounters> {
  const data = Buffer.from(reply.buffer, reply.byteOffset, reply.byteLength);
  if (data.length < 22) return failed('LT-3902', 'counters answer is too short');
  return ok({ stacked: data.readUInt32LE(2), rejected: data.readUInt32LE(18) });
}

export type SspEvent =
  | { readonly event: 'slave-reset' | 'rejecting' | 'rejected' | 'stacking' | 'stacked' | 'disabled' }
  | { readonly event: 'safe-jam' | 'unsafe-jam' | 'stacker-full' | 'cashbox-removed' | 'cashbox-replaced' }
  | { readonly event: 'note-path-open' | 'initialising' | 'channels-inhibited' }
  /** `channel` 0: still reading, or value not known. */
  | {
      readonly event: 'read' | 'credit' | 'fraud' | 'cleared-from-front' | 'cleared-to-cashbox';
      readonly channel: number;
    }
  /** Its data length is not known, so nothing after it in the same reply can be read. */
  | { readonly event: 'unknown'; readonly code: number };

const PLAIN_EVENTS = new Map<number, Exclude<SspEvent, { channel: number } | { code: number }>['event']>([
  [0xf1, 'slave-reset'],
  [0xed, 'rejecting'],
  [0xec, 'rejected'],
  [0xcc, 'stacking'],
  [0xeb, 'stacked'],
  [0xea, 'safe-jam'],
  [0xe9, 'unsafe-jam'],
  [0xe8, 'disabled'],
  [0xe7, 'stacker-full'],
  [0xe4, 'cashbox-replaced'],
  [0xe3, 'cashbox-removed'],
  [0xe0, 'note-path-open'],
  [0xb6, 'initialising'],
  [0xb5, 'channels-inhibited'],
]);

const CHANNEL_EVENTS = new Map<number, Extract<SspEvent, { channel: number }>['event']>([
  [0xef, 'read'],
  [0xee, 'credit'],
  [0xe6, 'fraud'],
  [0xe2, 'cleared-to-cashbox'],
  [0xe1, 'cleared-from-front'],
]);

/** The events of a POLL answer, in the order they happened. Never throws: a cut event reads as channel 0. */
export function parsePoll(reply: Uint8Array): readonly SspEvent[] {
  const events: SspEvent[] = [];
  for (let at = 1; at < reply.length; at += 1) {
    const code = reply[at] ?? 0;
    const plain = PLAIN_EVENTS.get(code);
    const withChannel = CHANNEL_EVENTS.get(code);
    if (plain) events.push({ event: plain });
    else if (withChannel) {
      at += 1;
      events.push({ event: withChannel, channel: reply[at] ?? 0 });
    } else {
      events.push({ event: 'unknown', code });
      break;
    }
  }
  return events;
}

/** SET INHIBITS parameters: bit n-1 set lets channel n in. */
export function inhibitMask(setup: SspSetup, denominations: readonly number[]): Uint8Array {
  const mask = setup.channels.reduce(
    (bits, { denominationFen }, index) => (denominations.includes(denominationFen) ? bits | (1 << index) : bits),
    0,
  );
  return Uint8Array.of(mask & 0xff, (mask >> 8) & 0xff);
}

/** LAST REJECT CODE values that mean the note itself is wrong, and those that mean it was not wanted. */
export function refusalReason(code: number | undefined): 'invalidBill' | 'counterfeit' | 'inhibited' | 'transport' {
  if (code === 0x06 || code === 0x0c) return 'inhibited';
  if (code === 0x0e || code === 0x0f) return 'counterfeit';
  if (code === 0x07 || code === 0x0d || code === 0x12) return 'transport';
  return 'invalidBill';
}
