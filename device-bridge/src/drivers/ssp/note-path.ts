import type { BillEvent } from '../roles.ts';
import type { SspEvent } from './commands.ts';

/** The one note inside a validator, as its poll events tell it. Pure. */
export interface NotePath {
  readonly reading: boolean;
  readonly stacking: boolean;
  /** `denominationFen` is not known when the validator was told to give back a note it never reported. */
  readonly escrow: { readonly denominationFen: number | undefined } | undefined;
}

export const EMPTY_PATH: NotePath = { reading: false, stacking: false, escrow: undefined };

/** Value of a channel in fen; undefined for channel 0 and for one outside the set-up table. */
export type DenominationOf = (channel: number) => number | undefined;

/**
 * The path after one event, and what to tell of it: a bill event, or that the reason of a refusal is still to be asked
 * for (LAST REJECT CODE).
 */
export function follow(
  path: NotePath,
  event: SspEvent,
  denominationOf: DenominationOf,
): readonly [NotePath, BillEvent | 'ask-why' | undefined] {
  switch (event.event) {
    case 'slave-reset':
      return [EMPTY_PATH, undefined];
    case 'read': {
      const denominationFen = denominationOf(event.channel);
      if (denominationFen === undefined) {
        return [{ ...path, reading: true }, path.reading ? undefined : { event: 'reading' }];
      }
      return [
        { ...path, reading: false, escrow: { denominationFen } },
        { event: 'escrow', denominationFen },
      ];
    }
    case 'stacking':
      return [{ ...path, stacking: true }, path.stacking ? undefined : { event: 'stacking' }];
    case 'credit': {
      const denominationFen = denominationOf(event.channel) ?? path.escrow?.denominationFen;
      return [
        EMPTY_PATH,
        denominationFen === undefined ? { event: 'cleared-to-cashbox' } : { event: 'stacked', denominationFen },
      ];
    }
    case 'rejected':
      return [EMPTY_PATH, path.escrow ? { event: 'returned' } : 'ask-why'];
    case 'cleared-from-front':
    case 'cleared-to-cashbox': {
      const denominationFen = denominationOf(event.channel);
      return [EMPTY_PATH, { event: event.event, ...(denominationFen === undefined ? {} : { denominationFen }) }];
    }
    case 'fraud':
      return [path, { event: 'fraud' }];
    default:
      return [path, undefined];
  }
}

/** True while something moves or waits inside, so that the device is not at rest. */
export function isOccupied(path: NotePath): boolean {
  return path.reading || path.stacking || path.escrow !== undefined;
}
