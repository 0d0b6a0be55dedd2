import { newId } from '@louting/common/ids';
import { expect, it } from 'vitest';
import { startTestServer } from '../../../app/testing/test-server.ts';
import { logInStaff } from '../../../app/testing/test-staff.ts';
import type { MonthDocuments } from '../../../contract/month-document-api.ts';
import type { Difference, Run } from '../../../contract/reconciliation-api.ts';
import type { ChangeRow } from '../../../contract/reconciliation-changes-api.ts';
import { describeOnEachDatabase } from '../../../storage/test-storages.ts';
import { recordFailedDay } from '../channel-days/channel-run.ts';
import { dueDays } from '../channel-days/due-days.ts';
import { fileOf, paid, reconciliationOf, runDay } from '../testing/test-channel-days.ts';
import { icbcStatementOf } from '../testing/test-files.ts';

const BASE = '/admin/v1/reconciliation';
const MONTH = '2026-11';

describeOnEachDatabase('the report of a month, signed', (openBooks) => {
  it('a day given up by two, a day compared again, a report prepared, signed, followed by a late booking, and reopened by two', async () => {
    const server = await startTestServer(await openBooks(), { households: 2 });
    const { communityId } = server.estate;
    const fay = await logInStaff(server, ['finance-auditor']);
    const gil = await logInStaff(server, ['finance-auditor']);
    const elsewhere = await logInStaff(server, ['finance-auditor'], []);
    const [first, second] = server.estate.households;
    if (!first || !second) throw new Error('two households were expected');
    const propose = async (change: object) => {
      const changeId = newId();
      const proposed = await fay.post(`${BASE}/changes`, { changeId, change, reason: '渠道已无法下载' });
      const confirm = () => gil.post<ChangeRow>(`${BASE}/changes/${changeId}`, { action: 'confirm', note: '' });
      return { proposed, confirm };
    };

    const lost = { channel: 'wechat-pay', merchant: 'm1', businessDate: '2026-11-20', kind: 'trade' } as const;
    await recordFailedDay(reconciliationOf(server), { ...lost, by: 'system', force: false }, { code: 'LT-2702' });
    const runs = async () => (await gil.get<{ rows: Run[] }>(`${BASE}/runs?month=${MONTH}`)).body.rows;
    const lostRun = (await runs())[0]?.runId;
    const { confirm: giveUp } = await propose({ kind: 'give-up-day', runId: lostRun });
    expect((await giveUp()).body).toMatchObject({ state: 'DONE', about: { date: '2026-11-20' } });
    expect((await runs())[0]).toMatchObject({ state: 'GIVEN_UP', givenUp: { reason: '渠道已无法下载' } });
    expect((await propose({ kind: 'give-up-day', runId: lostRun })).proposed.body).toMatchObject({ code: 'LT-2746' });
    const known = {
      businessDate: '2026-11-20',
      kind: 'trade',
      state: 'GIVEN_UP',
      attempt: 1,
      leaseUntil: 0,
      finishedAt: 0,
    } as const;
    const later = { ...known, businessDate: '2026-11-21', state: 'DONE' } as const;
    const due = dueDays([known, later], '2026-11-20', Date.parse('2026-11-22T12:00:00+08:00'));
    expect(due).toContainEqual({ date: '2026-11-21', kind: 'fund' });

    const [booked, open] = [await paid(server, first), await paid(server, second, 'not-told')];
    server.clock.pass(86_400_000);
    server.wechat.loseAnswers(1);
    const run = await runDay(server, fileOf(booked, open));
    const runId = run.ok ? run.value.run_id : '';
    expect((await runs()).find((each) => each.runId === runId)).toMatchObject({ openDifferences: 1 });
    const again = await gil.post<Run>(`${BASE}/runs/${runId}/comparison`, {});
    expect(again.body).toMatchObject({ state: 'DONE', attempt: 2, rows: 2, matchedCount: 2, openDifferences: 0 });
    const { rows } = (await gil.get<{ rows: Difference[] }>(`${BASE}/differences`)).body;
    expect(rows).toMatchObject([
      { state: 'AUTO_RESOLVED', detail: { code: 'order-state', value: expect.any(String) } },
    ]);
    expect(await gil.post(`${BASE}/runs/${lostRun}/comparison`, {})).toMatchObject({ body: { code: 'LT-2755' } });

    const path = `${BASE}/months/${MONTH}/documents`;
    const of = { communityId };
    expect((await fay.post(path, of)).body).toMatchObject({ code: 'LT-2751' });
    server.clock.pass(15 * 86_400_000);
    const prepared = await fay.post<MonthDocuments>(path, of);
    expect(prepared.body).toMatchObject({
      documents: [{ version: 1, state: 'PREPARED', preparedBySelf: true }],
      figures: { givenUp: [{ businessDate: '2026-11-20' }] },
      changes: [],
      intact: true,
    });
    const sign = (staff = gil, id = prepared.body.documents[0]?.reportId) =>
      staff.post<MonthDocuments>(`${path}/${id}/signature`, of);
    expect((await sign(fay)).body).toMatchObject({ code: 'LT-2752' });
    expect((await sign(elsewhere)).status).toBe(404);
    const statement = (date: string) => ({
      name: 'icbc.csv',
      bytes: icbcStatementOf({ date, amountFen: 700, remark: '结息', name: '', account: '' }),
    });
    await fay.upload(`${BASE}/bank/imports`, of, statement('2026-11-24'));
    expect((await sign()).body).toMatchObject({ code: 'LT-2753' });
    await fay.post(path, of);
    expect((await sign()).body).toMatchObject({ documents: [{ state: 'SIGNED' }], changes: [] });
    expect((await fay.post(path, of)).body).toMatchObject({ code: 'LT-2751' });

    await fay.upload(`${BASE}/bank/imports`, of, statement('2026-11-25'));
    const late = (await gil.get<MonthDocuments>(`${path}?communityId=${communityId}`)).body;
    expect(late.changes).toContainEqual({ path: 'bank.closingFen', signed: 700, now: 1_400 });
    const { text: handedOut } = await gil.download(`${BASE}/months/${MONTH}/report.csv?communityId=${communityId}`);
    expect(handedOut).toContain('1002,0.00,7.00,0.00,7.00');
    expect(handedOut).toContain(`校验码 SHA-256,${late.documents[0]?.hash}`);
    expect(handedOut).toMatch(/审核 Signed by,[^,]+,2026-/);
    const close = { communityId, note: '银行利息后补' };
    const ledger = `/admin/v1/ledger/periods/${MONTH}`;
    const checks = await gil.get<{ checks: { check: string; result: string }[] }>(
      `${ledger}/checks?communityId=${communityId}`,
    );
    expect(checks.body.checks).toContainEqual({ check: 'unsigned-report', result: 'ok', count: 0 });
    expect((await fay.post(`${ledger}/close`, close)).status).toBe(200);
    const reopenBooks = () => gil.post(`${ledger}/reopen`, { communityId, reason: '补记利息' });
    expect((await reopenBooks()).body).toMatchObject({ code: 'LT-2754' });
    const { confirm: reopen } = await propose({ kind: 'reopen-month', communityId, month: MONTH });
    expect((await reopen()).body).toMatchObject({ state: 'DONE' });
    expect((await reopenBooks()).status).toBe(200);
    expect((await fay.post<MonthDocuments>(path, of)).body.documents).toMatchObject([
      { version: 2, state: 'PREPARED' },
      { version: 1, state: 'REOPENED', reopenReason: '渠道已无法下载' },
    ]);
    await server.storage.transact((tx) =>
      tx.updateTable('month_report').set({ figures: '{}' }).where('version', '=', 1).execute(),
    );
    expect((await gil.get<MonthDocuments>(`${path}?communityId=${communityId}`)).body.intact).toBe(false);
  }, 60_000);
});
