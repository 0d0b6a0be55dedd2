import type { FailPoints } from '@louting/common/fail-points';
import { newId } from '@louting/common/ids';
import { fen } from '@louting/common/money';
import { describe, expect, it } from 'vitest';
import { isErrand } from './journal/intents.ts';
import { cabinet, type Cabinet, type RunningCabinet } from './testing/kiosk-harness.ts';
import { openIntentsIn } from './testing/open-intents.ts';

const UID = '04A1B2C3';

/** A process that dies at its n-th fail point: from then on nothing of it reaches disk, device or server. */
function dyingAt(n: number): FailPoints & { readonly hits: string[]; readonly died: Promise<void> } {
  const hits: string[] = [];
  const { promise: died, resolve } = Promise.withResolvers<void>();
  return {
    hits,
    died,
    hit: (name) => {
      hits.push(name);
      if (hits.length < n) return;
      resolve();
      throw new Error(`power cut at ${name}`);
    },
  };
}

async function payCash(place: Cabinet, kiosk: RunningCabinet): Promise<void> {
  place.devices.tap(UID);
  await kiosk.shown('bills');
  kiosk.touch({ intent: 'pay' });
  await kiosk.shown('method');
  kiosk.touch({ intent: 'choose-method', method: 'cash' });
  await place.devices.insert(20_000);
  await kiosk.shown('cash', ({ insertedFen }) => insertedFen === 20_000);
  await place.devices.insert(10_000);
  await kiosk.shown('cash-overpay', ({ canGiveChange }) => canGiveChange);
  kiosk.touch({ intent: 'take-change' });
  await kiosk.shown('success', ({ receipt }) => receipt.state === 'printed');
}

async function payQr(place: Cabinet, kiosk: RunningCabinet): Promise<void> {
  place.devices.tap(UID);
  await kiosk.shown('bills');
  kiosk.touch({ intent: 'pay' });
  await kiosk.shown('method');
  kiosk.touch({ intent: 'choose-method', method: 'wechat-qr' });
  await kiosk.shown('qr', ({ content }) => content !== undefined);
  place.server.payerPays([...place.server.orders.keys()][0] ?? '');
  await kiosk.shown('success', ({ receipt }) => receipt.state === 'printed');
  kiosk.touch({ intent: 'ask-invoice' });
  await kiosk.shown('invoice', ({ stage }) => stage === 'offer');
  kiosk.touch({ intent: 'invoice-personal' });
  await kiosk.shown('invoice', ({ stage }) => stage === 'issuing');
}

const ORPHAN = { orphanId: newId(), stackedAt: 1_795_000_000_000, denominationFen: fen(5_000) };

async function journeyDyingAt(
  n: number,
  journey: typeof payCash,
): Promise<{ place: Cabinet; point: string | undefined }> {
  const place = cabinet();
  place.devices.orphans.push(ORPHAN);
  place.devices.change.hasFen = 2_000;
  const failPoints = dyingAt(n);
  const first = await place.start(failPoints);
  await first.shown('idle');
  const ended = await Promise.race([
    journey(place, first).then(
      () => 'finished',
      () => 'died',
    ),
    failPoints.died.then(() => 'died'),
  ]);
  await first.close();
  if (ended === 'finished') return { place, point: undefined };

  const second = await place.start();
  // The receipt found owed, or the idle screen: both mean that customers are taken again.
  await Promise.race([second.shown('idle'), second.shown('success', ({ receipt }) => receipt.state !== 'printing')]);
  await expect.poll(() => openIntentsIn(place.stateDirectory).filter(isErrand)).toEqual([]);
  await second.close();
  return { place, point: failPoints.hits[n - 1] };
}

/** What was journaled before the power went has reached the server, and is known there once. */
function checkErrands(place: Cabinet, point: string): void {
  expect(new Set(place.server.orphans), point).toEqual(new Set([ORPHAN.orphanId]));
  for (const [orderId] of place.server.invoices) {
    expect(place.server.orders.get(orderId)?.state, point).toBe('SUCCEEDED');
  }
}

function checkMoney(place: Cabinet, point: string): void {
  const stacked = [...place.devices.notes].filter(([, note]) => note.status === 'stacked').map(([noteId]) => noteId);
  expect([...place.server.creditedNotes.keys()].sort(), point).toEqual(stacked.sort());
  const booked = [...place.server.settlements.values()].flatMap(({ change }) => change ?? []);
  expect(
    booked.map(({ changeId, paidFen }) => [changeId, paidFen]),
    point,
  ).toEqual([...place.devices.change.paid]);
  expect(
    [...place.devices.notes.values()].filter(({ status }) => status === 'escrow'),
    point,
  ).toEqual([]);
  const unmarked = place.devices.printed.filter(
    ({ document }) => document.form === 'receipt' && !document.fields.copyMark,
  );
  const paid = [...place.server.orders.values()].filter(({ state }) => state === 'SUCCEEDED');
  expect(unmarked.length, point).toBe(paid.length);
  for (const order of place.server.orders.values()) {
    expect(['SUCCEEDED', 'CLOSED'], `${point}: ${order.state}`).toContain(order.state);
  }
}

describe('kiosk service killed at every journal write and every call', () => {
  it.each([
    ['cash', payCash, ['order', 'change', 'settlement', 'orphan']],
    ['QR code and invoice', payQr, ['order', 'invoice', 'orphan']],
  ])(
    '%s: each note credited exactly once, no order left open, no unmarked second receipt',
    { timeout: 120_000 },
    async (_, journey, kinds) => {
      const points: string[] = [];
      for (let n = 1; ; n += 1) {
        const { place, point } = await journeyDyingAt(n, journey);
        if (point !== undefined) {
          checkMoney(place, `#${n} ${point}`);
          checkErrands(place, `#${n} ${point}`);
        }
        place.remove();
        if (point === undefined) break;
        points.push(point);
      }
      for (const kind of kinds) expect(points).toContain(`journal.${kind}-opened.after`);
      expect(points.length).toBeGreaterThan(15);
    },
  );
});
