import { newId } from '@louting/common/ids';
import { describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../app/testing/test-server.ts';
import { logInStaff, type TestStaff } from '../../app/testing/test-staff.ts';
import type { Offer } from '../../contract/offers-api.ts';
import type { ParkingLease } from '../../contract/parking-leases-api.ts';
import type { Bill } from '../../contract/session-api.ts';
import { insertRows } from '../../storage/insert-rows.ts';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';
import { collides, leaseState, mayEndOn, monthsThatFit, termOf } from './parking-leases.ts';

const TODAY = '2026-11-23';

describe('a lease of a parking space', () => {
  it.each([
    ['2026-12-01', 1, '2026-12-31'],
    ['2026-12-15', 3, '2027-03-14'],
    ['2027-02-28', 12, '2028-02-27'],
  ])('from %s for %i months ends on %s', (from, months, to) => {
    expect(termOf(from, months)).toEqual({ from, to });
  });

  it.each([
    ['a year ahead of it', '2026-11-30', '2027-11-30', [1, 3, 6, 12]],
    ['half a year and a day short', '2026-11-30', '2027-05-30', [1, 3]],
    ['paid to its end', '2026-11-30', '2026-11-30', []],
    ['no end agreed', '2026-11-30', null, [1, 3, 6, 12]],
  ])('can be paid on with %s', (_what, paidUntil, to, months) => {
    expect(monthsThatFit(paidUntil, to)).toEqual(months);
  });

  it.each([
    ['before its first day', '2026-12-01', '2027-11-30', false, 'COMING'],
    ['on its last day', '2025-11-24', TODAY, false, 'RUNNING'],
    ['a day later', '2025-11-23', '2026-11-22', false, 'OVER'],
    ['ended early', '2025-11-23', '2026-10-31', true, 'ENDED'],
    ['called off before it began', '2026-12-01', '2026-11-30', true, 'ENDED'],
    ['older than the page', null, null, false, 'RUNNING'],
  ] as const)('%s', (_when, from, to, ended, state) => {
    expect(leaseState({ from, to, ended }, TODAY)).toBe(state);
  });

  const term = { from: '2026-12-01', to: '2027-11-30' };
  it.each([
    ['the day before', '2025-12-01', '2026-11-30', false],
    ['its first day', '2025-12-02', '2026-12-01', true],
    ['all the time', null, null, true],
    ['nothing, called off', '2027-01-01', '2026-12-31', false],
  ])('meets another of the same space that lets %s', (_what, from, to, meets) => {
    expect(collides(term, { from, to, ended: false })).toBe(meets);
  });

  it.each([
    ['2026-11-29', '2026-11-30', false],
    ['2026-11-30', '2026-11-30', true],
    ['2026-12-31', '2027-01-31', false],
    ['2027-11-30', '2027-01-31', true],
    ['2027-12-01', '2027-01-31', false],
  ])('to end on %s when paid until %s', (day, paidUntil, may) => {
    expect(mayEndOn(day, { ...term, ended: false, paidUntil })).toBe(may);
  });
});

interface Office {
  readonly server: TestServer;
  readonly staff: TestStaff;
  readonly tariffId: string;
}

/** Somebody at the desk, and a tariff of 300 yuan a month that becomes 320 with the new year. */
async function openOffice(server: TestServer): Promise<Office> {
  const tariffId = newId();
  const { communityId } = server.estate;
  const version = (from: string, to: string | null, unitPrice: number) => ({
    tariff_version_id: newId(),
    tariff_id: tariffId,
    from_date: from,
    to_date: to,
    formula: 'fixed' as const,
    unit_price: unitPrice,
    unit_zh: '车位',
    unit_en: 'space',
    tiers_json: null,
    rounding_unit: 'fen' as const,
    rounding_mode: 'half-up' as const,
    tax_rate: 900,
    cycle_months: 1,
    due_days: 29,
  });
  await server.storage.transact(async (tx) => {
    const item = { item_code: 'LEASE', family: 'parking' as const, name_zh: '车位租金', name_en: 'Parking space' };
    await insertRows(tx, 'charge_item', [{ ...item, subject_code: '6001', pass_through: 0, tax_class_code: null }]);
    const named = { tariff_id: tariffId, community_id: communityId, item_code: 'LEASE' };
    await insertRows(tx, 'tariff', [{ ...named, name_zh: '车位租赁', name_en: 'Parking lease' }]);
    await insertRows(tx, 'tariff_version', [
      version('2026-01-01', '2026-12-31', 3_000_000),
      version('2027-01-01', null, 3_200_000),
    ]);
  });
  return { server, staff: await logInStaff(server, ['cashier']), tariffId };
}

const PATH = '/admin/v1/parking-leases';
const codeOf = async (answer: Promise<{ body: object }>) => (await answer).body as { code?: string };
const leasesOf = async (staff: TestStaff, search = '') =>
  (await staff.get<{ rows: ParkingLease[]; total: number }>(`${PATH}?search=${encodeURIComponent(search)}`)).body;

describeOnEachDatabase('parking spaces let by the office', (openBooks) => {
  it('two spaces of one home are let, paid on at the kiosk within their time, renewed at the new price and ended', async () => {
    const { server, staff, tariffId } = await openOffice(await startTestServer(await openBooks()));
    const [home, neighbour] = server.estate.households;
    if (!home || !neighbour) throw new Error('two households were expected');
    const make = (changes: object) =>
      staff.post(PATH, {
        leaseId: newId(),
        roomId: home.roomId,
        space: ' b1-086 ',
        plate: '浙a·12345',
        tariffId,
        from: '2026-12-01',
        months: 3,
        ...changes,
      });
    const first = newId();
    expect((await make({ leaseId: first })).status).toBe(200);
    expect((await make({ leaseId: first })).status).toBe(200);
    expect((await make({ space: 'B1-087', plate: '浙AD12345' })).status).toBe(200);
    expect(await codeOf(make({ roomId: neighbour.roomId }))).toMatchObject({ code: 'LT-2854' });
    expect(await codeOf(make({ space: 'B2-001', from: '2025-12-01' }))).toMatchObject({ code: 'LT-2855' });
    expect(await codeOf(make({ space: 'B2-001', roomId: newId() }))).toMatchObject({ code: 'LT-9002' });
    for (const wrong of [{ plate: '12345' }, { from: '2026-12-31' }, { months: 241 }, { space: '' }]) {
      expect(await codeOf(make(wrong))).toMatchObject({ code: 'LT-9001' });
    }
    expect(await leasesOf(staff, '浙a 12345')).toMatchObject({
      total: 1,
      rows: [
        {
          leaseId: first,
          space: 'B1-086',
          plateMasked: '浙A·**345',
          ownerMasked: '张*',
          monthlyFen: 30_000,
          from: '2026-12-01',
          to: '2027-02-28',
          paidUntil: '2026-11-30',
          state: 'COMING',
          renewable: true,
        },
      ],
    });

    const [kiosk] = server.kiosks;
    const { sessionId } = await kiosk.open(home);
    const offers = async () =>
      (await kiosk.call<{ offers: Offer[] }>('GET', `/kiosk/v1/sessions/${sessionId}/offers`)).body.offers;
    const take = (offerKey: string, months: number) => {
      const choice = { takeId: newId(), offerKey, months };
      return kiosk.call<Bill & { code?: string }>('POST', `/kiosk/v1/sessions/${sessionId}/offers/taken`, choice);
    };
    expect((await offers()).map(({ months, parking }) => [parking?.space, months])).toEqual([
      ['B1-086', [1, 3]],
      ['B1-087', [1, 3]],
    ]);
    const keys = (await offers()).map(({ offerKey }) => offerKey);
    expect((await take(keys[0] ?? '', 6)).body.code).toBe('LT-2852');
    for (const key of keys) expect((await take(key, 1)).body).toMatchObject({ amountFen: 30_000 });
    const end = (leaseId: string, lastDay: string) => staff.post(`${PATH}/${leaseId}/end`, { lastDay });
    expect(await codeOf(end(first, '2026-11-30'))).toMatchObject({ code: 'LT-2857' });
    await server.storage.transact(async (tx) => {
      await tx.updateTable('bill').set({ state: 'PAID', paid_fen: 30_000 }).where('item_code', '=', 'LEASE').execute();
    });
    expect((await offers())[0]).toMatchObject({ parking: { paidUntil: '2026-12-31' }, months: [1] });

    const second = newId();
    const renew = (body: object) => staff.post(`${PATH}/${first}/renewal`, { leaseId: second, tariffId, ...body });
    expect((await renew({ months: 12 })).status).toBe(200);
    expect(await codeOf(renew({ leaseId: newId(), months: 1 }))).toMatchObject({ code: 'LT-2856' });
    expect((await leasesOf(staff, 'B1-086')).rows).toMatchObject([
      { leaseId: second, from: '2027-03-01', to: '2028-02-29', monthlyFen: 32_000, endable: true },
      { leaseId: first, renewable: false, endable: false },
    ]);
    expect((await offers()).filter(({ parking }) => parking?.space === 'B1-086')).toHaveLength(1);
    expect(await codeOf(end(first, '2027-01-31'))).toMatchObject({ code: 'LT-2856' });
    expect((await end(second, '2027-02-28')).status).toBe(200);
    expect((await end(first, '2026-12-31')).status).toBe(200);
    expect((await leasesOf(staff, 'B1-086')).rows.map(({ state }) => state)).toEqual(['ENDED', 'COMING']);
    expect((await offers()).map(({ parking }) => parking?.space)).toEqual(['B1-087']);

    const traces = await server.storage.db
      .selectFrom('audit_event')
      .select('action')
      .where('subject', '=', `parking_lease:${first}`)
      .execute();
    expect(traces.map(({ action }) => action).toSorted()).toEqual([
      'end-lease',
      'end-lease',
      'end-lease',
      'make-lease',
      'make-lease',
    ]);
  });

  it('nobody sees or touches a lease of a community that is not theirs, or without the permission', async () => {
    const { server, staff, tariffId } = await openOffice(await startTestServer(await openBooks()));
    const [home] = server.estate.households;
    const leaseId = newId();
    const lease = { leaseId, roomId: home?.roomId, space: 'B1-086', plate: '浙A12345', tariffId };
    expect((await staff.post(PATH, { ...lease, from: '2026-12-01', months: 1 })).status).toBe(200);
    const stranger = await logInStaff(server, ['cashier'], []);
    expect(await leasesOf(stranger)).toEqual({ rows: [], total: 0 });
    expect((await stranger.get('/admin/v1/parking-tariffs')).body).toEqual({ rows: [] });
    expect((await staff.get('/admin/v1/parking-tariffs')).body).toMatchObject({ rows: [{ monthlyFen: 30_000 }] });
    const end = { lastDay: '2026-12-31' };
    expect(await codeOf(stranger.post(`${PATH}/${leaseId}/end`, end))).toMatchObject({ code: 'LT-9002' });
    const auditor = await logInStaff(server, ['finance-auditor']);
    expect(await codeOf(auditor.get(PATH))).toMatchObject({ code: 'LT-6004' });
  });
});
