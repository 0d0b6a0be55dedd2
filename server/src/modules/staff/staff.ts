import { createHash, timingSafeEqual } from 'node:crypto';
import type { Permission, Role } from '../../contract/admin-api.ts';
import type { Localised } from '../../contract/kiosk-api.ts';

/** A logged-in staff member, as every route of the portal sees them. */
export interface StaffIdentity {
  readonly staffId: string;
  readonly userName: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly permissions: ReadonlySet<Permission>;
  /** All that this person may see of the books; see `admin-views/scope.ts`. */
  readonly communities: readonly { readonly communityId: string; readonly name: Localised }[];
  readonly csrfToken: string;
  /** SHA-256 of the session token, hex. */
  readonly tokenHash: string;
}

/** Milliseconds: a desk left alone is locked, and nobody stays logged in over a day. */
export const SESSION_IDLE_MS = 30 * 60_000;
export const SESSION_LONGEST_MS = 12 * 3_600_000;
/** `last_used_at` is written at most this often, so that reading pages does not write the books each time. */
export const SESSION_TOUCH_MS = 60_000;

export interface SessionTimes {
  readonly lastUsedAt: number;
  readonly expiresAt: number;
}

export function sessionIsLive(times: SessionTimes, now: number): boolean {
  return now < times.expiresAt && now - times.lastUsedAt < SESSION_IDLE_MS;
}

export function tokenHashOf(token: string): string {
  return createHash('sha256').update(`session:${token}`).digest('hex');
}

/** Follows from the session token, which scripts cannot read (`HttpOnly`), so it needs no storing. */
export function csrfTokenOf(token: string): string {
  return createHash('sha256').update(`csrf:${token}`).digest('base64url');
}

export function csrfTokenIsRight(staff: StaffIdentity, presented: unknown): boolean {
  if (typeof presented !== 'string') return false;
  const expected = Buffer.from(staff.csrfToken);
  const given = Buffer.from(presented);
  return expected.length === given.length && timingSafeEqual(expected, given);
}
