import { randomBytes } from 'node:crypto';
import type { Clock } from '@louting/common/clock';
import type { NewId } from '@louting/common/ids';
import { failed, ok, type Result } from '@louting/common/result';
import type { Storage } from '../../storage/storage.ts';
import { recordAudit } from './audit-trail.ts';
import { ADDRESS_LIMIT, blockedUntil, USER_LIMIT, withFailure } from './login-throttle.ts';
import { hashPassword, passwordWeakness, verifyPassword } from './password.ts';
import {
  csrfTokenOf,
  SESSION_LONGEST_MS,
  SESSION_TOUCH_MS,
  sessionIsLive,
  tokenHashOf,
  type StaffIdentity,
} from './staff.ts';
import * as store from './staff.store.ts';

export interface StaffDependencies {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly newId: NewId;
}

export interface LoginAttempt {
  readonly userName: string;
  readonly password: string;
  /** Network address it came from. */
  readonly address: string;
}

export interface StaffService {
  /** LT-6001 wrong, LT-6002 too many attempts for this user name or from this address. */
  logIn(attempt: LoginAttempt): Promise<Result<{ readonly token: string; readonly staff: StaffIdentity }>>;
  /**
   * LT-6003 when the session is unknown, idle for too long, or over.
   * @param keepAlive false for what a page asks by itself: only a person keeps a session alive.
   */
  identify(token: string | undefined, keepAlive: boolean): Promise<Result<StaffIdentity>>;
  logOut(staff: StaffIdentity, address: string): Promise<void>;
  /** LT-6001 the current password is wrong, LT-6002 too many tries, LT-6005 the new one is too weak. */
  changePassword(staff: StaffIdentity, change: PasswordChange): Promise<Result<undefined>>;
}

export interface PasswordChange {
  readonly currentPassword: string;
  readonly newPassword: string;
  /** Network address it came from. */
  readonly address: string;
}

export function createStaffService({ storage, clock, newId }: StaffDependencies): StaffService {
  /**
   * The attempt is counted before the password is looked at, and forgiven afterwards:
   * guesses sent all at once are counted like guesses sent one by one.
   */
  async function admit({ userName, address }: Pick<LoginAttempt, 'userName' | 'address'>): Promise<boolean> {
    const now = clock.now();
    const counted = [
      { subject: store.userSubject(userName), limit: USER_LIMIT },
      { subject: store.addressSubject(address), limit: ADDRESS_LIMIT },
    ];
    return storage.transact(async (tx) => {
      const before = [];
      for (const one of counted) before.push({ ...one, attempts: await store.attemptsOf(tx, one.subject) });
      if (before.some(({ attempts, limit }) => now < blockedUntil(attempts, limit))) return false;
      for (const { subject, attempts } of before) await store.saveAttempts(tx, subject, withFailure(attempts, now));
      return true;
    });
  }

  async function logIn(attempt: LoginAttempt): ReturnType<StaffService['logIn']> {
    if (!(await admit(attempt))) return failed('LT-6002');
    const login = await store.findLogin(storage.db, attempt.userName);
    const right = await verifyPassword(attempt.password, login?.password_hash);
    const entry = { at: clock.now(), action: 'log-in', address: attempt.address } as const;
    if (!login || !right) {
      const subject = `staff:${login?.staff_id ?? 'unknown'}`;
      await storage.transact((tx) =>
        recordAudit(tx, newId, { ...entry, staffId: undefined, subject, result: 'LT-6001' }),
      );
      return failed('LT-6001');
    }
    const token = randomBytes(32).toString('base64url');
    const tokenHash = tokenHashOf(token);
    await storage.transact(async (tx) => {
      await store.forgetAttempts(tx, store.userSubject(attempt.userName));
      await store.forgiveAttempt(tx, store.addressSubject(attempt.address));
      const startedAt = clock.now();
      const expiresAt = startedAt + SESSION_LONGEST_MS;
      await store.insertSession(tx, { tokenHash, staffId: login.staff_id, startedAt, expiresAt });
      await recordAudit(tx, newId, {
        ...entry,
        staffId: login.staff_id,
        subject: `staff:${login.staff_id}`,
        result: 'ok',
      });
    });
    const staff = await identify(token, false);
    return staff.ok ? ok({ token, staff: staff.value }) : staff;
  }

  async function identify(token: string | undefined, keepAlive: boolean): Promise<Result<StaffIdentity>> {
    if (!token) return failed('LT-6003');
    const now = clock.now();
    const session = await store.findSession(storage.db, tokenHashOf(token));
    if (!session || !sessionIsLive(session, now)) return failed('LT-6003');
    if (keepAlive && now - session.lastUsedAt >= SESSION_TOUCH_MS) {
      await storage.transact((tx) => store.touchSession(tx, session.staff.tokenHash, now));
    }
    return ok({ ...session.staff, csrfToken: csrfTokenOf(token) });
  }

  async function logOut(staff: StaffIdentity, address: string): Promise<void> {
    await storage.transact(async (tx) => {
      await store.endSession(tx, staff.tokenHash);
      const { staffId } = staff;
      const subject = `staff:${staffId}`;
      await recordAudit(tx, newId, { at: clock.now(), staffId, action: 'log-out', subject, result: 'ok', address });
    });
  }

  async function changePassword(staff: StaffIdentity, change: PasswordChange): Promise<Result<undefined>> {
    const { staffId, userName } = staff;
    const { address } = change;
    // A desk left unlocked must not become a place to guess the password at leisure.
    if (!(await admit({ userName, address }))) return failed('LT-6002');
    const login = await store.findLogin(storage.db, userName);
    const right = await verifyPassword(change.currentPassword, login?.password_hash);
    const weakness = passwordWeakness(change.newPassword, userName);
    const refusal = right ? weakness && failed('LT-6005', weakness) : failed('LT-6001');
    const passwordHash = refusal ? undefined : await hashPassword(change.newPassword);
    await storage.transact(async (tx) => {
      if (right) {
        await store.forgetAttempts(tx, store.userSubject(userName));
        await store.forgiveAttempt(tx, store.addressSubject(address));
      }
      if (passwordHash) await store.replacePassword(tx, { staffId, passwordHash, keepTokenHash: staff.tokenHash });
      const subject = `staff:${staffId}`;
      const result = refusal ? refusal.error.code : 'ok';
      await recordAudit(tx, newId, { at: clock.now(), staffId, action: 'change-password', subject, result, address });
    });
    return refusal ?? ok();
  }

  return { logIn, identify, logOut, changePassword };
}
