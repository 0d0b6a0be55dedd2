import { fen } from '@louting/common/money';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Hoppers, hopperRoutes } from '../../../contract/hoppers-api.ts';
import { HeartbeatSchema } from '../../../contract/kiosk-api.ts';
import type { ScopedBooks } from '../../admin-views/scope.ts';
import { ACCEPTED_CASH } from '../../kiosks/kiosks.ts';
import { ACCOUNTS } from '../../ledger/ledger.ts';

/** Hoppers are made for coins; a yuan is the largest. */
const LARGEST_COIN = 100;

/** The kiosks that have hoppers, or had: the one with the fewest coins first. */
export async function listHoppers(books: ScopedBooks): Promise<z.output<typeof hopperRoutes.hoppers.response>> {
  const kiosks = await books
    .kiosks()
    .select(['kiosk.kiosk_id', 'kiosk.number', 'kiosk.location', 'kiosk.heartbeat', 'kiosk.community_id'])
    .select(['name_zh', 'name_en'])
    .where('kiosk.status', '<>', 'not-enrolled')
    .execute();
  const balances = await books
    .balances()
    .where('room_id', '=', '')
    .where('account_code', '=', ACCOUNTS.changeInKiosk)
    .groupBy('kiosk_id')
    .select(['kiosk_id', (eb) => eb.fn.sum<number>(eb('debit_fen', '-', eb.ref('credit_fen'))).as('held_fen')])
    .execute();
  const moved = await books
    .hopperMovements()
    .groupBy('hopper_movement.kiosk_id')
    .select('hopper_movement.kiosk_id')
    .select([
      sql<number | null>`max(case when kind = 'fill' then moved_at end)`.as('filled_at'),
      sql<number | null>`max(case when kind <> 'fill' and settled_at is not null then moved_at end)`.as('counted_at'),
      sql<number>`sum(case when settled_at is null then 1 else 0 end)`.as('waiting'),
    ])
    .execute();
  const differences = await books
    .cashDifferences()
    .where('cash_difference.state', '=', 'OPEN')
    .where('cash_difference.movement_id', 'is not', null)
    .groupBy('cash_difference.kiosk_id')
    .select((eb) => ['cash_difference.kiosk_id', eb.fn.countAll<number>().as('count')])
    .execute();
  const balanceOf = new Map(balances.map((row) => [row.kiosk_id, row.held_fen]));
  const movedOf = new Map(moved.map((row) => [row.kiosk_id, row]));
  const openOf = new Map(differences.map((row) => [row.kiosk_id, row.count]));

  const rows = kiosks.flatMap((kiosk): Hoppers[] => {
    const { kiosk_id: kioskId } = kiosk;
    const unit = kiosk.heartbeat === null ? undefined : unitOf(kiosk.heartbeat);
    const movements = movedOf.get(kioskId);
    if (!unit && !movements && !balanceOf.has(kioskId)) return [];
    const { filled_at: filledAt = null, counted_at: countedAt = null, waiting = 0 } = movements ?? {};
    return [
      {
        kioskId,
        kioskNumber: kiosk.number,
        location: kiosk.location,
        communityId: kiosk.community_id,
        communityName: { 'zh-CN': kiosk.name_zh, en: kiosk.name_en },
        balanceFen: fen(balanceOf.get(kioskId) ?? 0),
        ...(filledAt !== null && { lastFilledAt: filledAt }),
        ...(countedAt !== null && { lastCountedAt: countedAt }),
        waiting,
        openDifferences: openOf.get(kioskId) ?? 0,
        ...(unit && { unit }),
      },
    ];
  });
  rows.sort((a, b) => a.balanceFen - b.balanceFen || a.kioskNumber.localeCompare(b.kioskNumber));
  return {
    rows,
    totalFen: fen(rows.reduce((sum, row) => sum + row.balanceFen, 0)),
    denominationsFen: ACCEPTED_CASH.filter((value) => value <= LARGEST_COIN).toSorted((a, b) => b - a),
  };
}

function unitOf(heartbeat: string): Hoppers['unit'] {
  const { devices } = HeartbeatSchema.parse(JSON.parse(heartbeat));
  return devices.find((device) => device.role === 'change-dispenser');
}
