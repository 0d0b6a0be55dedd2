/** What can happen to the printer itself; `atLine` counts printed elements from now on: 1 = before the next one. */
export const LINE_FAULTS = ['paper-out', 'cover-open', 'power-loss', 'unplugged', 'silent'] as const;
/** The same at the n-th byte it is sent from now on. */
export const BYTE_FAULTS = ['power-loss-at-byte', 'unplugged-at-byte'] as const;
/**
 * `power-loss-after-cut`: the knife falls, and it dies before it can say so. `cutter`: the knife jams until it is freed;
 * `cutter-once`: on a crumb, and falls when it is tried again.
 */
export const KNIFE_FAULTS = ['cutter', 'cutter-once', 'power-loss-after-cut'] as const;
/** What can happen to the next replies on the line. */
export const REPLY_FAULTS = [
  'noise',
  'half-frame',
  'slow',
  'silence',
  'duplicate-reply',
  'wrong-process-id',
  'late-process-id',
] as const;

type ReplyFault = (typeof REPLY_FAULTS)[number];

export interface FaultOfReplies {
  readonly fault: ReplyFault;
  readonly times: number;
}

export type PrinterFault =
  /** `silent`: takes everything, prints it, answers nothing. */
  | { readonly fault: (typeof LINE_FAULTS)[number]; readonly atLine: number }
  | { readonly fault: (typeof BYTE_FAULTS)[number]; readonly atByte: number }
  | { readonly fault: (typeof KNIFE_FAULTS)[number] }
  | FaultOfReplies;
