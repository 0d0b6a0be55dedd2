import { noFailPoints, type FailPoints } from '@louting/common/fail-points';
import { fen } from '@louting/common/money';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { configuration } from '../flows/test-effects.ts';
import { rememberEnrolment } from './server-client/enrolment.ts';
import { cabinet, type Cabinet, type RunningCabinet } from './testing/kiosk-harness.ts';
import { openIntentsIn } from './testing/open-intents.ts';

const UID = '04A1B2C3';

let place: Cabinet;
beforeEach(() => {
  place = cabinet();
});
afterEach(() => place.remove());

const credited = () => [...place.server.creditedNotes.values()].reduce((sum, value) => sum + value, 0);
const paper = () => place.devices.printed.map(({ document }) => document.form);

const openIntents = () => openIntentsIn(place.stateDirectory);

async function toMethod(kiosk: RunningCabinet): Promise<void> {
  await kiosk.shown('idle');
  place.devices.tap(UID);
  await kiosk.shown('bills');
  kiosk.touch({ intent: 'pay' });
  await kiosk.shown('method');
}

/** 286.40 due, 290 put in: what is over is kept with the owner's consent. */
async function payOffline(kiosk: RunningCabinet): Promise<void> {
  kiosk.touch({ intent: 'choose-method', method: 'cash' });
  await kiosk.shown('cash', ({ acceptor, bookedLater }) => acceptor === 'ready' && bookedLater);
  await place.devices.insert(20_000);
  await kiosk.shown('cash', ({ insertedFen }) => insertedFen === 20_000);
  await place.devices.insert(10_000);
  await kiosk.shown('cash-overpay');
  kiosk.touch({ intent: 'accept-overpay' });
}

async function finishLater(kiosk: RunningCabinet): Promise<void> {
  await kiosk.shown('booked-later', ({ slip }) => slip === 'printed');
  kiosk.touch({ intent: 'finish' });
}

/** Told, booked once, every note credited, nothing open. */
async function expectBookedOnce(): Promise<void> {
  await expect.poll(() => credited()).toBe(30_000);
  await expect.poll(openIntents).toEqual([]);
  expect([...place.server.settlements.values()]).toHaveLength(1);
  const paid = [...place.server.orders.values()].filter(({ state }) => state === 'SUCCEEDED');
  expect(paid).toHaveLength(1);
}

/** The server goes away, and comes back: before or after the kiosk is started anew. */
type Loss = (server: Cabinet['server']) => void;
const LOSSES: readonly (readonly [string, Loss])[] = [
  ['before the order reaches it', (server) => void (server.down = true)],
  ['after the order reached it, unanswered', (server) => void server.loseAnswers.add('create-order')],
  [
    'before the settlement reaches it',
    (server) => {
      server.loseAnswers.add('create-order');
      server.downFor.add('settle-cash');
    },
  ],
  [
    'after the settlement reached it, unanswered',
    (server) => {
      server.loseAnswers.add('create-order');
      server.loseAnswers.add('settle-cash');
    },
  ],
];

function back(server: Cabinet['server']): void {
  server.down = false;
  server.loseAnswers.clear();
  server.downFor.clear();
}

describe('cash while the server is away', () => {
  describe.each(LOSSES)('lost %s', (_, lose) => {
    it.each([
      ['comes back', false],
      ['comes back after a restart of the kiosk', true],
    ])('and %s: booked once, nothing lost', { timeout: 60_000 }, async (_again, restarted) => {
      let kiosk = await place.start();
      await toMethod(kiosk);
      lose(place.server);
      await payOffline(kiosk);
      await finishLater(kiosk);
      expect(place.devices.printed.map(({ document }) => document.fields.title)).toEqual([['现金凭条 待入账']]);
      if (restarted) {
        await kiosk.close();
        kiosk = await place.start();
      }
      back(place.server);
      await expectBookedOnce();
      expect(paper()).toEqual(['slip']);
      await kiosk.close();
    });
  });

  it(
    'receipt owed: printed marked as the first when the card comes back, and only then',
    { timeout: 60_000 },
    async () => {
      const kiosk = await place.start();
      await toMethod(kiosk);
      place.server.down = true;
      await payOffline(kiosk);
      await finishLater(kiosk);
      place.server.down = false;
      await expectBookedOnce();
      await kiosk.shown('idle');
      place.devices.tap(UID);
      await kiosk.shown('success', ({ paidEarlier, receipt }) => paidEarlier && receipt.state === 'printed');
      expect(place.devices.printed.at(-1)?.document.fields.copyMark).toEqual(['首次打印 先收后入账']);
      kiosk.touch({ intent: 'finish' });
      await kiosk.shown('bills');
      kiosk.touch({ intent: 'cancel' });
      await kiosk.shown('idle');
      place.devices.tap(UID);
      await kiosk.shown('bills');
      expect(paper()).toEqual(['slip', 'receipt']);
      await kiosk.close();
    },
  );

  it(
    'owner changes their mind with nothing inside: nothing is told, nothing stays open',
    { timeout: 60_000 },
    async () => {
      const kiosk = await place.start();
      await toMethod(kiosk);
      place.server.down = true;
      kiosk.touch({ intent: 'choose-method', method: 'cash' });
      await kiosk.shown('cash', ({ acceptor }) => acceptor === 'ready');
      kiosk.touch({ intent: 'cancel' });
      await kiosk.shown('idle');
      place.server.down = false;
      await expect.poll(openIntents).toEqual([]);
      expect(place.server.lateOrders.size).toBe(0);
      expect(credited()).toBe(0);
      await kiosk.close();
    },
  );

  it('server refuses the late order: staff have the slip, and the kiosk goes on', { timeout: 60_000 }, async () => {
    const kiosk = await place.start();
    await toMethod(kiosk);
    place.server.down = true;
    await payOffline(kiosk);
    await finishLater(kiosk);
    place.server.refuseLateOrders = true;
    place.server.down = false;
    await expect.poll(openIntents).toEqual([]);
    expect(credited()).toBe(0);
    await kiosk.close();
  });

  it('what was taken off line today counts against the limit, after a restart too', { timeout: 60_000 }, async () => {
    const limited = {
      ...configuration,
      offlineCash: { enabled: true, perSessionFen: fen(50_000), perDayFen: fen(40_000) },
    };
    rememberEnrolment(place.stateDirectory, { keyId: 'key-1', configuration: limited });
    place.server.configuration = limited;
    let kiosk = await place.start();
    await toMethod(kiosk);
    place.server.down = true;
    await payOffline(kiosk);
    await finishLater(kiosk);
    await kiosk.close();
    place.server.down = false;
    kiosk = await place.start();
    await kiosk.shown('idle');
    await expectBookedOnce();
    place.devices.tap(UID);
    await kiosk.shown('success', ({ receipt }) => receipt.state === 'printed');
    kiosk.touch({ intent: 'finish' });
    await kiosk.shown('bills');
    kiosk.touch({ intent: 'pay' });
    await kiosk.shown('method');
    place.server.down = true;
    kiosk.touch({ intent: 'choose-method', method: 'cash' });
    expect(await kiosk.shown('failure')).toMatchObject({ code: 'LT-5007', money: 'not-taken' });
    await kiosk.close();
  });
});

/** A process that dies at its n-th fail point after the server went away. */
function dyingAt(n: number): FailPoints & { readonly hits: string[]; readonly died: Promise<void>; armed: boolean } {
  const hits: string[] = [];
  const { promise: died, resolve } = Promise.withResolvers<void>();
  const points = {
    hits,
    died,
    armed: false,
    hit: (name: string) => {
      // Heartbeats and the resolver of a dead process do nothing more.
      if (!points.armed) return;
      hits.push(name);
      if (hits.length < n) return;
      resolve();
      throw new Error(`power cut at ${name}`);
    },
  };
  return points;
}

describe('kiosk killed at every journal write and every call while the server is away', () => {
  it('each stacked note is credited once, and nothing stays open', { timeout: 120_000 }, async () => {
    const points: string[] = [];
    for (let n = 1; ; n += 1) {
      const failPoints = dyingAt(n);
      const first = await place.start(failPoints);
      await toMethod(first);
      place.server.down = true;
      failPoints.armed = true;
      const ended = await Promise.race([
        payOffline(first)
          .then(() => finishLater(first))
          .then(
            () => 'finished',
            () => 'died',
          ),
        failPoints.died.then(() => 'died'),
      ]);
      await first.close();
      place.server.down = false;
      const second = await place.start(noFailPoints);
      await second.shown('idle');
      const stacked = [...place.devices.notes].filter(([, note]) => note.status === 'stacked').map(([id]) => id);
      const point = `#${n} ${failPoints.hits[n - 1]}`;
      await expect
        .poll(() => [...place.server.creditedNotes.keys()].sort(), { message: point })
        .toEqual(stacked.sort());
      await expect.poll(openIntents, { message: point }).toEqual([]);
      for (const { state } of place.server.orders.values()) expect(['SUCCEEDED', 'CLOSED'], point).toContain(state);
      await second.close();
      if (ended === 'finished') break;
      points.push(failPoints.hits[n - 1] ?? '');
      place.remove();
      place = cabinet();
    }
    expect(points).toContain('journal.offline-cash-opened.after');
    expect(points).toContain('journal.settlement-opened.after');
  });
});
