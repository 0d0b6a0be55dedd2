import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { z } from 'zod';
import { isTaxNumber } from '../../modules/invoices/tax-number.ts';

const LineSchema = z.strictObject({
  name: z.string().min(1),
  taxClassCode: z.string().regex(/^\d{19}$/),
  taxRate: z.int().nonnegative(),
  amountFen: z.int().positive(),
  taxFen: z.int().nonnegative(),
});
export const InvoiceWishSchema = z.strictObject({
  requestNumber: z.string().min(1).max(64),
  kind: z.enum(['blue', 'red']),
  redOfNumber: z.string().optional(),
  buyer: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('personal'), name: z.string().min(1) }),
    z.strictObject({ kind: z.literal('company'), name: z.string().min(1), taxNumber: z.string() }),
  ]),
  seller: z.strictObject({ name: z.string().min(1) }),
  remark: z.string().max(200),
  amountFen: z.int().positive(),
  taxFen: z.int().nonnegative(),
  lines: z.array(LineSchema).min(1),
});
type InvoiceWish = z.infer<typeof InvoiceWishSchema>;

export type SandboxInvoice = Omit<InvoiceWish, 'seller'> & {
  readonly sellerName: string;
  readonly invoiceNumber: string;
  readonly issuedAt: number;
};

type Entry =
  | { readonly state: 'issuing' | 'issued'; readonly invoice: SandboxInvoice }
  | { readonly state: 'refused'; readonly reason: string }
  | { readonly state: 'unknown' };

export interface InvoiceBook {
  /** The same request number again answers the same invoice. */
  request(wish: InvoiceWish): Entry;
  find(requestNumber: string): Entry;
  all(): SandboxInvoice[];
  close(): void;
}

/** Region of the sandbox's tax office and its channel, within the 20 digits. */
const REGION = '33';
const CHANNEL = '2';

/** What the sandbox platform has issued. An invoice is ready `issueMs` after it was asked for. */
export function openInvoiceBook(stateDir: string, now: () => number, issueMs: number): InvoiceBook {
  mkdirSync(stateDir, { recursive: true });
  const file = new BetterSqlite(join(stateDir, 'invoices.sqlite'));
  file.pragma('journal_mode = WAL');
  file.exec('create table if not exists invoice (request_number text primary key, content text not null)');

  const read = (requestNumber: string): SandboxInvoice | undefined => {
    const row = file.prepare('select content from invoice where request_number = ?').get(requestNumber);
    return row === undefined ? undefined : (JSON.parse((row as { content: string }).content) as SandboxInvoice);
  };
  const all = () =>
    file
      .prepare('select content from invoice order by rowid')
      .all()
      .map((row) => JSON.parse((row as { content: string }).content) as SandboxInvoice);
  const entryOf = (invoice: SandboxInvoice): Entry => ({
    state: now() >= invoice.issuedAt ? 'issued' : 'issuing',
    invoice,
  });

  return {
    request: (wish) => {
      const known = read(wish.requestNumber);
      if (known) return entryOf(known);
      const reason = refusalOf(wish, all());
      if (reason !== undefined) return { state: 'refused', reason };
      const { seller, ...rest } = wish;
      const serial = String(all().length + 1).padStart(15, '0');
      const issuedAt = now() + issueMs;
      const year = String(new Date(issuedAt).getUTCFullYear()).slice(-2);
      const invoice = {
        ...rest,
        sellerName: seller.name,
        invoiceNumber: `${year}${REGION}${CHANNEL}${serial}`,
        issuedAt,
      };
      file.prepare('insert into invoice values (?, ?)').run(wish.requestNumber, JSON.stringify(invoice));
      return entryOf(invoice);
    },
    find: (requestNumber) => {
      const known = read(requestNumber);
      return known ? entryOf(known) : { state: 'unknown' };
    },
    all,
    close: () => {
      file.close();
    },
  };
}

/** What a tax platform looks at before it signs. */
function refusalOf(wish: InvoiceWish, issued: readonly SandboxInvoice[]): string | undefined {
  const total = wish.lines.reduce((sum, line) => sum + line.amountFen, 0);
  const tax = wish.lines.reduce((sum, line) => sum + line.taxFen, 0);
  if (total !== wish.amountFen || tax !== wish.taxFen) return '合计与明细不符';
  if (wish.lines.some((line) => Math.abs(line.taxFen - taxOf(line)) > 1)) return '税额与税率不符';
  if (wish.buyer.kind === 'company' && !isTaxNumber(wish.buyer.taxNumber)) return '购买方税号有误';
  if (wish.kind === 'blue') return wish.redOfNumber === undefined ? undefined : '蓝字发票不应有原发票号码';
  const blue = issued.find((one) => one.invoiceNumber === wish.redOfNumber && one.kind === 'blue');
  if (!blue) return '原发票不存在';
  const takenBack = issued
    .filter((one) => one.redOfNumber === wish.redOfNumber)
    .reduce((sum, one) => sum + one.amountFen, 0);
  return takenBack + wish.amountFen > blue.amountFen ? '红冲金额大于原发票' : undefined;
}

function taxOf({ amountFen, taxRate }: { readonly amountFen: number; readonly taxRate: number }): number {
  return Math.round((amountFen * taxRate) / (10_000 + taxRate));
}
