import type { Clock } from '@louting/common/clock';
import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from '../storage/database.ts';
import type { Storage } from '../storage/storage.ts';
import type { JobTables } from './job.tables.ts';

type Lease = Selectable<JobTables['job_lease']>;

/** Periodic work of the server. It must be safe to run again after any interruption. */
export interface Job {
  readonly name: string;
  /** Milliseconds from the start of one run to the next, whichever process does it. */
  readonly everyMs: number;
  /** For a job that is due often and seldom has anything to do: asked before a lease is written. */
  hasWork?(): Promise<boolean>;
  /** @param signal aborted when the process stops or its lease was lost: end soon, what is done is done */
  run(signal: AbortSignal): Promise<void>;
}

export interface JobRunner {
  start(): void;
  /** Runs a job now if it is due and nobody else does. @returns whether it ran here */
  runIfDue(name: string): Promise<boolean>;
  /** Ends what is in hand. */
  stop(): Promise<void>;
}

export interface JobRunnerDependencies {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Names this process; another after each start. */
  readonly holder: string;
}

/** A lease that is not renewed belongs to a process that died. */
const LEASE_MS = 60_000;
const RENEW_EVERY_MS = 15_000;
const LOOK_EVERY_MS = 1_000;

/**
 * Runs each job in one of the server processes that share the books: who holds the lease row runs it. A process that
 * dies in the middle loses the lease by time, and another goes on.
 */
export function createJobRunner(jobs: readonly Job[], dependencies: JobRunnerDependencies): JobRunner {
  const { storage, clock, logger, holder } = dependencies;
  const stopping = new AbortController();
  const inHand = new Map<string, Promise<unknown>>();
  let timer: NodeJS.Timeout | undefined;

  async function runIfDue(name: string): Promise<boolean> {
    const job = jobs.find((candidate) => candidate.name === name);
    if (!job) throw new Error(`there is no job ${name}`);
    if (!mayTake(await leaseOf(storage.db, name), job, clock.now())) return false;
    if (job.hasWork && !(await job.hasWork())) return false;
    const taken = await storage.transact((tx) => takeLease(tx, job, holder, clock.now()));
    if (!taken) return false;
    await runHolding(job);
    return true;
  }

  async function runHolding(job: Job): Promise<void> {
    const lost = new AbortController();
    const renewal = setInterval(() => {
      renew(storage, job.name, holder, clock.now()).then(
        (held) => held || lost.abort(),
        (error: unknown) => logger.warn({ err: error, job: job.name }, 'the lease of a job could not be renewed'),
      );
    }, RENEW_EVERY_MS);
    let failure: string | null = null;
    try {
      await job.run(AbortSignal.any([stopping.signal, lost.signal]));
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
      logger.error({ err: error, job: job.name }, 'job failed, it runs again when it is next due');
    } finally {
      clearInterval(renewal);
      await storage.transact((tx) => giveBack(tx, job.name, holder, clock.now(), failure));
    }
  }

  function look(): void {
    for (const job of jobs) {
      if (inHand.has(job.name)) continue;
      const run = runIfDue(job.name)
        .catch((error: unknown) => logger.error({ err: error, job: job.name }, 'job could not be started'))
        .finally(() => inHand.delete(job.name));
      inHand.set(job.name, run);
    }
    if (!stopping.signal.aborted) timer = setTimeout(look, LOOK_EVERY_MS);
  }

  return {
    start: () => {
      timer = setTimeout(look, LOOK_EVERY_MS);
    },
    runIfDue,
    stop: async () => {
      stopping.abort();
      clearTimeout(timer);
      await Promise.all(inHand.values());
    },
  };
}

async function takeLease(tx: Transaction<Database>, job: Job, holder: string, now: number): Promise<boolean> {
  const row = { holder, held_until: now + LEASE_MS, started_at: now, finished_at: null, failure: null };
  const known = await leaseOf(tx, job.name);
  if (!mayTake(known, job, now)) return false;
  if (!known) {
    await tx
      .insertInto('job_lease')
      .values({ job_name: job.name, ...row })
      .execute();
    return true;
  }
  await tx.updateTable('job_lease').set(row).where('job_name', '=', job.name).execute();
  return true;
}

function leaseOf(db: Kysely<Database>, name: string): Promise<Lease | undefined> {
  return db.selectFrom('job_lease').selectAll().where('job_name', '=', name).executeTakeFirst();
}

/** A run that was cut off is taken up as soon as its lease is over; one that ended waits for its time. */
function mayTake(lease: Lease | undefined, job: Job, now: number): boolean {
  if (!lease) return true;
  return lease.finished_at === null ? lease.held_until <= now : now >= lease.started_at + job.everyMs;
}

function renew(storage: Storage, name: string, holder: string, now: number): Promise<boolean> {
  return storage.transact(async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('job_lease')
      .set({ held_until: now + LEASE_MS })
      .where('job_name', '=', name)
      .where('holder', '=', holder)
      .where('finished_at', 'is', null)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  });
}

async function giveBack(
  tx: Transaction<Database>,
  name: string,
  holder: string,
  now: number,
  failure: string | null,
): Promise<void> {
  await tx
    .updateTable('job_lease')
    .set({ finished_at: now, held_until: now, failure })
    .where('job_name', '=', name)
    .where('holder', '=', holder)
    .execute();
}
