import { HeartbeatSchema, type Heartbeat } from '../../contract/kiosk-api.ts';
import type { KioskRow } from '../../contract/admin-api.ts';

/** A kiosk that was silent for so long is down (admin-api.ts). */
export const DOWN_AFTER_MS = 180_000;

export interface KioskFacts {
  readonly status: 'not-enrolled' | 'enrolled' | 'retired';
  readonly created_at: number;
  readonly last_seen_at: number | null;
  readonly heartbeat: string | null;
  readonly heartbeat_changed_at: number | null;
}

export interface KioskCondition {
  readonly state: KioskRow['state'];
  readonly since: number;
  readonly heartbeat: Heartbeat | undefined;
}

export function kioskCondition(facts: KioskFacts, now: number): KioskCondition {
  const heartbeat = facts.heartbeat === null ? undefined : HeartbeatSchema.parse(JSON.parse(facts.heartbeat));
  const lastSeenAt = facts.last_seen_at ?? facts.created_at;
  if (facts.status !== 'enrolled') return { state: facts.status, since: lastSeenAt, heartbeat };
  if (!heartbeat || now - lastSeenAt > DOWN_AFTER_MS) return { state: 'down', since: lastSeenAt, heartbeat };
  const needsSomeone = heartbeat.devices.some((device) => device.state !== 'ok');
  const since = facts.heartbeat_changed_at ?? lastSeenAt;
  return { state: needsSomeone ? 'attention' : 'ok', since, heartbeat };
}

const URGENCY: readonly KioskRow['state'][] = ['down', 'attention', 'not-enrolled', 'ok', 'retired'];

/** Red first; among equals, the one that has waited longest. */
export function byUrgency(
  a: Pick<KioskRow, 'state' | 'since' | 'kioskNumber'>,
  b: Pick<KioskRow, 'state' | 'since' | 'kioskNumber'>,
): number {
  const urgency = URGENCY.indexOf(a.state) - URGENCY.indexOf(b.state);
  if (urgency !== 0) return urgency;
  const waiting = a.state === 'ok' || a.state === 'retired' ? 0 : a.since - b.since;
  return waiting || a.kioskNumber.localeCompare(b.kioskNumber);
}
