/** ccTalk part 2 and 3: the headers a coin acceptor and a hopper are spoken to with. */
export const HEADER = {
  reply: 0,
  resetDevice: 1,
  nak: 5,
  busy: 6,
  requestCipherKey: 160,
  testHopper: 163,
  enableHopper: 164,
  requestHopperStatus: 166,
  dispenseHopperCoins: 167,
  requestDispenseCount: 168,
  emergencyStop: 172,
  requestCoinId: 184,
  modifySorterPath: 210,
  requestPayoutLevel: 217,
  requestMasterInhibit: 227,
  modifyMasterInhibit: 228,
  readBufferedCredit: 229,
  modifyInhibit: 231,
  requestSerialNumber: 242,
  requestProductCode: 244,
  requestEquipmentCategory: 245,
  requestManufacturer: 246,
  requestSoftwareRevision: 241,
  simplePoll: 254,
} as const;

export const ENABLE_KEY = 0xa5;

export function asciiOf(data: Uint8Array): string {
  return String.fromCharCode(...data.filter((byte) => byte >= 0x20 && byte < 0x7f)).trim();
}

/** ccTalk counts have their low byte first. */
export function littleEndianOf(data: Uint8Array): number {
  return data.reduceRight((value, byte) => value * 256 + byte, 0);
}

// ---- coin acceptor ----

/** One of the five buffered events: a coin and the way it took, or 0 and an error code. */
export interface CreditEvent {
  readonly coin: number;
  readonly pathOrError: number;
}

export interface BufferedCredit {
  /** 0 since a reset, then 1…255 and again from 1. */
  readonly counter: number;
  /** Newest first. */
  readonly events: readonly CreditEvent[];
}

const BUFFERED_EVENTS = 5;

export function parseBufferedCredit(data: Uint8Array): BufferedCredit | undefined {
  if (data.length !== 1 + 2 * BUFFERED_EVENTS) return undefined;
  const events = Array.from({ length: BUFFERED_EVENTS }, (_, index) => ({
    coin: data[1 + 2 * index] ?? 0,
    pathOrError: data[2 + 2 * index] ?? 0,
  }));
  return { counter: data[0] ?? 0, events };
}

/**
 * Value of a coin id such as `CN100A` (one yuan) or `CN050A` (five jiao), in fen: country, value, issue.
 * Undefined for a position that holds no renminbi coin.
 */
export function fenOfCoinId(id: string): number | undefined {
  const match = /^CN(?<digits>\d{3}|\dK\d)[A-Z]$/.exec(id);
  const fen = Number(match?.groups?.['digits']);
  return RENMINBI_COINS.includes(fen) ? fen : undefined;
}

/** The renminbi coins in circulation: one jiao, five jiao, one yuan, in fen. */
export const RENMINBI_COINS: readonly number[] = [10, 50, 100];

// ---- hopper ----

export interface HopperStatus {
  /** Counts accepted dispense commands: 1…255 and again from 1; 0 since a reset. */
  readonly orders: number;
  /** Coins that the order under way still has to pay. */
  readonly remaining: number;
  /** Of the last order; both are kept without power. */
  readonly paid: number;
  readonly unpaid: number;
}

export function parseHopperStatus(data: Uint8Array): HopperStatus | undefined {
  const [orders, remaining, paid, unpaid] = data;
  if (data.length < 4 || orders === undefined || remaining === undefined) return undefined;
  return { orders, remaining, paid: paid ?? 0, unpaid: unpaid ?? 0 };
}

/** What the self test of a hopper says; the names of ccTalk part 3, header 163. */
export interface HopperFlags {
  readonly overCurrent: boolean;
  readonly payoutTimeout: boolean;
  readonly fraud: boolean;
  readonly pathBlocked: boolean;
  readonly disabled: boolean;
}

export function parseHopperFlags(data: Uint8Array): HopperFlags {
  const [first = 0, second = 0] = data;
  const bit = (byte: number, index: number): boolean => (byte & (1 << index)) !== 0;
  return {
    overCurrent: bit(first, 0),
    payoutTimeout: bit(first, 1),
    fraud: bit(first, 3) || bit(first, 4) || bit(second, 0),
    pathBlocked: bit(first, 5),
    disabled: bit(first, 7),
  };
}

export type HopperLevel = 'ok' | 'low' | 'full' | 'unknown';

export function parseHopperLevel(data: Uint8Array): HopperLevel {
  const [flags = 0] = data;
  if ((flags & 0x11) === 0x11) return 'low';
  if ((flags & 0x22) === 0x22) return 'full';
  return (flags & 0x10) === 0 ? 'unknown' : 'ok';
}
