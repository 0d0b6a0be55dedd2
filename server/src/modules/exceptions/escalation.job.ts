import type { Clock } from '@louting/common/clock';
import type { Logger } from 'pino';
import type { Job } from '../../jobs/job-runner.ts';
import type { Storage } from '../../storage/storage.ts';
import { escalateOverdue } from './exceptions.store.ts';

/** A case past its deadline stands out in the queue of every colleague. */
export function escalationJob(context: {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly logger: Logger;
}): Job {
  const { storage, clock, logger } = context;
  return {
    name: 'escalate-exceptions',
    everyMs: 60_000,
    run: async () => {
      const escalated = await escalateOverdue(storage, clock.now());
      if (escalated > 0) logger.warn({ escalated }, 'exceptions are past their deadline');
    },
  };
}
