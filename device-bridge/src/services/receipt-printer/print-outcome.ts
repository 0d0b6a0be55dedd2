import type { PrinterCounters } from '../../drivers/roles.ts';

/** `unknown`: all, some or nothing of it may be on paper. */
export type PrintOutcome = 'printed' | 'notPrinted' | 'unknown';

/** All that is known of a job whose end nobody saw. */
export interface PrintEvidence {
  /** The journal says that its first byte may have left. */
  readonly sent: boolean;
  /** The printer has told its process id. */
  readonly confirmed: boolean;
  /** Counted by the printer before the job, and now that it has worked off whatever it had. */
  readonly before: PrinterCounters | undefined;
  readonly after: PrinterCounters | undefined;
  /** How often the knife falls until the job is whole. */
  readonly cuts: number;
  /** Line and power were never lost since the job began, so that the counters cannot have forgotten anything. */
  readonly unbroken: boolean;
}

/**
 * Whether a job was printed. Printers keep their counters with some delay, and can forget the last lines over a power
 * cut: what they have counted is proof, what they have not counted is proof only while they kept their power.
 */
export function printOutcome({ sent, confirmed, before, after, cuts, unbroken }: PrintEvidence): PrintOutcome {
  if (confirmed) return 'printed';
  if (!sent) return 'notPrinted';
  if (!before || !after) return 'unknown';
  // The knife comes last.
  if (after.cuts - before.cuts >= cuts) return 'printed';
  const hasStoodStill = after.lines === before.lines && after.cuts === before.cuts;
  return hasStoodStill && unbroken ? 'notPrinted' : 'unknown';
}
