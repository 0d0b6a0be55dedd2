import { newId } from '@louting/common/ids';
import { beforeEach, expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';
import type { Storage } from '../../storage/storage.ts';
import { seedDemoStaff, type DemoLogin } from './demo-staff.ts';
import { createStaffService, type StaffService } from './staff-service.ts';

const OFFICE = '10.0.0.7';

describeOnEachDatabase('staff log-in', (open) => {
  let storage: Storage;
  let staff: StaffService;
  let login: DemoLogin;
  const clock = { at: 1_790_000_000_000, now: () => clock.at };

  beforeEach(async () => {
    storage = await open();
    await storage.transact(async (tx) => {
      await tx.insertInto('community').values(community('guihua', '桂花苑')).execute();
      await tx.insertInto('community').values(community('qingshui', '清水湾')).execute();
    });
    const kept: DemoLogin[] = [];
    expect(await seedDemoStaff({ storage, clock, newId }, (made) => kept.push(made))).toBe(true);
    [login = { userName: '', password: '', others: [] }] = kept;
    staff = createStaffService({ storage, clock, newId });
  });

  it('lets the demo log-in in, and shows its communities and permissions', async () => {
    const entered = await staff.logIn({ ...login, address: OFFICE });
    expect(entered).toMatchObject({ ok: true, value: { staff: { userName: 'admin' } } });
    if (!entered.ok) return;
    const known = await staff.identify(entered.value.token, true);
    expect(known.ok && known.value.communities.map((one) => one.name['zh-CN'])).toEqual(['桂花苑', '清水湾']);
    expect(known.ok && [...known.value.permissions]).toContain('kiosks.enrol');
  });

  it('seeds once: a second start leaves the first password', async () => {
    expect(await seedDemoStaff({ storage, clock, newId }, () => undefined)).toBe(false);
    expect((await staff.logIn({ ...login, address: OFFICE })).ok).toBe(true);
  });

  it('keeps neither password nor session token in the books', async () => {
    const entered = await staff.logIn({ ...login, address: OFFICE });
    if (!entered.ok) throw new Error('not logged in');
    const books = JSON.stringify([
      await storage.db.selectFrom('staff').selectAll().execute(),
      await storage.db.selectFrom('staff_session').selectAll().execute(),
      await storage.db.selectFrom('audit_event').selectAll().execute(),
    ]);
    expect(books).not.toContain(login.password);
    expect(books).not.toContain(entered.value.token);
    expect(books).not.toContain(entered.value.staff.csrfToken);
  });

  it('answers an unknown user and a wrong password alike', async () => {
    const unknown = await staff.logIn({ userName: 'nobody', password: 'whatever-it-is', address: OFFICE });
    const wrong = await staff.logIn({ userName: 'admin', password: 'whatever-it-is', address: OFFICE });
    expect(unknown).toEqual({ ok: false, error: { code: 'LT-6001' } });
    expect(wrong).toEqual(unknown);
  });

  it('refuses even the right password while a user name is guessed at, from any address', async () => {
    for (let guess = 0; guess < 5; guess += 1) {
      await staff.logIn({ userName: 'ADMIN', password: `guess-${guess}`, address: `10.9.0.${guess}` });
    }
    expect(await staff.logIn({ ...login, address: OFFICE })).toEqual({ ok: false, error: { code: 'LT-6002' } });
    clock.at += 15_000;
    expect((await staff.logIn({ ...login, address: OFFICE })).ok).toBe(true);
  });

  it('counts guesses sent all at once', async () => {
    const guesses = Array.from({ length: 12 }, (_, guess) =>
      staff.logIn({ userName: 'admin', password: `guess-${guess}`, address: OFFICE }),
    );
    const codes = (await Promise.all(guesses)).map((answer) => (answer.ok ? 'ok' : answer.error.code));
    expect(codes.filter((code) => code === 'LT-6001')).toHaveLength(5);
    expect(codes.filter((code) => code === 'LT-6002')).toHaveLength(7);
  });

  it('pauses an address that tries many user names, and no other address', async () => {
    for (let guess = 0; guess < 20; guess += 1) {
      await staff.logIn({ userName: `user${guess}`, password: 'spring-2026-wuye', address: '203.0.113.9' });
    }
    const sameAddress = await staff.logIn({ ...login, address: '203.0.113.9' });
    expect(sameAddress).toEqual({ ok: false, error: { code: 'LT-6002' } });
    expect((await staff.logIn({ ...login, address: OFFICE })).ok).toBe(true);
  });

  it('ends a session that nobody used for half an hour, but not one in use', async () => {
    const entered = await staff.logIn({ ...login, address: OFFICE });
    if (!entered.ok) throw new Error('not logged in');
    const { token } = entered.value;
    for (let minute = 0; minute < 60; minute += 20) {
      clock.at += 20 * 60_000;
      expect((await staff.identify(token, true)).ok).toBe(true);
    }
    clock.at += 29 * 60_000;
    expect((await staff.identify(token, false)).ok).toBe(true);
    clock.at += 60_000;
    expect(await staff.identify(token, false)).toEqual({ ok: false, error: { code: 'LT-6003' } });
  });

  it('ends every session after twelve hours', async () => {
    const entered = await staff.logIn({ ...login, address: OFFICE });
    if (!entered.ok) throw new Error('not logged in');
    for (let quarter = 0; quarter < 47; quarter += 1) {
      clock.at += 15 * 60_000;
      expect((await staff.identify(entered.value.token, true)).ok).toBe(true);
    }
    clock.at += 15 * 60_000;
    expect((await staff.identify(entered.value.token, true)).ok).toBe(false);
  });

  it('forgets the session at log-out and a disabled account at once', async () => {
    const first = await staff.logIn({ ...login, address: OFFICE });
    const second = await staff.logIn({ ...login, address: OFFICE });
    if (!first.ok || !second.ok) throw new Error('not logged in');
    await staff.logOut(first.value.staff, OFFICE);
    expect((await staff.identify(first.value.token, true)).ok).toBe(false);
    expect((await staff.identify(second.value.token, true)).ok).toBe(true);
    await storage.transact((tx) => tx.updateTable('staff').set({ disabled: 1 }).execute());
    expect((await staff.identify(second.value.token, true)).ok).toBe(false);
  });

  it('changes a password, ends the other log-ins, and refuses the old password from then on', async () => {
    const here = await staff.logIn({ ...login, address: OFFICE });
    const elsewhere = await staff.logIn({ ...login, address: '10.0.0.8' });
    if (!here.ok || !elsewhere.ok) throw new Error('not logged in');
    const change = { currentPassword: login.password, newPassword: 'river-lamp-42-orange', address: OFFICE };
    expect(await staff.changePassword(here.value.staff, change)).toEqual({ ok: true, value: undefined });
    expect((await staff.identify(here.value.token, true)).ok).toBe(true);
    expect((await staff.identify(elsewhere.value.token, true)).ok).toBe(false);
    expect((await staff.logIn({ ...login, address: OFFICE })).ok).toBe(false);
    expect((await staff.logIn({ ...login, password: change.newPassword, address: OFFICE })).ok).toBe(true);
  });

  it('keeps the password when the current one is wrong or the new one weak, and lets nobody guess', async () => {
    const here = await staff.logIn({ ...login, address: OFFICE });
    if (!here.ok) throw new Error('not logged in');
    const change = (currentPassword: string, newPassword: string) =>
      staff.changePassword(here.value.staff, { currentPassword, newPassword, address: OFFICE });
    expect(await change(login.password, 'admin-admin-42')).toMatchObject({
      error: { code: 'LT-6005', detail: 'contains-user-name' },
    });
    for (let guess = 0; guess < 5; guess += 1) {
      expect(await change(`guess-${guess}`, 'river-lamp-42-orange')).toMatchObject({ error: { code: 'LT-6001' } });
    }
    expect(await change(login.password, 'river-lamp-42-orange')).toMatchObject({ error: { code: 'LT-6002' } });
    clock.at += 15_000;
    expect((await staff.logIn({ ...login, address: OFFICE })).ok).toBe(true);
  });

  it('writes log-ins, refusals and log-outs to the trail', async () => {
    await staff.logIn({ userName: 'nobody', password: 'whatever-it-is', address: OFFICE });
    const entered = await staff.logIn({ ...login, address: OFFICE });
    if (!entered.ok) throw new Error('not logged in');
    await staff.logOut(entered.value.staff, OFFICE);
    const trail = await storage.db.selectFrom('audit_event').selectAll().orderBy('audit_id').execute();
    const who = `staff:${entered.value.staff.staffId}`;
    expect(trail.map(({ actor, action, subject, detail_json }) => [actor, action, subject, detail_json])).toEqual([
      ['anonymous', 'log-in', 'staff:unknown', `{"result":"LT-6001","address":"${OFFICE}"}`],
      [who, 'log-in', who, `{"result":"ok","address":"${OFFICE}"}`],
      [who, 'log-out', who, `{"result":"ok","address":"${OFFICE}"}`],
    ]);
  });
});

function community(code: string, name: string) {
  return {
    community_id: newId(),
    code,
    name_zh: name,
    name_en: code,
    company_name: '安居物业',
    service_phone: '400-000-0000',
  };
}
