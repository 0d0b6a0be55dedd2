import { beforeAll, expect, it } from 'vitest';
import type { Storage } from '../../storage/storage.ts';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';
import { openTestBooks, type TestCommunity } from '../admin-views/test-books.ts';
import { checkMaintenanceCode, issueMaintenanceCode } from './maintenance-codes.ts';

const NOW = 1_795_000_000_000;

describeOnEachDatabase('codes that open the device page of a kiosk', (open) => {
  let storage: Storage;
  let here: TestCommunity;
  let elsewhere: TestCommunity;
  beforeAll(async () => {
    storage = await open();
    ({ guihua: here, qingshui: elsewhere } = await openTestBooks(storage));
  });
  const issue = (now = NOW) => issueMaintenanceCode(storage, here.kioskId, 'staff-1', now);
  const check = (code: string, now = NOW, kioskId = here.kioskId) => checkMaintenanceCode(storage, kioskId, code, now);
  const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

  it('opens its own kiosk for ten minutes, and no other', async () => {
    const { code, expiresAt } = await issue();
    expect(code).toMatch(/^\d{6}$/);
    expect(await check(code)).toEqual({ ok: true, value: { issuedBy: 'staff-1' } });
    expect(await check(code, NOW, elsewhere.kioskId)).toMatchObject({ ok: false, error: { code: 'LT-4007' } });
    expect(await check(code, expiresAt - 1)).toMatchObject({ ok: true });
    expect(await check(code, expiresAt)).toMatchObject({ ok: false, error: { code: 'LT-4007' } });
  });

  it('ends with the next code, and with five wrong tries', async () => {
    const first = await issue();
    const second = await issue();
    expect((await check(first.code)).ok).toBe(first.code === second.code);
    for (let tries = 0; tries < 5; tries += 1) await check(wrong(second.code));
    expect(await check(second.code)).toMatchObject({ ok: false });
  });

  it('is not found in the books', async () => {
    const { code } = await issue();
    const rows = await storage.db.selectFrom('kiosk_maintenance_code').selectAll().execute();
    expect(JSON.stringify(rows.map(({ code_hash: hash, issued_by: by }) => [hash, by]))).not.toContain(code);
  });
});
