import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Role } from '../../contract/admin-api.ts';
import type { Database } from '../../storage/database.ts';
import type { Attempts } from './login-throttle.ts';
import type { SessionTimes, StaffIdentity } from './staff.ts';
import { permissionsOf } from './permissions.ts';

export interface NewStaff {
  readonly staffId: string;
  readonly userName: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly communityIds: readonly string[];
  readonly passwordHash: string;
  readonly createdAt: number;
}

export async function insertStaff(tx: Kysely<Database>, staff: NewStaff): Promise<void> {
  await tx
    .insertInto('staff')
    .values({
      staff_id: staff.staffId,
      user_name: staff.userName.toLowerCase(),
      name: staff.name,
      roles_json: JSON.stringify(staff.roles),
      password_hash: staff.passwordHash,
      disabled: 0,
      created_at: staff.createdAt,
    })
    .execute();
  for (const communityId of staff.communityIds) {
    await tx.insertInto('staff_community').values({ staff_id: staff.staffId, community_id: communityId }).execute();
  }
}

/** @returns undefined for an unknown or a disabled user: the two must look the same from outside. */
export function findLogin(db: Kysely<Database>, userName: string) {
  return db
    .selectFrom('staff')
    .select(['staff_id', 'password_hash'])
    .where('user_name', '=', userName.toLowerCase())
    .where('disabled', '=', 0)
    .executeTakeFirst();
}

export async function countStaff(db: Kysely<Database>): Promise<number> {
  const row = await db
    .selectFrom('staff')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return row.count;
}

export function userSubject(userName: string): string {
  return `user:${createHash('sha256').update(userName.toLowerCase()).digest('hex')}`;
}

export function addressSubject(address: string): string {
  return `address:${address}`;
}

export async function attemptsOf(tx: Kysely<Database>, subject: string): Promise<Attempts | undefined> {
  const row = await tx.selectFrom('login_throttle').selectAll().where('subject', '=', subject).executeTakeFirst();
  return row && { failures: row.failures, lastFailedAt: row.last_failed_at };
}

export async function saveAttempts(tx: Kysely<Database>, subject: string, attempts: Attempts): Promise<void> {
  const values = { failures: attempts.failures, last_failed_at: attempts.lastFailedAt };
  await tx
    .insertInto('login_throttle')
    .values({ subject, ...values })
    .onConflict((conflict) => conflict.column('subject').doUpdateSet(values))
    .execute();
}

export async function forgetAttempts(tx: Kysely<Database>, subject: string): Promise<void> {
  await tx.deleteFrom('login_throttle').where('subject', '=', subject).execute();
}

export async function forgiveAttempt(tx: Kysely<Database>, subject: string): Promise<void> {
  await tx
    .updateTable('login_throttle')
    .set((eb) => ({ failures: eb('failures', '-', 1) }))
    .where('subject', '=', subject)
    .where('failures', '>', 0)
    .execute();
}

export async function insertSession(
  tx: Kysely<Database>,
  session: { tokenHash: string; staffId: string; startedAt: number; expiresAt: number },
): Promise<void> {
  await tx.deleteFrom('staff_session').where('expires_at', '<', session.startedAt).execute();
  await tx
    .insertInto('staff_session')
    .values({
      token_hash: session.tokenHash,
      staff_id: session.staffId,
      started_at: session.startedAt,
      last_used_at: session.startedAt,
      expires_at: session.expiresAt,
    })
    .execute();
}

export async function endSession(tx: Kysely<Database>, tokenHash: string): Promise<void> {
  await tx.deleteFrom('staff_session').where('token_hash', '=', tokenHash).execute();
}

/** Ends every log-in of the account but the one that asks. */
export async function replacePassword(
  tx: Kysely<Database>,
  change: { staffId: string; passwordHash: string; keepTokenHash: string },
): Promise<void> {
  const { staffId, passwordHash, keepTokenHash } = change;
  await tx.updateTable('staff').set({ password_hash: passwordHash }).where('staff_id', '=', staffId).execute();
  await tx
    .deleteFrom('staff_session')
    .where('staff_id', '=', staffId)
    .where('token_hash', '<>', keepTokenHash)
    .execute();
}

export async function touchSession(tx: Kysely<Database>, tokenHash: string, now: number): Promise<void> {
  await tx.updateTable('staff_session').set({ last_used_at: now }).where('token_hash', '=', tokenHash).execute();
}

export async function findSession(
  db: Kysely<Database>,
  tokenHash: string,
): Promise<(SessionTimes & { readonly staff: Omit<StaffIdentity, 'csrfToken'> }) | undefined> {
  const row = await db
    .selectFrom('staff_session')
    .innerJoin('staff', 'staff.staff_id', 'staff_session.staff_id')
    .select(['staff.staff_id', 'user_name', 'name', 'roles_json', 'last_used_at', 'expires_at'])
    .where('token_hash', '=', tokenHash)
    .where('disabled', '=', 0)
    .executeTakeFirst();
  if (!row) return undefined;
  const communities = await db
    .selectFrom('staff_community')
    .innerJoin('community', 'community.community_id', 'staff_community.community_id')
    .select(['community.community_id', 'name_zh', 'name_en'])
    .where('staff_id', '=', row.staff_id)
    .orderBy('community.code')
    .execute();
  const roles = JSON.parse(row.roles_json) as Role[];
  return {
    lastUsedAt: row.last_used_at,
    expiresAt: row.expires_at,
    staff: {
      staffId: row.staff_id,
      userName: row.user_name,
      name: row.name,
      roles,
      permissions: new Set(permissionsOf(roles)),
      communities: communities.map((community) => ({
        communityId: community.community_id,
        name: { 'zh-CN': community.name_zh, en: community.name_en },
      })),
      tokenHash,
    },
  };
}
