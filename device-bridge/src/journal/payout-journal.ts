import type { Clock } from '@louting/common/clock';
import type { FailPoints } from '@louting/common/fail-points';
import type { PayoutWitness } from '../drivers/roles.ts';
import { foldPayout, type Payout, type PayoutRecord } from './payout.ts';
import { RecordFile } from './record-file.ts';

export interface NewPayoutRecord {
  readonly device: string;
  readonly record: PayoutRecord['record'];
  readonly payoutId: string;
  readonly unit?: string;
  readonly amountFen?: number;
  readonly witness?: PayoutWitness;
  readonly certain?: boolean;
  readonly recovered?: boolean;
}

interface Row {
  readonly record: PayoutRecord['record'];
  readonly payout_id: string;
  readonly unit: string | null;
  readonly amount_fen: number | null;
  readonly witness: string | null;
  readonly certain: 0 | 1;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS payout_record (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    at         INTEGER NOT NULL,
    device     TEXT    NOT NULL,
    record     TEXT    NOT NULL,
    payout_id  TEXT    NOT NULL,
    unit       TEXT,
    amount_fen INTEGER CHECK (amount_fen >= 0),
    witness    TEXT,
    certain    INTEGER NOT NULL CHECK (certain IN (0, 1)),
    recovered  INTEGER NOT NULL CHECK (recovered IN (0, 1))
  ) STRICT;
  CREATE INDEX IF NOT EXISTS payout_record_by_payout ON payout_record (payout_id);
  -- A payout begins and ends once: the same id can never be paid again.
  CREATE UNIQUE INDEX IF NOT EXISTS one_payout ON payout_record (payout_id) WHERE record = 'PAYOUT';
  CREATE UNIQUE INDEX IF NOT EXISTS one_payout_end ON payout_record (payout_id) WHERE record = 'ENDED';
  CREATE TRIGGER IF NOT EXISTS no_payout_update BEFORE UPDATE ON payout_record
    BEGIN SELECT RAISE(ABORT, 'append only'); END;
  CREATE TRIGGER IF NOT EXISTS no_payout_delete BEFORE DELETE ON payout_record
    BEGIN SELECT RAISE(ABORT, 'append only'); END;
`;

/** What the bridge remembers of change: as the journal of notes, on the disk before the step that follows. */
export class PayoutJournal {
  readonly #records: RecordFile;

  constructor(file: string, clock: Clock, failPoints: FailPoints) {
    this.#records = new RecordFile({ file, table: 'payout_record', schema: SCHEMA }, clock, failPoints);
  }

  append({
    device,
    record,
    payoutId,
    unit,
    amountFen,
    witness,
    certain = true,
    recovered = false,
  }: NewPayoutRecord): void {
    this.#records.append(`payout-journal.${record.toLowerCase()}`, {
      device,
      record,
      payout_id: payoutId,
      unit,
      amount_fen: amountFen,
      witness: witness && JSON.stringify(witness),
      certain: Number(certain),
      recovered: Number(recovered),
    });
  }

  /** The device's last payout. */
  last(device: string): Payout | undefined {
    const start = this.#records.database
      .prepare(`SELECT payout_id AS id FROM payout_record WHERE device = ? AND record = 'PAYOUT' ORDER BY seq DESC`)
      .get(device) as { id: string } | undefined;
    return start ? this.find(device, start.id) : undefined;
  }

  find(device: string, payoutId: string): Payout | undefined {
    const rows = this.#records.database
      .prepare(
        `SELECT record, payout_id, unit, amount_fen, witness, certain
         FROM payout_record WHERE device = ? AND payout_id = ? ORDER BY seq`,
      )
      .all(device, payoutId) as Row[];
    return foldPayout(rows.map(toRecord));
  }

  get isOpen(): boolean {
    return this.#records.isOpen;
  }

  close(): void {
    this.#records.close();
  }
}

function toRecord(row: Row): PayoutRecord {
  return {
    record: row.record,
    payoutId: row.payout_id,
    unit: row.unit ?? undefined,
    amountFen: row.amount_fen ?? undefined,
    witness: row.witness === null ? undefined : (JSON.parse(row.witness) as PayoutWitness),
    certain: row.certain === 1,
  };
}
