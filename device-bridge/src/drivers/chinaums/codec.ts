import iconv from 'iconv-lite';
import type { FrameReader } from '../card-terminal/terminal-line.ts';

/**
 * The fixed records of ChinaUMS `bankall` (README.md): every field has its width in bytes, text is GB18030, numbers are
 * filled with zeros from the left, text with blanks from the right.
 */
const REQUEST = {
  pos: 8,
  operator: 8,
  type: 2,
  amount: 12,
  originalDate: 8,
  originalReference: 12,
  originalTrace: 6,
  check: 3,
} as const;

const REPLY = {
  code: 2,
  bank: 4,
  card: 20,
  trace: 6,
  amount: 12,
  text: 40,
  merchant: 15,
  terminal: 8,
  batch: 6,
  date: 4,
  time: 6,
  reference: 12,
  authorisation: 6,
  settleDate: 4,
  check: 3,
} as const;

export const REQUEST_BYTES = sum(REQUEST);
export const REPLY_BYTES = sum(REPLY);

export const TRANSACTION = {
  sale: '00',
  void: '01',
  reprint: '04',
  signOn: '05',
  settle: '06',
} as const;
export type TransactionType = keyof typeof TRANSACTION;

export interface UmsRequest {
  readonly pos: string;
  readonly operator: string;
  readonly type: TransactionType;
  readonly amountFen: number;
  /** `YYYYMMDD` and reference of the payment a refund is about; blank in every other. */
  readonly originalDate: string;
  readonly originalReference: string;
  /** The number of the payment a void is about; blank in every other. */
  readonly originalTrace: string;
  /** Three digits that the reply repeats: they tell whose reply it is. */
  readonly check: string;
}

export interface UmsReply {
  readonly code: string;
  readonly bank: string;
  readonly card: string;
  readonly trace: string;
  readonly amountFen: number;
  readonly text: string;
  readonly merchant: string;
  readonly terminal: string;
  readonly batch: string;
  /** `MMDD` and `hhmmss`. */
  readonly date: string;
  readonly time: string;
  readonly reference: string;
  readonly authorisation: string;
  readonly settleDate: string;
  readonly check: string;
}

export function encodeRequest(request: UmsRequest): Uint8Array {
  return write(REQUEST, {
    ...request,
    type: TRANSACTION[request.type],
    amount: digits(request.amountFen, REQUEST.amount),
  });
}

export function encodeReply(reply: UmsReply): Uint8Array {
  return write(REPLY, { ...reply, amount: digits(reply.amountFen, REPLY.amount) });
}

/** `undefined`: not a reply of this layout. */
export function decodeReply(bytes: Uint8Array): UmsReply | undefined {
  if (bytes.length !== REPLY_BYTES) return undefined;
  const { amount, ...fields } = read(REPLY, bytes);
  const isReply =
    /^[0-9A-Z]{2}$/.test(fields.code) &&
    /^(\d{12})?$/.test(amount) &&
    /^(\d{6})?$/.test(fields.trace) &&
    isCheck(fields.check);
  return isReply ? { ...fields, amountFen: Number(amount) } : undefined;
}

/** `undefined`: not a request of this layout. */
export function decodeRequest(bytes: Uint8Array): UmsRequest | undefined {
  if (bytes.length !== REQUEST_BYTES) return undefined;
  const { amount, type, ...fields } = read(REQUEST, bytes);
  const known = (Object.keys(TRANSACTION) as TransactionType[]).find((name) => TRANSACTION[name] === type);
  if (known === undefined || !/^\d{12}$/.test(amount) || !isCheck(fields.check)) return undefined;
  return { ...fields, type: known, amountFen: Number(amount) };
}

/**
 * Records have no marks between them: what is no record is dropped whole, and a record begins with the next read, for the
 * gateway sends one in one piece. A read that is a record by itself ends whatever was left of a damaged one.
 */
export function recordReader<Record>(
  length: number,
  decode: (bytes: Uint8Array) => Record | undefined,
): FrameReader<Record> {
  let pending: Uint8Array = new Uint8Array();
  return {
    push: (bytes) => {
      const alone = bytes.length === length ? decode(bytes) : undefined;
      if (alone !== undefined) {
        pending = new Uint8Array();
        return [alone];
      }
      pending = Buffer.concat([pending, bytes]);
      const records: (Record | undefined)[] = [];
      while (pending.length >= length) {
        const record = decode(pending.subarray(0, length));
        records.push(record);
        pending = record === undefined ? new Uint8Array() : pending.subarray(length);
      }
      return records;
    },
  };
}

type Layout = Readonly<Record<string, number>>;

function write<L extends Layout>(layout: L, values: { readonly [Name in keyof L]: string }): Uint8Array {
  const fields = Object.entries(layout).map(([name, width]) => {
    const field = Buffer.alloc(width, ' ');
    iconv.encode(values[name as keyof L], 'gb18030').copy(field, 0, 0, width);
    return field;
  });
  return Uint8Array.from(Buffer.concat(fields));
}

function read<L extends Layout>(layout: L, bytes: Uint8Array): { [Name in keyof L]: string } {
  let at = 0;
  const entries = Object.entries(layout).map(([name, width]) => {
    const text = iconv.decode(Buffer.from(bytes.subarray(at, at + width)), 'gb18030').trim();
    at += width;
    return [name, text] as const;
  });
  return Object.fromEntries(entries) as { [Name in keyof L]: string };
}

function digits(amount: number, width: number): string {
  return String(amount).padStart(width, '0');
}

function isCheck(check: string): boolean {
  return /^\d{3}$/.test(check);
}

function sum(layout: Layout): number {
  return Object.values(layout).reduce((total, width) => total + width, 0);
}
