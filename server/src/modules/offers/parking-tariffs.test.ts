import { newId } from '@louting/common/ids';
import { describe, expect, it } from 'vitest';
import { startTestServer } from '../../app/testing/test-server.ts';
import { logInStaff } from '../../app/testing/test-staff.ts';
import type { FeeNotice } from '../../contract/fee-notice-api.ts';
import type { Offer } from '../../contract/offers-api.ts';
import type { ParkingPriceRow } from '../../contract/parking-tariffs-api.ts';
import type { Bill } from '../../contract/session-api.ts';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';
import { placeFor } from './parking-tariffs.ts';

const TODAY = '2026-11-23';
const span = (versionId: string, from: string, to: string | null) => ({ versionId, from, to });
const STANDS = span('stands', '2026-01-01', null);
const BEFORE_NEW_YEAR = span('stands', '2026-01-01', '2026-12-31');
const NEW_YEAR = span('new-year', '2027-01-01', null);

describe('a price of a month of parking', () => {
  it.each([
    ['yesterday, with none before', '2026-11-22', [], 'LT-2867'],
    ['today, with one that stands', TODAY, [STANDS], 'LT-2867'],
    ['a day that has one', '2027-01-01', [BEFORE_NEW_YEAR, NEW_YEAR], 'LT-2868'],
  ])('is refused from %s', (_when, from, present, code) => {
    expect(placeFor(from, present, TODAY)).toMatchObject({ ok: false, error: { code } });
  });

  it.each([
    ['the first', TODAY, [], { to: null }],
    ['today, before the first', TODAY, [NEW_YEAR], { to: '2026-12-31' }],
    ['after one', '2026-12-01', [STANDS], { to: null, before: { versionId: 'stands', lastDay: '2026-11-30' } }],
    [
      'between two',
      '2026-12-16',
      [NEW_YEAR, BEFORE_NEW_YEAR],
      { to: '2026-12-31', before: { versionId: 'stands', lastDay: '2026-12-15' } },
    ],
    ['after an end', '2027-02-01', [BEFORE_NEW_YEAR], { to: null }],
  ])('stands as %s', (_what, from, present, place) => {
    expect(placeFor(from, present, TODAY)).toEqual({ ok: true, value: place });
  });
});

const PATH = '/admin/v1/parking-prices';

describeOnEachDatabase('prices of parking spaces', (openBooks) => {
  it('a kind of space gets a price, leases are made and renewed by it, and an owner pays what stood on the first day', async () => {
    const server = await startTestServer(await openBooks());
    const { communityId } = server.estate;
    const [home] = server.estate.households;
    if (!home) throw new Error('a household was expected');
    const admin = await logInStaff(server, ['business-admin']);
    const set = async (price: object, by = admin) => {
      const answer = await by.post<{ code?: string }>(PATH, {
        versionId: newId(),
        communityId,
        tariffId: underground,
        from: TODAY,
        monthlyFen: 40_000,
        taxRate: 900,
        ...price,
      });
      return answer.body.code ?? answer.status;
    };
    const prices = async () => (await admin.get<{ rows: ParkingPriceRow[] }>(PATH)).body.rows;
    const underground = newId();
    const kind = { nameZh: '地下车位', nameEn: 'Underground' };
    const first = { versionId: newId(), kind, basis: '前期物业服务合同 第 15 条' };

    expect(await set({})).toBe('LT-9002');
    expect(await set({ kind, from: '2026-11-22' })).toBe('LT-2867');
    expect(await prices()).toEqual([]);
    expect([await set(first), await set(first)]).toEqual([200, 200]);
    expect(await set({ ...first, monthlyFen: 50_000 })).toBe('LT-2323');
    expect(await set({ tariffId: newId(), kind })).toBe('LT-2858');
    expect(await set({ monthlyFen: 0, from: '2026-12-24' })).toBe('LT-9001');
    expect(await set({ from: TODAY })).toBe('LT-2867');
    expect(await set({ from: '2027-01-01', monthlyFen: 45_000, taxRate: 600 })).toBe(200);
    expect(await set({ from: '2027-01-01' })).toBe('LT-2868');
    const other = { nameZh: '地面车位', nameEn: 'Open air' };
    expect(await set({ tariffId: newId(), kind: other, monthlyFen: 15_000 })).toBe(200);
    const cashier = await logInStaff(server, ['cashier']);
    expect(await set({ from: '2027-02-01' }, cashier)).toBe('LT-6004');
    expect(await set({ from: '2027-02-01' }, await logInStaff(server, ['business-admin'], []))).toBe('LT-9002');
    expect(
      (await prices()).map(({ kind: of, from, to, monthlyFen, state }) => [of.en, from, to, monthlyFen, state]),
    ).toEqual([
      ['Underground', '2027-01-01', undefined, 45_000, 'COMING'],
      ['Underground', TODAY, '2026-12-31', 40_000, 'IN_FORCE'],
      ['Open air', TODAY, undefined, 15_000, 'IN_FORCE'],
    ]);

    const lease = { leaseId: newId(), roomId: home.roomId, space: 'B1-001', plate: '浙A12345', tariffId: underground };
    const leases = '/admin/v1/parking-leases';
    expect((await cashier.post(leases, { ...lease, from: '2026-12-01', months: 1 })).status).toBe(200);
    const renewal = { leaseId: newId(), tariffId: underground, months: 3 };
    expect((await cashier.post(`${leases}/${lease.leaseId}/renewal`, renewal)).status).toBe(200);
    const onNewYear = await cashier.get<{ rows: object[] }>('/admin/v1/parking-tariffs?day=2027-01-01');
    expect(onNewYear.body.rows).toContainEqual(expect.objectContaining({ tariffId: underground, monthlyFen: 45_000 }));

    const [kiosk] = server.kiosks;
    const { sessionId } = await kiosk.open(home);
    const take = async (months: number) => {
      const path = `/kiosk/v1/sessions/${sessionId}/offers`;
      const [offer] = (await kiosk.call<{ offers: Offer[] }>('GET', path)).body.offers;
      const choice = { takeId: newId(), offerKey: offer?.offerKey, months };
      const { billId } = (await kiosk.call<Bill>('POST', `${path}/taken`, choice)).body;
      const bills = server.storage.db.selectFrom('bill').select(['amount_fen', 'tax_fen']);
      const bill = await bills.where('bill_id', '=', billId).executeTakeFirstOrThrow();
      await server.storage.transact(async (tx) => {
        const paid = { state: 'PAID' as const, paid_fen: bill.amount_fen };
        await tx.updateTable('bill').set(paid).where('bill_id', '=', billId).execute();
      });
      return [bill.amount_fen, bill.tax_fen];
    };
    expect(await take(1), 'the price and the tax of December').toEqual([40_000, 3_303]);
    expect(await take(3), 'and those that begin with the year').toEqual([135_000, 7_642]);

    const notice = (await kiosk.call<FeeNotice>('GET', '/kiosk/v1/fee-notice')).body;
    expect(notice.charges).toContainEqual(
      expect.objectContaining({ name: expect.objectContaining({ en: 'Underground' }), unitPrice: 4_000_000 }),
    );
    const traces = await server.storage.db
      .selectFrom('audit_event')
      .select('actor')
      .where('action', '=', 'set-parking-price')
      .where('subject', '=', `tariff_version:${first.versionId}`)
      .execute();
    expect(traces).toEqual(Array.from({ length: 3 }, () => ({ actor: `staff:${admin.staffId}` })));
  });
});
