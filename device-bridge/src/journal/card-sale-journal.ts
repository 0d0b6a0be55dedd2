import type { Clock } from '@louting/common/clock';
import type { FailPoints } from '@louting/common/fail-points';
import { isFailureCode } from '@louting/common/failure-codes';
import { z } from 'zod';
import type { ApprovedSale, CardSale, SaleEnd } from '../drivers/card-terminal/role.ts';
import { RecordFile } from './record-file.ts';

const ApprovedSchema = z.object({
  reference: z.string(),
  terminalTransaction: z.string(),
  terminalId: z.string(),
  amountFen: z.number().int(),
  paidAt: z.number().int(),
  authorisation: z.string().optional(),
  batch: z.string().optional(),
  cardMasked: z.string().optional(),
});
const DeclinedSchema = z.object({ code: z.string().refine(isFailureCode) });

/** A sale as the records tell it; `open`: sent, and nobody knows what became of it. */
export type JournaledSale = CardSale & { readonly mark: string } & (
    | { readonly phase: 'open' | 'absent' }
    | { readonly phase: 'declined'; readonly code: z.infer<typeof DeclinedSchema>['code'] }
    | { readonly phase: 'approved' | 'reversed'; readonly approved: ApprovedSale }
  );

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS card_record (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    at         INTEGER NOT NULL,
    device     TEXT    NOT NULL,
    record     TEXT    NOT NULL,
    sale_id    TEXT    NOT NULL,
    amount_fen INTEGER CHECK (amount_fen > 0),
    detail     TEXT    NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS card_record_by_sale ON card_record (sale_id);
  -- A sale is sent once and ends once: a second one is refused by the database itself.
  CREATE UNIQUE INDEX IF NOT EXISTS one_sale ON card_record (sale_id) WHERE record = 'SENT';
  CREATE UNIQUE INDEX IF NOT EXISTS one_end ON card_record (sale_id)
    WHERE record IN ('APPROVED', 'DECLINED', 'ABSENT');
  CREATE UNIQUE INDEX IF NOT EXISTS one_reversal ON card_record (sale_id) WHERE record = 'REVERSED';
  CREATE TRIGGER IF NOT EXISTS no_update BEFORE UPDATE ON card_record BEGIN SELECT RAISE(ABORT, 'append only'); END;
  CREATE TRIGGER IF NOT EXISTS no_delete BEFORE DELETE ON card_record BEGIN SELECT RAISE(ABORT, 'append only'); END;
`;

type RecordName = 'SENT' | 'APPROVED' | 'DECLINED' | 'ABSENT' | 'REVERSAL_SENT' | 'REVERSED';

interface Row {
  readonly record: RecordName;
  readonly sale_id: string;
  readonly amount_fen: number | null;
  readonly detail: string;
}

/** The bridge's memory of card sales, append-only: nothing is ever sent that it does not know. */
export class CardSaleJournal {
  readonly #records: RecordFile;

  constructor(file: string, clock: Clock, failPoints: FailPoints) {
    this.#records = new RecordFile({ file, table: 'card_record', schema: SCHEMA }, clock, failPoints);
  }

  sent(device: string, { saleId, amountFen }: CardSale, mark: string): void {
    this.#append(device, 'SENT', saleId, mark, amountFen);
  }

  ended(device: string, saleId: string, end: SaleEnd): void {
    if (end.end === 'approved') this.#append(device, 'APPROVED', saleId, JSON.stringify(end.sale));
    if (end.end === 'declined') this.#append(device, 'DECLINED', saleId, JSON.stringify({ code: end.code }));
    if (end.end === 'absent') this.#append(device, 'ABSENT', saleId, '');
  }

  reversalSent(device: string, saleId: string): void {
    this.#append(device, 'REVERSAL_SENT', saleId, '');
  }

  reversed(device: string, saleId: string): void {
    this.#append(device, 'REVERSED', saleId, '');
  }

  find(device: string, saleId: string): JournaledSale | undefined {
    const rows = this.#records.database
      .prepare(
        'SELECT record, sale_id, amount_fen, detail FROM card_record WHERE device = ? AND sale_id = ? ORDER BY seq',
      )
      .all(device, saleId) as Row[];
    return fold(rows);
  }

  /** The last sale, when nobody knows yet what became of it. */
  open(device: string): JournaledSale | undefined {
    const last = this.#records.database
      .prepare(`SELECT sale_id FROM card_record WHERE device = ? AND record = 'SENT' ORDER BY seq DESC LIMIT 1`)
      .get(device) as { sale_id: string } | undefined;
    const sale = last && this.find(device, last.sale_id);
    return sale?.phase === 'open' ? sale : undefined;
  }

  close(): void {
    this.#records.close();
  }

  #append(device: string, record: RecordName, saleId: string, detail: string, amountFen?: number): void {
    const point = `bridge-journal.card-${record.toLowerCase().replace('_', '-')}`;
    this.#records.append(point, { device, record, sale_id: saleId, amount_fen: amountFen, detail });
  }
}

function fold(rows: readonly Row[]): JournaledSale | undefined {
  const [sent] = rows;
  if (sent?.record !== 'SENT' || sent.amount_fen === null) return undefined;
  const sale = { saleId: sent.sale_id, amountFen: sent.amount_fen, mark: sent.detail };
  const end = rows.find(({ record }) => record === 'APPROVED' || record === 'DECLINED' || record === 'ABSENT');
  if (end?.record === 'APPROVED') {
    const { authorisation, cardMasked, ...facts } = ApprovedSchema.parse(JSON.parse(end.detail));
    const phase = rows.some(({ record }) => record === 'REVERSED') ? 'reversed' : 'approved';
    return { ...sale, phase, approved: { ...facts, authorisation, cardMasked } };
  }
  if (end?.record === 'DECLINED')
    return { ...sale, phase: 'declined', ...DeclinedSchema.parse(JSON.parse(end.detail)) };
  return { ...sale, phase: end ? 'absent' : 'open' };
}
