import { generatePassword, hashPassword } from './password.ts';
import type { StaffDependencies } from './staff-service.ts';
import { countStaff, insertStaff } from './staff.store.ts';

export interface DemoLogin {
  readonly userName: string;
  readonly password: string;
}

const DEMO_USER = 'admin';

/**
 * Makes the log-in of the demo, for all communities, with a password generated here; the books keep only its hash.
 * Does nothing when the books have staff already.
 * @param keep stores the log-in where the operator finds it. It is called before the account exists, so that no
 * account is ever left whose password nobody has.
 * @returns whether the account was made now.
 */
export async function seedDemoStaff(
  { storage, clock, newId }: StaffDependencies,
  keep: (login: DemoLogin) => void,
): Promise<boolean> {
  if ((await countStaff(storage.db)) > 0) return false;
  const password = generatePassword();
  const passwordHash = await hashPassword(password);
  keep({ userName: DEMO_USER, password });
  return storage.transact(async (tx) => {
    if ((await countStaff(tx)) > 0) return false;
    const communities = await tx.selectFrom('community').select('community_id').execute();
    await insertStaff(tx, {
      staffId: newId(),
      userName: DEMO_USER,
      name: '演示管理员',
      roles: ['system-admin', 'business-admin', 'finance-auditor'],
      communityIds: communities.map((community) => community.community_id),
      passwordHash,
      createdAt: clock.now(),
    });
    return true;
  });
}
