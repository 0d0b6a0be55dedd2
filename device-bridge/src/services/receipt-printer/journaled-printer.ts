import type { Result } from '@louting/common/result';
import type { PrinterCondition, PrinterCounters, ReceiptPrinterDriver } from '../../drivers/roles.ts';
import type { JournaledJob, PrintJournal } from './print-journal.ts';
import { printOutcome, type PrintOutcome } from './print-outcome.ts';

/** Late confirmations are of one of these. */
const RECENT_JOBS = 20;

/** Prints with a journal, and finds out afterwards what became of jobs whose end nobody saw. */
export class JournaledPrinter {
  readonly #device: string;
  readonly #driver: ReceiptPrinterDriver;
  readonly #journal: PrintJournal;
  #running: { readonly number: number; readonly ended: Promise<unknown> } | undefined;
  /** Jobs sent since the line was last lost, with the questions left unanswered by then. */
  readonly #unbroken = new Map<number, number>();
  #settling: Promise<void> = Promise.resolve();

  constructor(device: string, driver: ReceiptPrinterDriver, journal: PrintJournal) {
    this.#device = device;
    this.#driver = driver;
    this.#journal = journal;
    driver.onCondition((condition) => {
      if (condition.device === 'noDevice' || condition.device === 'offline') this.#unbroken.clear();
      else if (isReady(condition)) void this.#settle();
    });
    driver.onLateConfirmation((isOf) => {
      const job = journal.recent(device, RECENT_JOBS).find(({ number }) => isOf(number));
      if (job?.sent === true) journal.settle(job.number, 'printed');
    });
  }

  async print(data: Uint8Array, jobId: string | undefined): Promise<Result<undefined>> {
    const number = this.#journal.begin(this.#device, jobId);
    let sent = false;
    const printing = this.#driver.print(data, {
      number,
      tornBefore: this.#hasTornPaper(),
      sending: (before, cuts) => {
        // The next job's first look at the counters is the last that can tell of those before it.
        this.#settleBy(before);
        this.#journal.sending(number, before, cuts);
        this.#unbroken.set(number, this.#driver.unanswered());
        sent = true;
      },
    });
    this.#running = { number, ended: printing };
    try {
      const result = await printing;
      if (result.ok) this.#journal.settle(number, 'printed');
      else if (!sent) this.#journal.settle(number, 'notPrinted');
      return result;
    } finally {
      this.#running = undefined;
      // Soon after its end is when a printer that kept its power can still prove that nothing came out.
      if (sent) void this.#settle();
    }
  }

  /** `undefined`: the printer has to be there first. */
  async outcome(jobId: string): Promise<PrintOutcome | undefined> {
    await this.#running?.ended;
    const job = this.#journal.find(this.#device, jobId);
    // What was never begun here was never sent.
    if (!job) return 'notPrinted';
    if (job.outcome === undefined && job.sent && !isReady(this.#driver.condition())) return undefined;
    await this.#settle();
    return this.#journal.find(this.#device, jobId)?.outcome;
  }

  #settle(): Promise<void> {
    this.#settling = this.#settling.then(() => this.#settleNow());
    return this.#settling;
  }

  async #settleNow(): Promise<void> {
    if (this.#left().length === 0 || !isReady(this.#driver.condition())) return;
    const counters = await this.#driver.counters();
    // Without an answer the jobs stay open: it may still be printing one of them.
    if (counters === undefined || !isReady(this.#driver.condition())) return;
    this.#settleBy(counters === 'none' ? undefined : counters);
  }

  #settleBy(after: PrinterCounters | undefined): void {
    for (const job of this.#left()) {
      const { number, sent, before, cuts } = job;
      const unbroken = this.#unbroken.get(number) === this.#driver.unanswered();
      this.#journal.settle(number, printOutcome({ sent, confirmed: false, before, after, cuts, unbroken }));
    }
  }

  /** Also after the bridge itself has lost its power: then only the journal knows. */
  #hasTornPaper(): boolean {
    const last = this.#journal.recent(this.#device, RECENT_JOBS).find(({ sent }) => sent);
    return last !== undefined && last.outcome !== 'printed';
  }

  #left(): readonly JournaledJob[] {
    return this.#journal.open(this.#device).filter(({ number }) => number !== this.#running?.number);
  }
}

function isReady({ device, code }: PrinterCondition): boolean {
  return device === 'online' && code === undefined;
}
