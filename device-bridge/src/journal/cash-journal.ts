import type { Clock } from '@louting/common/clock';
import type { FailPoints } from '@louting/common/fail-points';
import { foldCashIn, type CashIn, type CashRecord, type RecordName } from './cash-in.ts';
import { RecordFile } from './record-file.ts';

export interface NewRecord {
  readonly device: string;
  readonly record: RecordName;
  readonly transactionId?: string;
  readonly denominationFen?: number;
  readonly stackedCounter?: number;
  readonly recovered?: boolean;
}

export interface OrphanNote {
  readonly orphanId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Undefined when the device had no value for it. */
  readonly denominationFen: number | undefined;
}

export interface BoxContent {
  /** Notes by their value in fen. */
  readonly notes: ReadonlyMap<number, number>;
  readonly coins: ReadonlyMap<number, number>;
  /** Notes whose value the device did not know. */
  readonly unnamed: number;
  /** False: of some notes nobody knows whether they are inside. */
  readonly isCertain: boolean;
}

export interface CoinInBox {
  readonly coinId: string;
  readonly denominationFen: number | undefined;
}

const SMALLEST_NOTE_FEN = 100;

interface Row {
  readonly record: RecordName;
  readonly transaction_id: string | null;
  readonly denomination_fen: number | null;
  readonly stacked_counter: number | null;
  readonly recovered: 0 | 1;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS cash_record (
    seq              INTEGER PRIMARY KEY AUTOINCREMENT,
    at               INTEGER NOT NULL,
    device           TEXT    NOT NULL,
    record           TEXT    NOT NULL,
    transaction_id   TEXT,
    denomination_fen INTEGER CHECK (denomination_fen > 0),
    stacked_counter  INTEGER,
    recovered        INTEGER NOT NULL CHECK (recovered IN (0, 1))
  ) STRICT;
  CREATE INDEX IF NOT EXISTS cash_record_by_transaction ON cash_record (transaction_id);
  -- One start and one end for each note: a second credit is refused by the database itself.
  CREATE UNIQUE INDEX IF NOT EXISTS one_start ON cash_record (transaction_id) WHERE record = 'STARTED';
  CREATE UNIQUE INDEX IF NOT EXISTS one_outcome ON cash_record (transaction_id)
    WHERE record IN ('STACKED', 'RETURNED', 'ENDED', 'SUSPENSE');
  CREATE UNIQUE INDEX IF NOT EXISTS one_outcome_with_coins ON cash_record (transaction_id)
    WHERE record IN ('STACKED', 'COIN_STACKED', 'RETURNED', 'ENDED', 'SUSPENSE');
  CREATE UNIQUE INDEX IF NOT EXISTS one_taker ON cash_record (transaction_id) WHERE record = 'COIN_GIVEN';
  CREATE TRIGGER IF NOT EXISTS no_update BEFORE UPDATE ON cash_record BEGIN SELECT RAISE(ABORT, 'append only'); END;
  CREATE TRIGGER IF NOT EXISTS no_delete BEFORE DELETE ON cash_record BEGIN SELECT RAISE(ABORT, 'append only'); END;
`;

/** The bridge's own memory of cash, append-only. */
export class CashJournal {
  readonly #records: RecordFile;

  constructor(file: string, clock: Clock, failPoints: FailPoints) {
    this.#records = new RecordFile({ file, table: 'cash_record', schema: SCHEMA }, clock, failPoints);
  }

  get isOpen(): boolean {
    return this.#records.isOpen;
  }

  append({ device, record, transactionId, denominationFen, stackedCounter, recovered = false }: NewRecord): void {
    const point = `bridge-journal.${record.toLowerCase().replace('_', '-')}`;
    this.#records.append(point, {
      device,
      record,
      transaction_id: transactionId,
      denomination_fen: denominationFen,
      stacked_counter: stackedCounter,
      recovered: Number(recovered),
    });
  }

  /** The device's last transaction. */
  last(device: string): CashIn | undefined {
    const start = this.#records.database
      .prepare(`SELECT transaction_id AS id FROM cash_record WHERE device = ? AND record = 'STARTED' ORDER BY seq DESC`)
      .get(device) as { id: string } | undefined;
    return start ? this.find(device, start.id) : undefined;
  }

  find(device: string, transactionId: string): CashIn | undefined {
    const rows = this.#records.database
      .prepare(
        `SELECT record, transaction_id, denomination_fen, stacked_counter, recovered
         FROM cash_record WHERE device = ? AND transaction_id = ? ORDER BY seq`,
      )
      .all(device, transactionId) as Row[];
    return foldCashIn(rows.map(toRecord));
  }

  /** Notes in the box that belong to no transaction, oldest first. */
  orphans(device: string): readonly OrphanNote[] {
    const rows = this.#records.database
      .prepare(
        `SELECT transaction_id AS id, at, denomination_fen AS fen FROM cash_record
         WHERE device = ? AND record = 'ORPHAN' ORDER BY seq`,
      )
      .all(device) as { id: string; at: number; fen: number | null }[];
    return rows.map(({ id, at, fen }) => ({ orphanId: id, at, denominationFen: fen ?? undefined }));
  }

  /** What fell into the box since it was last emptied. */
  inBox(device: string): BoxContent {
    const rows = this.#records.database
      .prepare(
        `SELECT record, denomination_fen AS fen, COUNT(*) AS count FROM cash_record
         WHERE device = @device AND record IN ('STACKED', 'COIN_STACKED', 'ORPHAN', 'SUSPENSE')
           AND seq > COALESCE((SELECT MAX(seq) FROM cash_record WHERE device = @device AND record = 'EMPTIED'), 0)
         GROUP BY record, denomination_fen`,
      )
      .all({ device }) as { record: RecordName; fen: number | null; count: number }[];
    const notes = new Map<number, number>();
    const coins = new Map<number, number>();
    let unnamed = 0;
    for (const { record, fen, count } of rows) {
      if (record === 'SUSPENSE') continue;
      if (fen === null) unnamed += count;
      else {
        const kind = record === 'COIN_STACKED' || fen < SMALLEST_NOTE_FEN ? coins : notes;
        kind.set(fen, (kind.get(fen) ?? 0) + count);
      }
    }
    return { notes, coins, unnamed, isCertain: rows.every(({ record }) => record !== 'SUSPENSE') };
  }

  /** Gives a coin in the box to a transaction, whole or not at all. */
  giveCoin(
    coin: CoinInBox,
    to: { readonly device: string; readonly transactionId: string; readonly recovered: boolean },
  ): void {
    const { coinId, denominationFen } = coin;
    this.#records.database.transaction(() => {
      this.append({ device: to.device, record: 'COIN_GIVEN', transactionId: coinId });
      this.append({ ...to, record: 'COIN_STACKED', ...(denominationFen !== undefined && { denominationFen }) });
    })();
  }

  /** It belongs to no transaction, and is told as such. */
  orphanCoin(coin: CoinInBox, device: string, orphanId: string): void {
    const { coinId, denominationFen } = coin;
    this.#records.database.transaction(() => {
      this.append({ device, record: 'COIN_GIVEN', transactionId: coinId });
      const value = denominationFen !== undefined && { denominationFen };
      this.append({ device, record: 'ORPHAN', transactionId: orphanId, recovered: true, ...value });
    })();
  }

  /** Coins in the box that were not given to anybody yet, oldest first. */
  waitingCoins(device: string): readonly CoinInBox[] {
    const rows = this.#records.database
      .prepare(
        `SELECT coin.transaction_id AS id, coin.denomination_fen AS fen FROM cash_record coin
         WHERE coin.device = ? AND coin.record = 'COIN' AND NOT EXISTS (
           SELECT 1 FROM cash_record given WHERE given.record = 'COIN_GIVEN' AND given.transaction_id = coin.transaction_id)
         ORDER BY coin.seq`,
      )
      .all(device) as { id: string; fen: number | null }[];
    return rows.map(({ id, fen }) => ({ coinId: id, denominationFen: fen ?? undefined }));
  }

  /** What the coin acceptor's counter said at the last coin. */
  lastCoinCounter(device: string): number | undefined {
    const row = this.#records.database
      .prepare(
        `SELECT stacked_counter AS counter FROM cash_record WHERE device = ? AND record = 'COIN' ORDER BY seq DESC`,
      )
      .get(device) as { counter: number } | undefined;
    return row?.counter;
  }

  close(): void {
    this.#records.close();
  }
}

function toRecord(row: Row): CashRecord {
  return {
    record: row.record,
    transactionId: row.transaction_id ?? undefined,
    denominationFen: row.denomination_fen ?? undefined,
    stackedCounter: row.stacked_counter ?? undefined,
    recovered: row.recovered === 1,
  };
}
