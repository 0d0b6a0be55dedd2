import type { Transaction } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from './database.ts';
import type { Storage } from './storage.ts';

/** Requests of one kind that many send at once, such as bookings. */
export interface WorkTogether<Context, Ask, Answer> {
  /** For the log: what is done. */
  readonly name: string;
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
 * comes meanwhile gathers: the busier the server, the more share a transaction.
 */
const AT_ONCE = { sqlite: Number.POSITIVE_INFINITY, postgres: 1 } as const;

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

interface RunsTogether {
  readonly storage: Storage;
  readonly logger: Pick<Logger, 'warn'>;
}

/**
 * Runs what arrives in the same moment as one transaction. When that fails, for whatever reason, its halves are tried,
 * down to each alone: one bad request harms nobody else.
 */
export function runTogether<Context extends RunsTogether, Ask, Answer>(
  work: WorkTogether<Context, Ask, Answer>,
): (context: Context, ask: Ask) => Promise<Answer> {
  type Group = readonly Waiting<Ask, Answer>[];
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

  async function runGroup(context: Context, group: Group): Promise<void> {
    const [only] = group;
    if (only && group.length === 1) return runAlone(context, only);
    const answers = await answersOf(context, group);
    if (!answers) return runHalves(context, group);
    await Promise.all(
      group.map(async (one, index) => {
        const answer = answers[index];
        if (answer !== undefined) one.resolve(answer);
        else await runAlone(context, one);
      }),
    );
  }

  async function runHalves(context: Context, group: Group): Promise<void> {
    const middle = Math.ceil(group.length / 2);
    await runGroup(context, group.slice(0, middle));
    await runGroup(context, group.slice(middle));
  }

  async function runAlone(context: Context, one: Waiting<Ask, Answer>): Promise<void> {
    try {
      one.resolve(await context.storage.transactInTurn((tx) => work.alone(tx, context, one.ask)));
    } catch (error) {
      one.reject(error);
    }
  }

  /** Undefined when the transaction failed. */
  async function answersOf(context: Context, group: Group): Promise<readonly (Answer | undefined)[] | undefined> {
    const asks = group.map(({ ask }) => ask);
    try {
      return await context.storage.transactInTurn((tx) => work.together(tx, context, asks));
    } catch (error) {
      const reason = reasonOf(error);
      context.logger.warn({ work: work.name, count: group.length, reason }, 'a group failed and is run in halves');
      return undefined;
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

/** What failed, without the message: a database quotes values in it, and they may be personal. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? `${error.name} ${error.code}` : error.name;
}
