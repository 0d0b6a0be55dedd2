import { newId } from '@louting/common/ids';
import { expect, it } from 'vitest';
import { DUE_FEN } from '../../app/testing/test-estate.ts';
import { payments } from '../../app/testing/test-payments.ts';
import { startTestServer } from '../../app/testing/test-server.ts';
import { logInStaff, type TestStaff } from '../../app/testing/test-staff.ts';
import type { BankImport, BankLineRow, Difference, MonthReport, Run } from '../../contract/reconciliation-api.ts';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';
import { auditBooks } from '../ledger/ledger.audit.ts';
import { DAY, paid, trade } from './testing/test-channel-days.ts';
import { icbcStatementOf, wechatBillOf } from './testing/test-files.ts';

const TIMEOUT = 60_000;
const BASE = '/admin/v1/reconciliation';
const FIELDS = { channel: 'wechat-pay', businessDate: DAY, kind: 'trade', layout: 'wechat-trade', force: 'false' };

describeOnEachDatabase('reconciliation pages', (openBooks) => {
  async function start() {
    const server = await startTestServer(await openBooks(), { households: 3 });
    const auditor = await logInStaff(server, ['finance-auditor']);
    const upload = (bytes: Buffer, fields: Partial<typeof FIELDS> = {}) =>
      auditor.upload<Run & { code?: string }>(`${BASE}/runs`, { ...FIELDS, ...fields }, { name: 'day.csv', bytes });
    const nextDay = () => server.clock.pass(86_400_000);
    return { server, auditor, upload, nextDay };
  }
  const differencesOf = async (staff: TestStaff) =>
    (await staff.get<{ rows: Difference[]; total: number; totals: object }>(`${BASE}/differences`)).body;

  it(
    'a file of the day is brought, its lost payment booked, its difference explained, and the day is locked',
    async () => {
      const { server, auditor, upload, nextDay } = await start();
      const [first, second] = server.estate.households;
      if (!first || !second) throw new Error('two households were expected');
      const known = await paid(server, first);
      const lost = await paid(server, second, 'not-told');
      const strange = trade({ outTradeNo: 'of-nobody', transactionId: 'T-strange', at: server.clock.now() });
      const file = wechatBillOf(known, lost, strange);
      expect(await upload(file)).toMatchObject({ status: 409, body: { code: 'LT-2701' } });
      nextDay();

      const { status, body: run } = await upload(file);
      expect(status).toBe(200);
      expect(run).toMatchObject({ state: 'DONE', rows: 3, matchedCount: 2, openDifferences: 1, atRiskFen: DUE_FEN });
      expect(await payments(server)).toHaveLength(2);
      expect(await upload(file)).toMatchObject({ status: 409, body: { code: 'LT-2723' } });
      expect((await auditor.get(`${BASE}/runs?month=2026-11`)).body).toMatchObject({ rows: [{ runId: run.runId }] });

      const open = await differencesOf(auditor);
      expect(open).toMatchObject({ total: 2, totals: { open: 1, openFen: DUE_FEN } });
      expect(open.rows.map(({ kind, state }) => [kind, state])).toEqual([
        ['LOCAL_MISSING', 'OPEN'],
        ['LOCAL_MISSING', 'AUTO_RESOLVED'],
      ]);
      const difference = `${BASE}/differences/${open.rows[0]?.differenceId}`;
      const closeDay = `${BASE}/runs/${run.runId}/close`;
      expect(await auditor.post(closeDay, {})).toMatchObject({ status: 409, body: { code: 'LT-2724' } });
      expect((await auditor.post<Difference>(difference, { action: 'take' })).body.ownerName).toMatch(/员工/);
      const handUp = { action: 'escalate', reason: '请主管核实' };
      expect((await auditor.post(difference, handUp)).body).toMatchObject({ state: 'ESCALATED' });
      expect((await auditor.post(difference, { action: 'close', reason: ' 不 ' })).status).toBe(400);
      const explain = { action: 'close', reason: '另一项目的收款' };
      expect((await auditor.post(difference, explain)).body).toMatchObject({ state: 'CLOSED', reason: explain.reason });
      expect(await auditor.post(difference, explain)).toMatchObject({ status: 409, body: { code: 'LT-2727' } });
      expect((await auditor.post(closeDay, {})).body).toMatchObject({ state: 'CLOSED', openDifferences: 0 });
      expect(await upload(file, { force: 'true' })).toMatchObject({ status: 409, body: { code: 'LT-2721' } });
      const trail = await server.storage.db.selectFrom('audit_event').select('action').execute();
      expect(trail.map(({ action }) => action)).toEqual(
        expect.arrayContaining(['compare-channel-file', 'escalate-difference', 'close-reconciliation-day']),
      );
    },
    TIMEOUT,
  );

  it(
    'another file, an empty one, half of one: one code, nothing compared, and the right file goes on from there',
    async () => {
      const { server, auditor, upload, nextDay } = await start();
      const [home] = server.estate.households;
      if (!home) throw new Error('a household was expected');
      const file = wechatBillOf(await paid(server, home));
      nextDay();
      expect(await upload(Buffer.from('日期,金额\r\n2026-11-23,1.00\r\n'))).toMatchObject({
        status: 400,
        body: { code: 'LT-2703' },
      });
      expect(await upload(Buffer.alloc(0))).toMatchObject({ status: 400, body: { code: 'LT-2711' } });
      expect(await upload(file.subarray(0, -120))).toMatchObject({ status: 400, body: { code: 'LT-2711' } });
      expect(await upload(file, { layout: 'alipay-trade' })).toMatchObject({ status: 400, body: { code: 'LT-9001' } });
      expect(await auditor.post(`${BASE}/runs`, {})).toMatchObject({ status: 400, body: { code: 'LT-2733' } });
      const { body } = await auditor.get<{ rows: Run[] }>(`${BASE}/runs?month=2026-11`);
      expect(body.rows).toMatchObject([{ state: 'FAILED', failure: 'LT-2711', attempt: 3, openDifferences: 0 }]);
      expect(await differencesOf(auditor)).toMatchObject({ total: 0 });
      const done = await upload(file);
      expect(done.body).toMatchObject({ state: 'DONE', attempt: 4, matchedCount: 1, problems: 0 });
      expect((await auditor.get(`${BASE}/runs/${done.body.runId}`)).body).toMatchObject({
        differences: [],
        problems: [],
      });
    },
    TIMEOUT,
  );

  it(
    'who may only look changes nothing, and staff of another community see no money of this one',
    async () => {
      const { server, auditor, upload, nextDay } = await start();
      const [home] = server.estate.households;
      if (!home) throw new Error('a household was expected');
      const known = await paid(server, home);
      nextDay();
      await upload(wechatBillOf({ ...known, amountFen: DUE_FEN - 1 }));
      const [mine] = (await differencesOf(auditor)).rows;
      const manager = await logInStaff(server, ['business-admin']);
      const cashier = await logInStaff(server, ['cashier']);
      const elsewhere = await logInStaff(server, ['finance-auditor'], []);
      expect((await manager.get(`${BASE}/runs?month=2026-11`)).status).toBe(200);
      expect((await cashier.get(`${BASE}/runs?month=2026-11`)).status).toBe(403);
      const file = { name: 'day.csv', bytes: wechatBillOf(known) };
      expect((await manager.upload(`${BASE}/runs`, { ...FIELDS, force: 'true' }, file)).status).toBe(403);
      const take = { action: 'take' };
      expect((await manager.post(`${BASE}/differences/${mine?.differenceId}`, take)).status).toBe(403);
      expect(await elsewhere.post(`${BASE}/differences/${mine?.differenceId}`, take)).toMatchObject({
        status: 404,
        body: { code: 'LT-2726' },
      });
      expect((await elsewhere.get(`${BASE}/runs?month=2026-11`)).body).toEqual({ rows: [] });
      expect(await differencesOf(elsewhere)).toMatchObject({ rows: [], total: 0 });
      const report = await elsewhere.get<MonthReport>(`${BASE}/months/2026-11`);
      expect(report.body.channels.every(({ closingFen, receivedFen }) => closingFen === 0 && receivedFen === 0)).toBe(
        true,
      );
      const communityId = server.estate.communityId;
      const statement = { name: 'icbc.csv', bytes: icbcStatementOf() };
      expect((await elsewhere.upload(`${BASE}/bank/imports`, { communityId }, statement)).status).toBe(404);
      expect((await elsewhere.post(`${BASE}/bank/matching`, { communityId })).status).toBe(404);
      expect((await elsewhere.get(`${BASE}/rooms/${home.roomId}/bills`)).status).toBe(404);
    },
    TIMEOUT,
  );

  it(
    'a statement is imported, one person says what a line pays, another agrees; the month tells all of it to the fen',
    async () => {
      const { server, auditor, upload, nextDay } = await start();
      const [payer, walker] = server.estate.households;
      if (!payer || !walker) throw new Error('two households were expected');
      const byWechat = await paid(server, payer);
      nextDay();
      await upload(wechatBillOf(byWechat));
      const second = await logInStaff(server, ['finance-auditor']);
      const { communityId } = server.estate;
      const line = { date: '2026-11-20', amountFen: 20_000, name: '路人甲', account: '6217000011115566' };
      const statement = icbcStatementOf({ ...line, remark: '张三 13812341234 交费' });
      const bring = (bytes: Buffer) =>
        auditor.upload<BankImport>(`${BASE}/bank/imports`, { communityId }, { name: 'icbc.csv', bytes });
      expect((await bring(statement)).body).toMatchObject({ state: 'DONE', lines: 1, fresh: 1, problems: [] });
      expect((await bring(statement)).body).toMatchObject({ fresh: 0, known: 1 });
      expect(await bring(Buffer.from('no,statement\r\n'))).toMatchObject({ status: 400, body: { code: 'LT-2704' } });
      const imports = await auditor.get(`${BASE}/bank/imports?communityId=${communityId}`);
      expect(imports.body).toMatchObject({ rows: [{ failure: 'LT-2704' }, { known: 1 }, { fresh: 1 }] });

      const waiting = await auditor.get<{ rows: BankLineRow[] }>(`${BASE}/bank/lines?search=200.00`);
      expect(waiting.body).toMatchObject({ total: 1, totals: { amountFen: 20_000 }, rows: [{ state: 'WAITING' }] });
      const [shown] = waiting.body.rows;
      expect(shown).toMatchObject({ counterpartyMasked: '路**', counterpartyAccountMasked: '****5566' });
      expect(shown?.remark).toBe('转账 张三 138****1234 交费');
      const bills = await auditor.get(`${BASE}/rooms/${walker.roomId}/bills`);
      expect(bills.body).toMatchObject({ rows: [{ outstandingFen: 10_000 }, { outstandingFen: 8_640 }] });

      const proposal = { roomId: walker.roomId, billIds: [], restToPrepayment: true, note: '电话核实' };
      const path = `${BASE}/bank/lines/${shown?.lineId}/matches`;
      const { body: proposed } = await auditor.post<BankLineRow>(path, proposal);
      expect(proposed).toMatchObject({
        state: 'PROPOSED',
        match: { madeBySelf: true, restFen: 20_000 - DUE_FEN, parts: [{ amountFen: 10_000 }, { amountFen: 8_640 }] },
      });
      expect(await second.post(path, proposal)).toMatchObject({ status: 409, body: { code: 'LT-2729' } });
      const match = `${BASE}/bank/matches/${proposed.match?.matchId}`;
      const confirm = { action: 'confirm', restToPrepayment: true };
      expect(await auditor.post(match, confirm)).toMatchObject({ status: 409, body: { code: 'LT-2730' } });
      expect((await second.post(match, confirm)).body).toMatchObject({ state: 'BOOKED' });
      expect(await second.post(`${BASE}/bank/matches/${newId()}`, confirm)).toMatchObject({
        body: { code: 'LT-2732' },
      });

      const { body: report } = await auditor.get<MonthReport>(`${BASE}/months/2026-11?communityId=${communityId}`);
      expect(report.channels[0]).toEqual({
        channel: 'wechat-pay',
        openingFen: 0,
        receivedFen: DUE_FEN,
        refundedFen: 0,
        feeFen: 0,
        settledFen: 0,
        otherFen: 0,
        closingFen: DUE_FEN,
        openDifferences: 0,
        closedDifferences: 0,
        fileReceivedFen: DUE_FEN,
        fileRefundedFen: 0,
        fileFeeFen: 112,
      });
      expect(report.bank).toMatchObject({ inFen: 20_000, closingFen: 20_000, byPersonCount: 1, byPersonFen: 20_000 });
      const csv = await auditor.download(`${BASE}/months/2026-11/report.csv`);
      expect(csv).toMatchObject({ status: 200, contentType: 'text/csv; charset=utf-8' });
      expect(csv.text.startsWith('\uFEFF对账月报')).toBe(true);
      expect(csv.text).toContain('微信支付 WeChat Pay,0.00,186.40,0.00,0.00,0.00,0.00,186.40,186.40,0.00,1.12,0,0\r\n');

      const undo = { action: 'undo', note: '付错房间' };
      expect((await second.post(match, undo)).body).toMatchObject({ state: 'WAITING' });
      expect((await server.storage.transact((tx) => auditBooks(tx))).sound).toBe(true);
    },
    TIMEOUT,
  );
});
