import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fen, type Fen } from '@louting/common/money';
import Database from 'better-sqlite3';
import { z } from 'zod';

/**
 * `waiting`: nobody scanned yet · `scanned`: the payer looks at it · `user-paying`: a payer code waits for the PIN ·
 * `refunded`: was paid, money went back.
 */
export const SandboxOrderStateSchema = z.enum([
  'waiting',
  'scanned',
  'user-paying',
  'paid',
  'closed',
  'refused',
  'refunded',
]);

const Amount = z.number().int().transform(fen);
const SandboxRefundSchema = z.object({
  outRefundNo: z.string(),
  refundId: z.string(),
  amountFen: Amount,
  state: z.enum(['processing', 'succeeded', 'failed']),
  reason: z.string(),
  requestedAt: z.number(),
  finishedAt: z.number().optional(),
  notifyUrl: z.string().optional(),
});
export type SandboxRefund = z.output<typeof SandboxRefundSchema>;

const SandboxOrderSchema = z.object({
  outTradeNo: z.string(),
  kind: z.enum(['qr', 'payer-code']),
  state: SandboxOrderStateSchema,
  amountFen: Amount,
  description: z.string(),
  /** The request that made it, to tell a repeat from a reuse of the number. */
  fingerprint: z.string(),
  transactionId: z.string(),
  notifyUrl: z.string().optional(),
  qrContent: z.string().optional(),
  payerCode: z.string().optional(),
  createdAt: z.number(),
  /** When a phone first looked at it; an Alipay trade does not exist before. */
  scannedAt: z.number().optional(),
  expiresAt: z.number().optional(),
  paidAt: z.number().optional(),
  /** When a reversal gave everything back. */
  reversedAt: z.number().optional(),
  refundedFen: Amount,
  /** Oldest first. What a reversal gave back is not among them. */
  refunds: z.array(SandboxRefundSchema).default([]),
});
export type SandboxOrder = z.output<typeof SandboxOrderSchema>;

const PayerCodeSchema = z.object({
  code: z.string(),
  expiresAt: z.number(),
  /** The payer must confirm on the phone before the money moves. */
  requirePin: z.boolean(),
  balanceFen: Amount,
  usedBy: z.string().optional(),
});
export type PayerCode = z.output<typeof PayerCodeSchema>;

export interface PendingNotification {
  readonly notificationId: string;
  readonly outTradeNo: string;
  /** When it tells of a refund of the order. */
  readonly outRefundNo?: string | null | undefined;
  readonly attempts: number;
}

/** The sandbox's money truth; it outlives the process, as the real platform outlives ours. */
export interface OrderBook {
  order(outTradeNo: string): SandboxOrder | undefined;
  orderByQr(content: string): SandboxOrder | undefined;
  /** Newest first. */
  orders(): readonly SandboxOrder[];
  save(order: SandboxOrder): void;
  payerCode(code: string): PayerCode | undefined;
  savePayerCode(code: PayerCode): void;
  pendingNotifications(): readonly PendingNotification[];
  /** `attempts` made so far; `done` once it was accepted, dropped or given up. */
  saveNotification(notification: PendingNotification, done: boolean): void;
  close(): void;
}

export function openOrderBook(directory: string): OrderBook {
  mkdirSync(directory, { recursive: true });
  const database = new Database(join(directory, 'orders.sqlite'));
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec(`
    CREATE TABLE IF NOT EXISTS orders (number INTEGER PRIMARY KEY, out_trade_no TEXT UNIQUE NOT NULL, qr_content TEXT, document TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS payer_codes (code TEXT PRIMARY KEY, document TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS notifications (notification_id TEXT PRIMARY KEY, out_trade_no TEXT NOT NULL, attempts INTEGER NOT NULL, done INTEGER NOT NULL) STRICT;
  `);
  const columns = database.pragma('table_info(notifications)') as { readonly name: string }[];
  if (!columns.some(({ name }) => name === 'out_refund_no')) {
    database.exec('ALTER TABLE notifications ADD COLUMN out_refund_no TEXT');
  }
  const selectOrder = database.prepare<[string], { document: string }>(
    'SELECT document FROM orders WHERE out_trade_no = ?',
  );
  const selectByQr = database.prepare<[string], { document: string }>(
    'SELECT document FROM orders WHERE qr_content = ?',
  );
  const selectOrders = database.prepare<[], { document: string }>('SELECT document FROM orders ORDER BY number DESC');
  const saveOrder = database.prepare(
    'INSERT INTO orders (out_trade_no, qr_content, document) VALUES (?, ?, ?) ON CONFLICT (out_trade_no) DO UPDATE SET document = excluded.document',
  );
  const selectCode = database.prepare<[string], { document: string }>(
    'SELECT document FROM payer_codes WHERE code = ?',
  );
  const saveCode = database.prepare('INSERT OR REPLACE INTO payer_codes (code, document) VALUES (?, ?)');
  const selectPending = database.prepare<[], PendingNotification>(
    'SELECT notification_id AS notificationId, out_trade_no AS outTradeNo, out_refund_no AS outRefundNo, attempts FROM notifications WHERE done = 0 ORDER BY rowid',
  );
  const saveNotification = database.prepare(
    'INSERT OR REPLACE INTO notifications (notification_id, out_trade_no, attempts, done, out_refund_no) VALUES (?, ?, ?, ?, ?)',
  );

  const readOrder = (row: { document: string } | undefined) =>
    row && SandboxOrderSchema.parse(JSON.parse(row.document) as unknown);

  return {
    order: (outTradeNo) => readOrder(selectOrder.get(outTradeNo)),
    orderByQr: (content) => readOrder(selectByQr.get(content)),
    orders: () => selectOrders.all().map((row) => SandboxOrderSchema.parse(JSON.parse(row.document) as unknown)),
    save: (order) => {
      saveOrder.run(order.outTradeNo, order.qrContent ?? null, JSON.stringify(order));
    },
    payerCode: (code) => {
      const row = selectCode.get(code);
      return row && PayerCodeSchema.parse(JSON.parse(row.document) as unknown);
    },
    savePayerCode: (code) => {
      saveCode.run(code.code, JSON.stringify(code));
    },
    pendingNotifications: () => selectPending.all(),
    saveNotification: ({ notificationId, outTradeNo, outRefundNo, attempts }, done) => {
      saveNotification.run(notificationId, outTradeNo, attempts, done ? 1 : 0, outRefundNo ?? null);
    },
    close: () => database.close(),
  };
}

export function isOpen(order: SandboxOrder): boolean {
  return order.state === 'waiting' || order.state === 'scanned' || order.state === 'user-paying';
}

/** Result of trying a payer code, as the platforms tell it. */
export type ChargeResult = 'paid' | 'user-paying' | 'code-invalid' | 'balance';

/** From this amount on the payer must enter the PIN. */
export const PIN_FROM_FEN: Fen = fen(100_000);

export function tryPayerCode(code: PayerCode | undefined, amountFen: Fen, now: number): ChargeResult {
  if (!code || code.usedBy !== undefined || now > code.expiresAt) return 'code-invalid';
  if (code.balanceFen < amountFen) return 'balance';
  return code.requirePin || amountFen >= PIN_FROM_FEN ? 'user-paying' : 'paid';
}
