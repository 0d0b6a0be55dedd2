import type { Clock } from '@louting/common/clock';
import type { NewId } from '@louting/common/ids';
import type { Storage } from '../../storage/storage.ts';
import type { CardKey } from '../cards/cards.ts';
import type { GateOfCommunity } from './barrier-gate.ts';

export interface ParkingContext {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Under which plates are hashed. */
  readonly cardKey: CardKey;
  readonly gates: readonly GateOfCommunity[];
}
