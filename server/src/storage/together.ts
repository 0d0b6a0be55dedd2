import type { Transaction } from 'kysely';
import type { Database } from './database.ts';
import type { Storage } from './storage.ts';

/** Requests of one kind that many send at once, such as bookings. */
export interface WorkTogether<Context, Ask, Answer> {
  /**
   * Answers all of them in one transaction, as if one after the other, with a few statements for all.
   * @returns in the order of the asks; undefined for one that is out of the ordinary and must be run alone
   */
  together(tx: Transaction<Database>, context: Context, asks: readonly Ask[]): Promise<readonly (Answer | undefined)[]>;
  /** Answers one in a transaction of its own. Whatever it throws is for this one only. */
  alone(tx: Transaction<Database>, context: Context, ask: Ask): Promise<Answer>;
}

/** More than this gains nothing and keeps the first of them waiting. */
const MOST_TOGETHER = 128;
/**
 * On SQLite all that wait join the commit that is open. PostgreSQL answers each statement over the network, so what
 * comes meanwhile gathers: the busier the server, the more share a transaction. Two, so that one waits for the disk
 * while the other works.
 */
const AT_ONCE = { sqlite: Number.POSITIVE_INFINITY, postgres: 2 } as const;

interface Waiting<Ask, Answer> {
  readonly ask: Ask;
  resolve(answer: Answer): void;
  reject(reason: unknown): void;
}

interface Queue<Ask, Answer> {
  waiting: Waiting<Ask, Answer>[];
  running: number;
  scheduled: boolean;
}

/**
 * Runs what arrives in the same moment as one transaction. When that fails, for whatever reason, each of them is run
 * alone: one bad request harms nobody else.
 */
export function runTogether<Context extends { readonly storage: Storage }, Ask, Answer>(
  work: WorkTogether<Context, Ask, Answer>,
): (context: Context, ask: Ask) => Promise<Answer> {
  const queues = new WeakMap<Context, Queue<Ask, Answer>>();

  function start(context: Context, queue: Queue<Ask, Answer>): void {
    queue.scheduled = false;
    while (queue.waiting.length > 0 && queue.running < AT_ONCE[context.storage.dialect]) {
      void runNext(context, queue);
    }
  }

  async function runNext(context: Context, queue: Queue<Ask, Answer>): Promise<void> {
    queue.running += 1;
    await runGroup(context, queue.waiting.splice(0, MOST_TOGETHER));
    queue.running -= 1;
    start(context, queue);
  }

  async function runGroup(context: Context, group: readonly Waiting<Ask, Answer>[]): Promise<void> {
    const answers = group.length > 1 ? await answersOf(context, group) : [];
    await Promise.all(
      group.map(async (one, index) => {
        const answer = answers[index];
        if (answer !== undefined) one.resolve(answer);
        else await runAlone(context, one);
      }),
    );
  }

  async function runAlone(context: Context, one: Waiting<Ask, Answer>): Promise<void> {
    try {
      one.resolve(await context.storage.transact((tx) => work.alone(tx, context, one.ask)));
    } catch (error) {
      one.reject(error);
    }
  }

  async function answersOf(
    context: Context,
    group: readonly Waiting<Ask, Answer>[],
  ): Promise<readonly (Answer | undefined)[]> {
    const asks = group.map(({ ask }) => ask);
    try {
      return await context.storage.transact((tx) => work.together(tx, context, asks));
    } catch {
      return [];
    }
  }

  return (context, ask) =>
    new Promise((resolve, reject) => {
      const queue = queues.get(context) ?? { waiting: [], running: 0, scheduled: false };
      queues.set(context, queue);
      queue.waiting.push({ ask, resolve, reject });
      if (queue.scheduled) return;
      queue.scheduled = true;
      setImmediate(() => start(context, queue));
    });
}
