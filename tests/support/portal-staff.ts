import { newId } from '@louting/common/ids';
import type { Role } from '../../server/src/contract/admin-api.ts';
import { hashPassword } from '../../server/src/modules/staff/password.ts';
import { insertStaff } from '../../server/src/modules/staff/staff.store.ts';
import type { Storage } from '../../server/src/storage/storage.ts';

export const STAFF_PASSWORD = 'river-lamp-42-orange';

/** People of the portal with `STAFF_PASSWORD`, each with one role in every community. */
export async function hireStaff(storage: Storage, roles: Readonly<Record<string, Role>>): Promise<void> {
  const communities = await storage.db.selectFrom('community').select('community_id').execute();
  const communityIds = communities.map((community) => community.community_id);
  const passwordHash = await hashPassword(STAFF_PASSWORD);
  for (const [userName, role] of Object.entries(roles)) {
    const person = { staffId: newId(), userName, name: userName, roles: [role], passwordHash, createdAt: Date.now() };
    await storage.transact((tx) => insertStaff(tx, { ...person, communityIds }));
  }
}
