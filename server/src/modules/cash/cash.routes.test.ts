import { newId } from '@louting/common/ids';
import { fen } from '@louting/common/money';
import { expect, it } from 'vitest';
import type { Role } from '../../contract/admin-api.ts';
import type { DayReport } from '../../contract/day-close-api.ts';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';
import { hashPassword } from '../staff/password.ts';
import { insertStaff } from '../staff/staff.store.ts';
import { inBag, startCash } from './test-cash.ts';

const PASSWORD = 'river-lamp-42-orange';

describeOnEachDatabase('cash pages', (open) => {
  /** Two cashiers and finance of the community, and a cashier of none. */
  async function start() {
    const cash = await startCash(await open());
    const passwordHash = await hashPassword(PASSWORD);
    const staff = async (userName: string, role: Role, communityIds = [cash.communityId]) => {
      const person = { staffId: newId(), userName, name: userName, roles: [role], communityIds, passwordHash };
      await cash.storage.transact((tx) => insertStaff(tx, { ...person, createdAt: cash.clock.now() }));
      const login = await cash.server.app.inject({
        method: 'POST',
        url: '/admin/v1/login',
        payload: { userName, password: PASSWORD },
      });
      const [cookie = ''] = String(login.headers['set-cookie']).split(';');
      const headers = { cookie, 'x-csrf-token': login.json<{ csrfToken: string }>().csrfToken };
      const ask = async (method: 'GET' | 'POST', path: string, payload?: object) => {
        const url = `/admin/v1/${path.startsWith('/') ? path.slice(1) : `cash/${path}`}`;
        const answer = await cash.server.app.inject({ method, url, headers, ...(payload && { payload }) });
        return { status: answer.statusCode, text: answer.body, body: answer.json<Record<string, unknown>>() };
      };
      return { get: (path: string) => ask('GET', path), post: (path: string, body: object) => ask('POST', path, body) };
    };
    return { ...cash, staff };
  }

  it('from pull to bank slip: the second counter sees nothing of the first, the trail names everybody', async () => {
    const cash = await start();
    const { communityId, k1 } = cash;
    const ann = await cash.staff('ann', 'cashier');
    const ben = await cash.staff('ben', 'cashier');
    const fin = await cash.staff('fin', 'finance-auditor');
    const noteId = newId();
    await cash.paid([100, 10], { suspenseNotes: [{ noteId, denominationFen: fen(5_000) }] });
    await cash.paid([20], { household: 1 });
    expect((await ann.post(`boxes/${k1.kioskId}/capacity`, { notes: 10 })).body).toEqual({ capacity: 10 });
    const { body: boxes } = await ann.get('boxes');
    expect(boxes).toMatchObject({
      rows: [
        { kioskNumber: 'K001', balanceFen: 13_000, noteCount: 3, capacity: 10, fillPercent: 40, doubtfulNotes: 1 },
        { kioskNumber: 'K002', balanceFen: 0, capacity: 500 },
      ],
      totals: { inBoxesFen: 13_000, inBagsFen: 0, atOfficeFen: 0, suspenseFen: 0 },
    });
    expect((await ann.get(`boxes/${k1.kioskId}/notes`)).body).toMatchObject({ total: 4 });
    expect((await ann.get('doubtful-notes?open=true')).body).toMatchObject({ total: 1, rows: [{ state: 'in-box' }] });

    cash.clock.pass(60_000);
    const collectionId = newId();
    const pull = { collectionId, kioskId: k1.kioskId, sessionNumber: 1, boxSerial: 'BOX-7', sealNumber: 'S-100' };
    expect((await ann.post('collections', pull)).body).toMatchObject({ state: 'to-count', youMayCount: true });
    expect((await cash.server.app.inject({ method: 'GET', url: '/admin/v1/cash/boxes' })).statusCode).toBe(401);
    const bag = { 100: 1, 10: 1, 50: 1 };
    expect((await ann.post(`collections/${collectionId}/counts`, { notes: inBag(bag) })).body).toMatchObject({
      state: 'to-count-again',
      youMayCount: false,
    });
    const blind = await ben.get(`collections/${collectionId}`);
    expect(blind.body).toMatchObject({ state: 'to-count-again', youMayCount: true, countedBy: [{ name: 'ann' }] });
    expect(blind.body).not.toHaveProperty('result');
    expect(blind.text).not.toMatch(/denomination|total|16000/);
    expect((await ben.post(`collections/${collectionId}/counts`, { notes: inBag(bag) })).body).toMatchObject({
      state: 'settled',
      result: { bookedFen: 13_000, countedFen: 16_000, foundFen: 5_000, shortFen: 2_000, overFen: 0 },
    });
    const notes = await ann.get(`boxes/${k1.kioskId}/notes?session=1`);
    expect(notes.body.rows).toContainEqual(expect.objectContaining({ noteId, state: 'found', sessionNumber: 1 }));

    const { body: mine } = await ben.get('differences?state=OPEN');
    expect(mine).toMatchObject({ total: 1, rows: [{ kind: 'CASH_SHORT', openFen: 2_000, ways: [] }] });
    const { body: theirs } = await fin.get('differences');
    const [difference] = theirs.rows as { differenceId: string; ways: string[] }[];
    expect(difference?.ways).toEqual(['loss', 'recovered', 'offset']);
    const loss = { resolutionId: newId(), way: 'loss', amountFen: 2_000, reason: '查录像未找到' };
    expect((await fin.post(`differences/${difference?.differenceId}/resolutions`, loss)).body).toEqual({ openFen: 0 });

    const slip = {
      depositId: newId(),
      communityId,
      slipNumber: 'ICBC-1',
      depositedOn: '2026-11-23',
      amountFen: 16_000,
    };
    expect((await ben.post('deposits', { ...slip, collectionIds: [collectionId] })).status).toBe(200);
    expect((await fin.get('deposits')).body).toMatchObject({ rows: [{ seals: ['S-100'], registeredBy: 'ben' }] });
    expect((await fin.get('collections?open=false')).body).toMatchObject({
      rows: [{ result: { slipNumber: 'ICBC-1' } }],
    });

    const fill = { kind: 'fill', source: 'float', kioskId: k1.kioskId, coins: inBag({ 1: 30 }) };
    const movement = { movementId: newId(), ...fill };
    expect((await ann.post('hopper-movements', { ...movement, source: undefined })).status).toBe(400);
    expect((await ann.post('hopper-movements', movement)).body).toMatchObject({
      state: 'to-count-again',
      youMayCount: false,
    });
    const unseen = await ben.get('hopper-movements?open=true');
    expect(unseen.body).toMatchObject({ rows: [{ kind: 'fill', youMayCount: true, countedBy: [{ name: 'ann' }] }] });
    expect(unseen.text).not.toMatch(/denomination|countedFen|3000/);
    expect(
      (await ben.post(`hopper-movements/${movement.movementId}/counts`, { coins: inBag({ 1: 30 }) })).body,
    ).toMatchObject({ state: 'settled', result: { countedFen: 3_000, differenceFen: 0 } });
    expect((await fin.get('hoppers')).body).toMatchObject({
      rows: [{ kioskNumber: 'K001', balanceFen: 3_000, waiting: 0, openDifferences: 0 }],
      totalFen: 3_000,
    });

    const close = { closeId: newId(), communityId, businessDate: '2026-11-23', officeCountedFen: 0 };
    const preview = await ben.get(`close-preview?communityId=${communityId}&businessDate=2026-11-23`);
    expect(preview.body).toMatchObject({ totals: { count: 2, sumFen: 13_000 } });
    expect((await ben.post('closes', close)).body).toMatchObject({ state: 'PREPARED', youMaySign: false });
    expect((await fin.get('days')).body).toMatchObject({ rows: [{ waitingCloseId: close.closeId, overdue: false }] });
    expect((await fin.post(`closes/${close.closeId}/signatures`, { accept: true })).body).toMatchObject({
      state: 'SIGNED',
      preparedBy: 'ben',
      signedBy: 'fin',
      report: { totals: { count: 2 }, hoppers: [{ filledFen: 3_000, closingFen: 3_000 }] },
    });
    expect((await fin.get('closes')).body).toMatchObject({ total: 1, rows: [{ receipts: 2, officeDifferenceFen: 0 }] });
    // A close of before hoppers were booked says nothing of them, and can still be read.
    const { report: full } = await cash.storage.db
      .selectFrom('day_close')
      .select('report')
      .where('close_id', '=', close.closeId)
      .executeTakeFirstOrThrow();
    const report = JSON.stringify({ ...(JSON.parse(full) as DayReport), hoppers: undefined });
    await cash.storage.transact((tx) => tx.updateTable('day_close').set({ report }).execute());
    expect((await fin.get(`closes/${close.closeId}`)).body).toMatchObject({ report: { hoppers: [] } });
    const trail = await cash.storage.db.selectFrom('audit_event').select('action').orderBy('at').execute();
    expect(trail.map((event) => event.action)).toEqual(
      expect.arrayContaining([
        'register-cash-collection',
        'count-cash-collection',
        'explain-cash-difference',
        'register-hopper-movement',
        'count-hopper-movement',
      ]),
    );
    await cash.expectSound();
  });

  it('staff of another community find nothing, and finance pulls no box', async () => {
    const cash = await start();
    await cash.paid([100]);
    const bag = await cash.pull();
    await cash.counted(bag, {});
    const other = await cash.staff('other', 'cashier', []);
    const fin = await cash.staff('fin', 'finance-auditor');
    for (const list of ['collections', 'differences', 'doubtful-notes', 'deposits', 'closes', 'hopper-movements']) {
      expect((await other.get(list)).body).toEqual({ rows: [], total: 0 });
    }
    expect((await other.get('hoppers')).body).toMatchObject({ rows: [], totalFen: 0 });
    const fill = { movementId: newId(), kind: 'count', kioskId: cash.k1.kioskId, coins: [] };
    expect((await other.post('hopper-movements', fill)).status).toBe(404);
    expect((await fin.post('hopper-movements', fill)).status).toBe(403);
    expect((await other.get('boxes')).body).toMatchObject({ rows: [], totals: { atOfficeFen: 0 } });
    expect((await other.get(`boxes/${cash.k1.kioskId}/notes`)).status).toBe(404);
    expect((await other.get(`collections/${bag}`)).status).toBe(404);
    expect((await other.post(`collections/${bag}/counts`, { notes: [] })).status).toBe(404);
    const pull = { collectionId: newId(), kioskId: cash.k1.kioskId, sessionNumber: 2, boxSerial: 'B', sealNumber: 'S' };
    expect((await other.post('collections', pull)).status).toBe(404);
    expect((await fin.post('collections', pull)).status).toBe(403);
    const close = { closeId: newId(), communityId: cash.communityId, businessDate: '2026-11-23', officeCountedFen: 0 };
    expect((await other.post('closes', close)).status).toBe(404);
  });

  it('box pulled and not counted yet: the kiosk page shows what is in the box, not what is in the bag', async () => {
    const cash = await start();
    await cash.paid([100]);
    await cash.pull();
    await cash.paid([20], { household: 1 });
    const ann = await cash.staff('ann', 'cashier');
    expect((await ann.get('/kiosks')).body).toMatchObject({
      rows: [{ kioskNumber: 'K001', cashBoxFen: 2_000 }, { cashBoxFen: 0 }],
    });
  });
});
