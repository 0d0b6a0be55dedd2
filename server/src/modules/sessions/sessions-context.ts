import type { Clock } from '@louting/common/clock';
import type { NewId } from '@louting/common/ids';
import type { Storage } from '../../storage/storage.ts';
import type { CardKey } from '../cards/cards.ts';
import type { Tries } from './tries.ts';

export interface SessionsContext {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly cardKey: CardKey;
  /** Taps of one card at one kiosk. */
  readonly triesOfCard: Tries;
  /** Taps of any cards at one kiosk. */
  readonly triesOfKiosk: Tries;
}
