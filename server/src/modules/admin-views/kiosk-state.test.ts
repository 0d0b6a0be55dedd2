import { describe, expect, it } from 'vitest';
import { byUrgency, kioskCondition } from './kiosk-state.ts';

const NOW = 1_790_000_000_000;

function facts(change: Partial<Parameters<typeof kioskCondition>[0]>, cash: 'ok' | 'failed' = 'ok') {
  const heartbeat = JSON.stringify({
    at: NOW,
    startedAt: NOW,
    version: '0.1.0',
    screen: 'idle',
    idle: true,
    devices: [{ role: 'cash-acceptor', state: cash }],
    openIntents: 0,
  });
  return {
    status: 'enrolled' as const,
    created_at: NOW - 1e6,
    last_seen_at: NOW - 1000,
    heartbeat,
    heartbeat_changed_at: NOW - 5000,
    ...change,
  };
}

describe('condition of a kiosk', () => {
  it.each([
    ['all devices ok', facts({}), 'ok', NOW - 5000],
    ['cash acceptor failed', facts({}, 'failed'), 'attention', NOW - 5000],
    ['silent for three minutes', facts({ last_seen_at: NOW - 180_000 }), 'ok', NOW - 5000],
    ['silent for longer', facts({ last_seen_at: NOW - 180_001 }), 'down', NOW - 180_001],
    ['enrolled, never heard', facts({ last_seen_at: null, heartbeat: null }), 'down', NOW - 1e6],
    ['not enrolled', facts({ status: 'not-enrolled', last_seen_at: null, heartbeat: null }), 'not-enrolled', NOW - 1e6],
    ['retired while it still reports', facts({ status: 'retired' }), 'retired', NOW - 1000],
  ] as const)('%s', (_event, given, state, since) => {
    expect(kioskCondition(given, NOW)).toMatchObject({ state, since });
  });

  it('puts red first, and among the red who waits longest', () => {
    const rows = [
      { kioskNumber: 'K005', state: 'ok', since: 1 },
      { kioskNumber: 'K004', state: 'attention', since: 5 },
      { kioskNumber: 'K003', state: 'down', since: 9 },
      { kioskNumber: 'K002', state: 'down', since: 3 },
      { kioskNumber: 'K001', state: 'ok', since: 8 },
    ] as const;
    expect([...rows].sort(byUrgency).map((row) => row.kioskNumber)).toEqual(['K002', 'K003', 'K004', 'K001', 'K005']);
  });
});
