import { newId } from '@louting/common/ids';
import { fen, ZERO_FEN } from '@louting/common/money';
import { unwrap } from '@louting/common/result';
import type { Storage } from '../../../storage/storage.ts';
import { startCash } from '../test-cash.ts';
import { countMovement, type NewMovement, registerMovement } from './movements.store.ts';

/** Coins as a person says them, in jiao: `{ 10: 20, 5: 4 }` is twenty yuan and four five-jiao coins. */
type Coins = Readonly<Record<number, number>>;

export const coinsOf = (coins: Coins) =>
  Object.entries(coins).map(([jiao, count]) => ({ denominationFen: Number(jiao) * 10, count }));

/** A server with kiosks that give change, and what people do with their hoppers. */
export async function startHoppers(storage: Storage, options: { households?: number } = {}) {
  const cash = await startCash(storage, options);
  const { clock, context, communityId, k1 } = cash;

  /** The first person counts and registers. */
  function register(kind: NewMovement['kind'], coins: Coins, changes: Partial<NewMovement> = {}) {
    clock.pass(1);
    const movement: NewMovement = {
      movementId: newId(),
      kioskId: k1.kioskId,
      communityId,
      kind,
      source: kind === 'fill' ? 'float' : null,
      movedAt: undefined,
      coins: coinsOf(coins),
      staffId: 'staff-a',
      ...changes,
    };
    return storage.transact((tx) => registerMovement(tx, context, movement));
  }

  const count = (movementId: string, staffId: string, coins: Coins) =>
    storage.transact((tx) => countMovement(tx, context, { movementId, staffId, coins: coinsOf(coins) }));

  /** Two people count the same, and it is booked. */
  async function moved(kind: NewMovement['kind'], coins: Coins, changes: Partial<NewMovement> = {}) {
    const { movement_id: movementId } = unwrap(await register(kind, coins, changes));
    return unwrap(await count(movementId, 'staff-b', coins));
  }

  /** What a kiosk says of a payout of so many fen. */
  const change = (amountFen: number) => {
    const paidFen = fen(amountFen);
    return { changeId: newId(), requestedFen: paidFen, paidFen, doubtFen: ZERO_FEN };
  };

  return { ...cash, register, count, moved, change };
}
