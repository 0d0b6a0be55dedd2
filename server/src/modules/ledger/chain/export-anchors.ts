import type { Kysely } from 'kysely';
import type { Database } from '../../../storage/database.ts';
import type { Anchor, AnchorFile } from './anchors.ts';
import { anchorOf, blocksAfter } from './chain-check.ts';

const DAY_MS = 86_400_000;

/**
 * One anchor a day, its last block, and the newest: each stands for all blocks before it.
 * @param keys public keys in PEM by key id
 */
export async function exportAnchors(db: Kysely<Database>, keys: ReadonlyMap<string, string>): Promise<AnchorFile> {
  const ofDay = new Map<number, Anchor>();
  let after = 0;
  for (;;) {
    const page = await blocksAfter(db, after);
    const last = page.at(-1);
    if (!last) break;
    for (const block of page) ofDay.set(Math.floor(block.sealed_at / DAY_MS), anchorOf(block));
    after = last.block_number;
  }
  const anchors = [...ofDay.values()].sort((a, b) => a.block - b.block);
  const used = new Set(anchors.map((anchor) => anchor.keyId));
  return {
    format: 'louting-ledger-anchors/1',
    keys: [...keys].filter(([keyId]) => used.has(keyId)).map(([keyId, publicKey]) => ({ keyId, publicKey })),
    anchors,
  };
}
