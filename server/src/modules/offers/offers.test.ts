import { newId } from '@louting/common/ids';
import { describe, expect, it } from 'vitest';
import type { TestHousehold } from '../../app/testing/test-estate.ts';
import { startTestServer, type TestKiosk, type TestServer } from '../../app/testing/test-server.ts';
import type { FeeNotice } from '../../contract/fee-notice-api.ts';
import type { PaymentOrder } from '../../contract/kiosk-api.ts';
import type { Offer } from '../../contract/offers-api.ts';
import type { Bill, Session } from '../../contract/session-api.ts';
import { insertRows } from '../../storage/insert-rows.ts';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';
import { auditBooks } from '../ledger/ledger.audit.ts';
import { isOffered, renewal } from './offers.ts';
import { offersJob } from './offers.job.ts';

describe('months that follow what is paid', () => {
  it.each([
    ['2026-12-31', 1, '2027-01-01', '2027-01-31'],
    ['2026-12-31', 3, '2027-01-01', '2027-03-31'],
    ['2027-01-31', 1, '2027-02-01', '2027-02-28'],
    ['2027-01-30', 1, '2027-01-31', '2027-02-27'],
    ['2026-11-14', 12, '2026-11-15', '2027-11-14'],
  ])('paid until %s, %i more: %s to %s', (until, months, from, to) => {
    expect(renewal(until, months)).toEqual({ from, to });
  });

  it.each([
    ['before its first day', { from: '2026-12-01', to: null, withdrawn: false }, false],
    ['on its last day', { from: '2026-11-01', to: '2026-11-23', withdrawn: false }, true],
    ['after it', { from: '2026-11-01', to: '2026-11-22', withdrawn: false }, false],
    ['withdrawn', { from: '2026-11-01', to: null, withdrawn: true }, false],
  ])('an offer %s', (_when, offer, shown) => {
    expect(isOffered(offer, '2026-11-23')).toBe(shown);
  });
});

interface Place {
  readonly server: TestServer;
  readonly kiosk: TestKiosk;
  readonly session: Session;
  readonly home: TestHousehold;
}

async function openPlace(server: TestServer): Promise<Place> {
  const [home] = server.estate.households;
  if (!home) throw new Error('no household');
  const { communityId } = server.estate;
  const item = (code: string, passThrough: 0 | 1) => ({
    item_code: code,
    family: 'special' as const,
    name_zh: code,
    name_en: code,
    subject_code: passThrough === 1 ? '2241' : '6001',
    pass_through: passThrough,
    tax_class_code: null,
  });
  const offer = (offerId: string, kind: 'deposit' | 'activity', itemCode: string, priceFen: number) => ({
    offer_id: offerId,
    community_id: communityId,
    kind,
    item_code: itemCode,
    name_zh: itemCode,
    name_en: itemCode,
    price_fen: priceFen,
    from_date: '2026-01-01',
    to_date: null,
    published_by: 'staff:1',
    published_at: kind === 'deposit' ? 1 : 2,
    withdrawn_by: null,
    withdrawn_at: null,
  });
  await server.storage.transact(async (tx) => {
    await insertRows(tx, 'charge_item', [item('装修押金', 1), item('活动费', 0), item('PARKING', 0)]);
    await insertRows(tx, 'offer', [
      offer(newId(), 'deposit', '装修押金', 200_000),
      offer(newId(), 'activity', '活动费', 5_000),
    ]);
    await insertRows(tx, 'parking_lease', [
      {
        lease_id: newId(),
        room_id: home.roomId,
        space_label: 'B1-086',
        plate: '浙A12345',
        monthly_fen: 30_000,
        item_code: 'PARKING',
        paid_until: '2026-12-31',
      },
    ]);
  });
  const [kiosk] = server.kiosks;
  return { server, kiosk, session: await kiosk.open(home), home };
}

async function offersIn({ kiosk, session }: Pick<Place, 'kiosk' | 'session'>): Promise<readonly Offer[]> {
  const path = `/kiosk/v1/sessions/${session.sessionId}/offers`;
  return (await kiosk.call<{ offers: Offer[] }>('GET', path)).body.offers;
}

const take = ({ kiosk, session }: Pick<Place, 'kiosk' | 'session'>, body: object) =>
  kiosk.call<Bill & { code?: string }>('POST', `/kiosk/v1/sessions/${session.sessionId}/offers/taken`, body);

async function pay({ kiosk, session, server }: Place, bill: Bill): Promise<void> {
  const orderId = newId();
  const amountFen = bill.outstandingFen;
  const order = { orderId, sessionId: session.sessionId, billIds: [bill.billId], amountFen, method: 'wechat-qr' };
  const confirmed = ['amount-over-limit', 'repeated-payment', 'billed-twice'];
  const made = await kiosk.call<PaymentOrder>('POST', '/kiosk/v1/payment-orders', { ...order, confirmed });
  expect(made.body.state).toBe('PENDING');
  server.wechat.pay(orderId.replaceAll('-', ''));
  const paid = await kiosk.call<PaymentOrder>('POST', `/kiosk/v1/payment-orders/${orderId}/close`);
  expect(paid.body.state).toBe('SUCCEEDED');
}

const settle = (server: TestServer) => offersJob(server.context).run(new AbortController().signal);
const auditOf = async ({ storage }: TestServer) =>
  (await auditBooks(storage.db)).invariants.flatMap(({ breaches }) => breaches);

describeOnEachDatabase('what an owner can pay without a bill', (openBooks) => {
  it('a parking space: three months chosen, then six instead, paid, and paid until the end of June', async () => {
    const place = await openPlace(await startTestServer(await openBooks()));
    const [parking, deposit, activity] = await offersIn(place);
    expect([parking?.kind, deposit?.kind, activity?.kind]).toEqual(['parking', 'deposit', 'activity']);
    expect(parking).toMatchObject({
      priceFen: 30_000,
      months: [1, 3, 6, 12],
      parking: { space: 'B1-086', plateMasked: '浙A·**345', paidUntil: '2026-12-31' },
    });
    const offerKey = parking?.offerKey ?? '';
    const three = { takeId: newId(), offerKey, months: 3 };
    const { body: first } = await take(place, three);
    expect(first).toMatchObject({ amountFen: 90_000, periodFrom: '2027-01-01', periodTo: '2027-03-31' });
    expect((await take(place, three)).body.billId).toBe(first.billId);
    expect((await take(place, { ...three, takeId: newId() })).body.billId).toBe(first.billId);
    const { body: six } = await take(place, { takeId: newId(), offerKey, months: 6 });
    expect(six).toMatchObject({ amountFen: 180_000, periodTo: '2027-06-30' });
    const again = await place.kiosk.open(place.home);
    expect(again.bills.map(({ billId }) => billId)).not.toContain(first.billId);
    await pay(place, six);
    expect((await offersIn(place))[0]?.parking?.paidUntil).toBe('2027-06-30');
    await settle(place.server);
    expect(await auditOf(place.server)).toEqual([]);
  });

  it('a deposit is held for the home once it is paid; what is not paid is gone with the session', async () => {
    const place = await openPlace(await startTestServer(await openBooks()));
    const { server, kiosk, session, home } = place;
    const [parking, deposit, activity] = await offersIn(place);
    const codeOf = async (body: object) => (await take(place, { takeId: newId(), ...body })).body.code;
    expect([
      await codeOf({ offerKey: 'offer:gone' }),
      await codeOf({ offerKey: parking?.offerKey, months: 2 }),
      await codeOf({ offerKey: deposit?.offerKey, months: 1 }),
    ]).toEqual(['LT-2851', 'LT-2852', 'LT-2852']);

    const { body: bill } = await take(place, { takeId: newId(), offerKey: deposit?.offerKey });
    await pay(place, bill);
    await settle(server);
    await settle(server);
    const held = await server.storage.db.selectFrom('deposit').selectAll().where('room_id', '=', home.roomId).execute();
    expect(held).toMatchObject([{ amount_fen: 200_000, state: 'TAKEN', kind: 'renovation', method: 'bank' }]);

    await take(place, { takeId: newId(), offerKey: activity?.offerKey });
    await kiosk.call('DELETE', `/kiosk/v1/sessions/${session.sessionId}`);
    const next = await kiosk.open(place.home);
    expect(next.totalOutstandingFen).toBe(session.totalOutstandingFen);
    await take({ kiosk, session: next }, { takeId: newId(), offerKey: activity?.offerKey });
    server.clock.pass(31 * 60_000);
    await settle(server);
    expect((await kiosk.open(place.home)).totalOutstandingFen).toBe(session.totalOutstandingFen);
    expect(await auditOf(server)).toEqual([]);
  });

  it('charges stand in the notice with their tiers and what they rest on, and news come as they were wished', async () => {
    const { server, kiosk, session } = await openPlace(await startTestServer(await openBooks()));
    await server.storage.transact(async (tx) => {
      const tariffId = newId();
      const { communityId } = server.estate;
      await insertRows(tx, 'tariff', [
        { tariff_id: tariffId, community_id: communityId, item_code: 'PROPERTY', name_zh: '物业费', name_en: 'Fee' },
      ]);
      const version = {
        tariff_id: tariffId,
        formula: 'area' as const,
        unit_price: 28_000,
        unit_zh: '㎡',
        unit_en: 'm²',
        tiers_json: null,
        rounding_unit: 'fen' as const,
        rounding_mode: 'half-up' as const,
        tax_rate: 600,
        cycle_months: 1,
        due_days: 29,
      };
      await insertRows(tx, 'tariff_version', [
        {
          ...version,
          tariff_version_id: newId(),
          from_date: '2024-01-01',
          to_date: '2025-12-31',
          basis_zh: null,
          basis_en: null,
        },
        {
          ...version,
          tariff_version_id: newId(),
          from_date: '2026-01-01',
          to_date: null,
          basis_zh: '业主大会决定',
          basis_en: 'Decision of the owners',
        },
      ]);
      await tx.updateTable('community').set({ complaint_phone: '12345' }).execute();
    });
    const { body: notice } = await kiosk.call<FeeNotice>('GET', '/kiosk/v1/fee-notice');
    expect(notice).toMatchObject({
      servicePhone: '0571-88886666',
      complaintPhone: '12345',
      charges: [
        { unitPrice: 28_000, validFrom: '2026-01-01', basis: { 'zh-CN': '业主大会决定', 'zh-TW': '業主大會決定' } },
      ],
    });
    expect(notice.methods).toContain('cash');

    const path = `/kiosk/v1/sessions/${session.sessionId}/notice-wishes`;
    const usual = { sms: true, wechat: true, paper: false };
    expect((await kiosk.call('GET', path)).body).toEqual({ bill: usual, reminder: usual, receipt: usual });
    const ways = { sms: false, wechat: true, paper: true };
    await kiosk.call('POST', path, { type: 'reminder', ways });
    expect((await kiosk.call('GET', path)).body).toEqual({ bill: usual, reminder: ways, receipt: usual });
  });
});
