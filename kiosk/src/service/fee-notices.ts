import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '@louting/common/clock';
import { ok, type Result } from '@louting/common/result';
import { FeeNoticeSchema, type FeeNotice } from '@louting/server/contract/fee-notice-api';
import type { Logger } from 'pino';
import type { ServerClient } from './server-client/server-client.ts';

const FRESH_MS = 6 * 3_600_000;

/** What the community charges must be readable at any time, so the last answer is kept for when the line is down. */
export interface FeeNotices {
  present(): Promise<Result<FeeNotice>>;
  /** Looks whether the copy is still fresh. Never rejects. */
  refresh(): void;
}

export function feeNotices(world: {
  readonly server: Pick<ServerClient, 'feeNotice'>;
  readonly stateDirectory: string;
  readonly clock: Clock;
  readonly log: Logger;
}): FeeNotices {
  const { server, clock, log } = world;
  const file = join(world.stateDirectory, 'fee-notice.json');
  let askedAt: number | undefined;

  const ask = async (): Promise<Result<FeeNotice>> => {
    const answer = await server.feeNotice();
    if (!answer.ok) return answer;
    askedAt = clock.now();
    try {
      writeFileSync(`${file}.new`, JSON.stringify(answer.value));
      renameSync(`${file}.new`, file);
    } catch (error) {
      log.warn({ error }, 'fee notice is not kept for off line');
    }
    return answer;
  };

  const refreshed = async () => {
    try {
      await ask();
    } catch (error) {
      log.warn({ error }, 'fee notice was not asked for');
    }
  };

  return {
    present: async () => {
      const answer = await ask();
      const kept = answer.ok ? undefined : keptIn(file);
      return kept ? ok(kept) : answer;
    },
    refresh: () => {
      if (askedAt !== undefined && clock.now() - askedAt < FRESH_MS) return;
      askedAt = clock.now();
      void refreshed();
    },
  };
}

function keptIn(file: string): FeeNotice | undefined {
  try {
    return FeeNoticeSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}
