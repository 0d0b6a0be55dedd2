import { CompiledQuery } from 'kysely';
import type { Migration } from '../migrate.ts';

/**
 * Leases of parking spaces as the office makes them: each for whole months, its price as the tariff said when it was
 * made; a renewal is a lease of its own. A home may lease several spaces: their bills of one period are two things.
 */
const STEPS = [
  `alter table parking_lease add column tariff_id text references tariff`,
  `alter table parking_lease add column from_date text`,
  `alter table parking_lease add column to_date text`,
  `alter table parking_lease add column renews_lease_id text references parking_lease`,
  `alter table parking_lease add column made_by text`,
  `alter table parking_lease add column made_at bigint`,
  `alter table parking_lease add column ended_by text`,
  `alter table parking_lease add column ended_at bigint`,
  `create index parking_lease_of_space on parking_lease (space_label)`,
  `create unique index parking_lease_renewed_once on parking_lease (renews_lease_id)
    where to_date >= from_date`,

  `alter table bill add column lease_id text references parking_lease`,
  `drop index bill_once_per_period`,
  `create unique index bill_once_per_period on bill (room_id, item_code, period_from, coalesce(lease_id, ''))
    where state not in ('REVERSED', 'DISCARDED')`,
];

export const parkingLeases: Migration = {
  number: 39,
  name: 'parking-leases',
  up: async (db) => {
    for (const text of STEPS) await db.executeQuery(CompiledQuery.raw(text));
  },
};
