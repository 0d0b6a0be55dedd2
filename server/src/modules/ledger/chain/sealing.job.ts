import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Job } from '../../../jobs/job-runner.ts';
import type { AnchorFile } from './anchors.ts';
import { lastBlock, type SealingDependencies, sealEntries, type SealScope } from './sealing.store.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** The newest anchor as this machine has seen it: blocks cut off the end of the books do not go unnoticed. */
export const NEWEST_ANCHOR_FILE = 'ledger-anchor.json';

/** @param stateDir where the newest anchor is kept */
export function sealingJobs(dependencies: SealingDependencies, stateDir: string): readonly Job[] {
  let last: Promise<void> = Promise.resolve();
  const seal = async (scope: SealScope, signal: AbortSignal): Promise<void> => {
    await sealEntries(dependencies, scope, signal);
    await keepNewestAnchor(dependencies, stateDir);
  };
  const job = (name: string, everyMs: number, scope: SealScope): Job => ({
    name,
    everyMs,
    // Both are due when a server starts: one after the other, or they hash the same entries twice.
    run: (signal) => (last = last.catch(() => undefined).then(() => seal(scope, signal))),
  });
  return [job('seal-ledger', MINUTE_MS, 'recent'), job('seal-ledger-sweep', DAY_MS, 'everything')];
}

async function keepNewestAnchor({ storage, key }: SealingDependencies, stateDir: string): Promise<void> {
  const block = await lastBlock(storage.db);
  // Another server of the same books may have sealed with its own key; its anchor is its own to keep.
  if (!block || block.key_id !== key.keyId) return;
  const file: AnchorFile = {
    format: 'louting-ledger-anchors/1',
    keys: [{ keyId: key.keyId, publicKey: key.publicKey }],
    anchors: [
      {
        block: block.block_number,
        hash: block.hash,
        time: block.sealed_at,
        keyId: block.key_id,
        signature: block.signature,
      },
    ],
  };
  writeFileSync(join(stateDir, NEWEST_ANCHOR_FILE), `${JSON.stringify(file)}\n`, { mode: 0o600 });
}
