import { createHash, type Hash } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { LedgerTables } from '../ledger.tables.ts';

export type EntryRow = Selectable<LedgerTables['ledger_entry']>;
export type LineRow = Selectable<LedgerTables['ledger_line']>;

export interface PostedEntry {
  readonly entry: EntryRow;
  /** In order of their numbers. */
  readonly lines: readonly LineRow[];
}

/** Before the first block. */
export const NO_BLOCK_HASH = '0'.repeat(64);
/** Enough to tell which entry differs; the proof is the hash of the block. */
const DIGEST_LENGTH = 16;

/** Everything an entry says, in one fixed form of text, whichever database it comes from. */
export function canonicalForm({ entry, lines }: PostedEntry): string {
  return `${JSON.stringify([
    entry.entry_id,
    entry.event,
    entry.occurred_at,
    entry.accounting_at,
    entry.community_id,
    entry.reference,
    lines.map((line) => [
      line.line_number,
      line.account_code,
      line.room_id,
      line.kiosk_id,
      line.item_code,
      line.debit_fen,
      line.credit_fen,
    ]),
  ])}\n`;
}

export function digestOf(canonical: string): string {
  return createHash('sha256').update(canonical).digest('base64url').slice(0, DIGEST_LENGTH);
}

export interface BlockHead {
  readonly block_number: number;
  readonly previous_hash: string;
  readonly entries: number;
  readonly newest_id_at: number;
  readonly sealed_at: number;
}

/** SHA-256 over the previous block's hash, the head and, fed by the caller, the canonical forms in order of entry ids. */
export function startBlockHash(head: BlockHead): Hash {
  const own = JSON.stringify([head.block_number, head.entries, head.newest_id_at, head.sealed_at]);
  return createHash('sha256').update(`${head.previous_hash}\n${own}\n`);
}

/** Milliseconds since the epoch inside a UUIDv7; undefined for ids of another make. */
export function timeOfId(id: string): number | undefined {
  if (!/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-/.test(id)) return undefined;
  return Number.parseInt(`${id.slice(0, 8)}${id.slice(9, 13)}`, 16);
}

/** Sorts before every UUIDv7 made at or after the moment. */
export function lowestIdAt(at: number): string {
  const hex = Math.max(at, 0).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
}
