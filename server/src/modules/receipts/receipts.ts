import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Fen, fen, toCapitals, ZERO_FEN } from '@louting/common/money';
import type { OrderChannel } from '../../channels/payment-channel.ts';
import type { CardSlip, OrderPurpose, PaymentMethod, Receipt } from '../../contract/kiosk-api.ts';

/** What was printed once and stays what can be printed again; copy number and address come with each print. */
export type ReceiptSnapshot = Omit<Receipt, 'copyNumber' | 'verifyUrl'>;

export interface ReceiptFacts {
  readonly receiptNumber: string;
  readonly communityName: string;
  readonly companyName: string;
  readonly servicePhone: string;
  readonly kioskNumber: string;
  readonly payerMasked: string;
  readonly roomLabel: string;
  readonly method: PaymentMethod;
  readonly channel: OrderChannel | null;
  readonly channelTransactionId: string | null;
  readonly card?: CardSlip | undefined;
  readonly paidAt: number;
  readonly receivedFen: Fen;
  readonly parts: readonly { readonly itemName: string; readonly period: string; readonly amountFen: Fen }[];
  /** What the payer set out to pay for: bills, unless it says otherwise. */
  readonly purpose?: OrderPurpose;
  readonly toPrepaymentFen: Fen;
  readonly unclaimedFen: Fen;
  readonly prepaidAfterFen: Fen;
  /** Asked for when the money was booked, because it paid something twice. */
  readonly refund?: RefundOnReceipt | undefined;
}

/** `waits-for-office`: it stays prepayment until people have agreed. */
export type RefundOnReceipt = Pick<NonNullable<Receipt['refund']>, 'amountFen' | 'state'>;

/** `K001-0000123`: one series per kiosk, without gaps, for ever. */
export function receiptNumber(kioskNumber: string, index: number): string {
  return `${kioskNumber}-${String(index).padStart(7, '0')}`;
}

/**
 * Lines and the part kept as prepayment add up to the total, which is the money that came in. Where prepayment is what
 * was paid for it is a line of its own, and nothing is left over; so is a refund that leaves at once.
 */
export function receiptSnapshot(facts: ReceiptFacts): ReceiptSnapshot {
  const isPrepayment = facts.purpose === 'prepayment';
  const prepaid =
    isPrepayment && facts.toPrepaymentFen > 0
      ? [{ itemName: '预存物业费', period: '可随时全额退', amountFen: facts.toPrepaymentFen }]
      : [];
  const leavesFen = facts.refund?.state === 'on-its-way' ? facts.refund.amountFen : ZERO_FEN;
  const leaves = leavesFen > 0 ? [{ itemName: '重复缴费退款', period: '3-5个工作日', amountFen: leavesFen }] : [];
  const unclaimed =
    facts.unclaimedFen > 0 ? [{ itemName: '待认领款', period: '请联系管理处', amountFen: facts.unclaimedFen }] : [];
  return {
    receiptNumber: facts.receiptNumber,
    communityName: facts.communityName,
    companyName: facts.companyName,
    roomLabel: facts.roomLabel,
    payerMasked: facts.payerMasked,
    lines: [...facts.parts, ...prepaid, ...leaves, ...unclaimed],
    totalFen: facts.receivedFen,
    totalCapitals: toCapitals(facts.receivedFen),
    methodName: methodName(facts.method, facts.channel),
    ...(facts.channelTransactionId === null
      ? {}
      : { channelReferenceMasked: `****${facts.channelTransactionId.slice(-6)}` }),
    ...(facts.card ? { card: facts.card } : {}),
    paidAt: facts.paidAt,
    kioskNumber: facts.kioskNumber,
    toPrepaymentFen: isPrepayment ? ZERO_FEN : fen(facts.toPrepaymentFen - leavesFen),
    prepaidAfterFen: facts.prepaidAfterFen,
    ...(facts.refund ? { refund: { ...facts.refund, to: facts.channel === 'alipay' ? 'alipay' : 'wechat-pay' } } : {}),
    servicePhone: facts.servicePhone,
  };
}

export function methodName(method: PaymentMethod, channel: OrderChannel | null): string {
  if (method === 'cash') return '现金';
  if (method === 'bank-card') return '银行卡';
  const wallet = channel === 'wechat-pay' ? '微信支付' : '支付宝';
  return method === 'payer-code' ? `${wallet}（付款码）` : wallet;
}

/** The server's secret behind the addresses that verify receipts: 32 bytes. */
export type ReceiptKey = KeyObject;
const KEY_BYTES = 32;

/** Reads `receipt-key` of the server's state directory; the first call makes it. */
export function loadReceiptKey(stateDirectory: string): ReceiptKey {
  const path = join(stateDirectory, 'receipt-key');
  if (!existsSync(path)) {
    mkdirSync(stateDirectory, { recursive: true });
    writeFileSync(path, randomBytes(KEY_BYTES).toString('hex'), { mode: 0o600, flag: 'wx' });
  }
  const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'hex');
  if (key.length !== KEY_BYTES) throw new Error(`${path} does not hold ${KEY_BYTES} bytes in hex`);
  return createSecretKey(key);
}

/** 128 bits nobody can guess: receipt numbers can be counted up, their addresses cannot. */
export function verifyToken(number: string, key: ReceiptKey): string {
  return createHmac('sha256', key).update(number).digest().subarray(0, 16).toString('base64url');
}
