import { randomUUID } from 'node:crypto';
import { noFailPoints, type FailPoints } from '@louting/common/fail-points';
import { expect, it } from 'vitest';
import type { ServiceLink } from './devices/bridge-link.ts';
import { createCardTerminalPort } from './devices/card-terminal-client.ts';
import type { CommandFailure } from './devices/xfs-channel.ts';
import { cabinet } from './testing/kiosk-harness.ts';
import { openIntentsIn } from './testing/open-intents.ts';

const TOLD = { outcome: 'told', netFen: 0, batch: '000001' } as const;

/** A process that dies at one point, once armed, and does nothing more. */
function dyingAt(point: string): FailPoints & { readonly died: Promise<void>; arm(): void } {
  const { promise: died, resolve } = Promise.withResolvers<void>();
  let state: 'waiting' | 'armed' | 'dead' = 'waiting';
  return {
    died,
    arm: () => {
      state = 'armed';
    },
    hit: (name) => {
      if (state === 'armed' && name === point) {
        state = 'dead';
        resolve();
      }
      if (state === 'dead') throw new Error(`power cut at ${point}`);
    },
  };
}

it.each([
  ['before it was written down that the terminal is asked', 'journal.terminal-totals-opened.before', 0, TOLD],
  ['when it is written down, and nothing was asked', 'journal.terminal-totals-opened.after', 0, 'unknown'],
  [
    'after the terminal has settled, its answer not written down',
    'journal.terminal-totals-closed.before',
    1,
    'unknown',
  ],
  ['after its answer was written down', 'journal.terminal-totals-closed.after', 1, TOLD],
  ['before the office was told', 'server.tell-totals.before', 1, TOLD],
  ['after the office was told', 'server.tell-totals.after', 1, TOLD],
] as const)(
  'power lost %s: the terminal is asked once, and the office hears one thing',
  async (_, point, asked, told) => {
    const place = cabinet();
    const { server, devices } = place;
    const failPoints = dyingAt(point);
    const first = await place.start(failPoints);
    await first.shown('idle');
    failPoints.arm();
    server.totalsAsked.push({ totalsId: randomUUID(), settles: true });
    devices.report({ role: 'ups', state: 'ok' });
    await failPoints.died;
    await first.close();
    expect(devices.cardTerminal.totalsAsked).toBe(asked);
    const second = await place.start();
    await expect.poll(() => openIntentsIn(place.stateDirectory)).toEqual([]);
    await expect
      .poll(() => server.totals[0])
      .toEqual(told === 'unknown' ? { outcome: 'silent', code: 'LT-2103' } : told);
    expect(devices.cardTerminal.totalsAsked).toBe(told === 'unknown' ? asked : 1);
    await second.close();
    place.remove();
  },
);

it.each([
  ['the terminal is away', { code: 'LT-3501', completionCode: 'hardwareError' }, 'LT-3501'],
  ['the bridge was not there to be asked', { code: 'LT-3903', completionCode: 'deviceNotReady' }, 'LT-3903'],
  ['the bridge was lost while it asked', { code: 'LT-3903', completionCode: undefined }, 'LT-2103'],
  ['the terminal hangs', { code: 'LT-3901', completionCode: 'hardwareError' }, 'LT-2103'],
  ['the question was given up', { code: 'LT-3904', completionCode: 'timeOut' }, 'LT-2103'],
] as const)('order to settle, %s: what may have been done is not called undone', async (_, error, code) => {
  const failure: CommandFailure = { ...error, errorCode: undefined };
  const link: ServiceLink = {
    command: () => Promise.resolve({ ok: false, error: failure }),
    onAttach: () => undefined,
    onUnsolicited: () => undefined,
  };
  const port = createCardTerminalPort(link, noFailPoints);
  expect(await port.totals(true)).toMatchObject({ ok: false, error: { code } });
  expect(await port.totals(false)).toMatchObject({ ok: false, error: { code: error.code } });
});
