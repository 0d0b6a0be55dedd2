import type { Role } from '../../contract/admin-api.ts';
import { generatePassword, hashPassword } from './password.ts';
import type { StaffDependencies } from './staff-service.ts';
import { countStaff, insertStaff } from './staff.store.ts';

interface Login {
  readonly userName: string;
  readonly password: string;
}

/** Of the administrator, with those of everybody else. */
export interface DemoLogin extends Login {
  /** Approvals and counts need different people. */
  readonly others: readonly Login[];
}

const ADMINISTRATOR = {
  userName: 'admin',
  name: '演示管理员',
  roles: ['system-admin', 'business-admin', 'finance-auditor'],
} as const satisfies DemoPerson;
const OTHERS: readonly DemoPerson[] = [
  { userName: 'cashier', name: '演示收银员', roles: ['cashier'] },
  { userName: 'manager', name: '演示业务主管', roles: ['business-admin'] },
  { userName: 'auditor', name: '演示财务审核', roles: ['finance-auditor'] },
];

interface DemoPerson {
  readonly userName: string;
  readonly name: string;
  readonly roles: readonly Role[];
}

/**
 * Makes the log-ins of the demo, for all communities, with passwords generated here; the books keep only their hashes.
 * Does nothing when the books have staff already.
 * @param keep stores the log-ins where the operator finds them. It is called before the accounts exist, so that no
 * account is ever left whose password nobody has.
 * @returns whether the accounts were made now.
 */
export async function seedDemoStaff(
  { storage, clock, newId }: StaffDependencies,
  keep: (login: DemoLogin) => void,
): Promise<boolean> {
  if ((await countStaff(storage.db)) > 0) return false;
  const people = [ADMINISTRATOR, ...OTHERS].map((person) => ({ ...person, password: generatePassword() }));
  const hashes = await Promise.all(people.map(({ password }) => hashPassword(password)));
  const [admin, ...others] = people.map(({ userName, password }) => ({ userName, password }));
  if (!admin) return false;
  keep({ ...admin, others });
  return storage.transact(async (tx) => {
    if ((await countStaff(tx)) > 0) return false;
    const communities = await tx.selectFrom('community').select('community_id').execute();
    for (const [index, { userName, name, roles }] of people.entries()) {
      await insertStaff(tx, {
        staffId: newId(),
        userName,
        name,
        roles,
        communityIds: communities.map((community) => community.community_id),
        passwordHash: hashes[index] ?? '',
        createdAt: clock.now(),
      });
    }
    return true;
  });
}
