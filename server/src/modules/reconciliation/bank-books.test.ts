import { newId } from '@louting/common/ids';
import { fen } from '@louting/common/money';
import { expect, it } from 'vitest';
import { create, notes, settle } from '../../app/testing/test-payments.ts';
import { startTestServer, type TestServer } from '../../app/testing/test-server.ts';
import { logInStaff, type TestStaff } from '../../app/testing/test-staff.ts';
import type { BalanceStatement } from '../../contract/bank-balances-api.ts';
import type { BankLineRow, Difference } from '../../contract/reconciliation-api.ts';
import type { Change, ChangeRow, Rules } from '../../contract/reconciliation-changes-api.ts';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';
import { auditBooks } from '../ledger/ledger.audit.ts';
import { balanceOf, employ, startRefunds } from '../refunds/test-refunds.ts';
import { type IcbcLine, icbcStatementFrom } from './testing/test-files.ts';

const TIMEOUT = 60_000;
const BASE = '/admin/v1/reconciliation';

type Desk = Pick<TestStaff, 'get' | 'post'>;

/** One person proposes, another confirms. */
async function change(proposer: Desk, confirmer: Desk, wanted: Change, reason = '按合同约定') {
  const changeId = newId();
  const proposed = await proposer.post<ChangeRow>(`${BASE}/changes`, { changeId, change: wanted, reason });
  expect(proposed).toMatchObject({ status: 200, body: { state: 'PROPOSED', proposedBySelf: true } });
  return confirmer.post<ChangeRow & { code?: string }>(`${BASE}/changes/${changeId}`, { action: 'confirm', note: '' });
}

function line(date: string, amountFen: number, remark: string, name = ''): IcbcLine {
  return { date, amountFen, remark, name, account: '' };
}

async function sound({ storage }: Pick<TestServer, 'storage'>): Promise<void> {
  const { invariants } = await storage.transact((tx) => auditBooks(tx));
  expect(invariants.flatMap(({ name, breaches }) => (breaches.length > 0 ? [name] : []))).toEqual([]);
}

describeOnEachDatabase('the bank’s own paper against the books', (openBooks) => {
  it(
    'account bound by two, foreign statements refused, a gap told by a code and closed by the missing file, balances explained',
    async () => {
      const server = await startTestServer(await openBooks(), { households: 1 });
      const { communityId } = server.estate;
      const fay = await logInStaff(server, ['finance-auditor']);
      const gil = await logInStaff(server, ['finance-auditor']);
      const elsewhere = await logInStaff(server, ['finance-auditor'], []);
      const bring = (bytes: Buffer, account = '6222****1234') => {
        const text = bytes.toString().replace('6222****1234', account);
        const file = { name: 'icbc.csv', bytes: Buffer.from(text) };
        return fay.upload<{ code?: string }>(`${BASE}/bank/imports`, { communityId }, file);
      };
      const rent = line('2026-11-03', 30_000, '房租', '便利店');
      expect((await bring(icbcStatementFrom(5_000, rent), '9999****0001')).body.code).toBe('LT-2747');
      expect(await server.storage.db.selectFrom('bank_line').select('line_id').execute()).toEqual([]);

      const account = {
        kind: 'bank-account',
        communityId,
        bank: 'ICBC',
        accountNumber: '9999000011110001',
        name: '一般户',
      } as const;
      const own = { changeId: newId(), change: account, reason: '新开一般户' };
      await fay.post(`${BASE}/changes`, own);
      expect((await fay.post(`${BASE}/changes`, own)).status).toBe(200);
      const again = await gil.post(`${BASE}/changes`, { ...own, changeId: newId() });
      expect(again).toMatchObject({ status: 409, body: { code: 'LT-2745' } });
      const confirm = { action: 'confirm', note: '' };
      const self = await fay.post(`${BASE}/changes/${own.changeId}`, confirm);
      expect(self).toMatchObject({ status: 409, body: { code: 'LT-2744' } });
      expect((await elsewhere.post(`${BASE}/changes/${own.changeId}`, confirm)).status).toBe(404);
      const bound = await gil.post<ChangeRow>(`${BASE}/changes/${own.changeId}`, confirm);
      expect(bound.body).toMatchObject({ state: 'DONE', change: { accountNumber: '****0001' } });
      expect((await gil.post(`${BASE}/changes/${own.changeId}`, confirm)).body).toMatchObject({ code: 'LT-2743' });

      expect((await bring(icbcStatementFrom(5_000, rent), '9999****0001')).status).toBe(200);
      const late = icbcStatementFrom(35_500, line('2026-11-12', -1_000, '账户管理费'));
      expect((await bring(late, '9999****0001')).status).toBe(200);
      const differences = async () => {
        const { rows } = (await gil.get<{ rows: Difference[] }>(`${BASE}/differences?channel=bank`)).body;
        return rows.map(({ kind, state, channelFen, localFen, detail }) => [
          kind,
          state,
          channelFen,
          localFen,
          detail.value,
        ]);
      };
      expect(await differences()).toEqual([['STATEMENT_GAP', 'OPEN', 35_500, 35_000, '2026-11-04..2026-11-11']]);
      const balance = async (date: string) =>
        (await gil.get<BalanceStatement>(`${BASE}/bank/balances?communityId=${communityId}&date=${date}`)).body;
      // The gap shows here too: the bank has 500 that no line tells of.
      expect(await balance('2026-11-12')).toMatchObject({ bankFen: 34_500, ledgerFen: 29_000, unexplainedFen: 500 });
      const missing = icbcStatementFrom(35_000, line('2026-11-08', 500, '结息'));
      expect((await bring(missing, '9999****0001')).status).toBe(200);
      expect(await differences()).toEqual([
        ['STATEMENT_DAYS', 'AUTO_RESOLVED', 35_000, 35_000, '2026-11-04..2026-11-07'],
        ['STATEMENT_GAP', 'AUTO_RESOLVED', 35_500, 35_000, '2026-11-04..2026-11-11'],
        ['STATEMENT_DAYS', 'AUTO_RESOLVED', 35_500, 35_500, '2026-11-09..2026-11-11'],
      ]);
      expect(await balance('2026-11-12')).toMatchObject({
        bankFen: 34_500,
        beforeBooksFen: 5_000,
        ledgerFen: 29_500,
        unexplainedFen: 0,
        accounts: expect.arrayContaining([expect.objectContaining({ numberMasked: '****0001', upTo: '2026-11-12' })]),
      });
      // A day earlier the fee is in no balance yet.
      expect(await balance('2026-11-11')).toMatchObject({ bankFen: 35_500, ledgerFen: 30_500, unexplainedFen: 0 });
      const csv = await gil.download(`${BASE}/bank/balances/statement.csv?communityId=${communityId}&date=2026-11-12`);
      expect(csv.text).toContain('未说明差额 Unexplained,0.00\r\n');
      expect((await elsewhere.get(`${BASE}/bank/balances?communityId=${communityId}&date=2026-11-12`)).status).toBe(
        404,
      );
      expect((await elsewhere.get(`${BASE}/rules?communityId=${communityId}`)).status).toBe(404);
      await sound(server);
    },
    TIMEOUT,
  );

  it(
    'lines that no owner pays go where two people say; a refund by bank is found, completed, and owed again when it is sent back',
    async () => {
      const { server, home, k1, ask, manager, look } = await startRefunds(await openBooks());
      const { communityId } = server.estate;
      const fay = await employ(server, 'fay', ['finance-auditor']);
      const gil = await logInStaff(server, ['finance-auditor']);
      const cashier = await employ(server, 'cash', ['cashier']);
      const { orderId } = await create(k1, home, 'cash');
      await settle(k1, orderId, { notes: notes(100, 50, 20, 10, 5, 1, 1) });
      const { body } = await ask(cashier, orderId, { route: 'bank' });
      await manager.post(`/admin/v1/refunds/${body.refundId}/approvals`, { note: '' });

      const bring = (...lines: readonly IcbcLine[]) =>
        gil.upload(
          `${BASE}/bank/imports`,
          { communityId },
          { name: 'icbc.csv', bytes: icbcStatementFrom(1_000_000, ...lines) },
        );
      await bring(
        line('2026-11-23', -4_000, '退款', '张三'),
        line('2026-11-23', -60_000, '电梯维保款', '电梯公司'),
        line('2026-11-23', 12_345, '广告位', '广告公司'),
      );
      expect(await look(body.refundId)).toMatchObject({ state: 'SUCCEEDED', route: 'bank' });
      const lines = async () => (await gil.get<{ rows: BankLineRow[] }>(`${BASE}/bank/lines`)).body.rows;
      const lineOf = async (amountFen: number) => {
        const found = (await lines()).find((each) => each.amountFen === amountFen);
        if (!found) throw new Error('a line was expected');
        return found;
      };
      expect(await lineOf(-4_000)).toMatchObject({ class: 'refund-out', state: 'EXPLAINED' });
      expect(await lineOf(-60_000)).toMatchObject({ class: 'other-out', state: 'OTHER' });
      expect(await lineOf(12_345)).toMatchObject({ class: 'owner-transfer', state: 'WAITING' });
      expect(await balanceOf(server, '1002')).toBe(4_000 - 12_345);

      const reclass = async (amountFen: number, wanted: BankLineRow['class']) =>
        change(fay as unknown as Desk, gil, {
          kind: 'line-class',
          lineId: (await lineOf(amountFen)).lineId,
          class: wanted,
        });
      expect((await reclass(12_345, 'other-in')).body.code).toBe('LT-2750');
      const rule = { kind: 'posting-rule', communityId, fromDate: '2026-11-01' } as const;
      for (const [lineClass, accountCode] of [
        ['other-in', '6051'],
        ['supplier', '2202'],
      ] as const) {
        await change(fay as unknown as Desk, gil, { ...rule, class: lineClass, accountCode });
      }
      const waiting = (await gil.get<{ rows: ChangeRow[] }>(`${BASE}/changes?communityId=${communityId}`)).body.rows;
      expect(waiting[0]).toMatchObject({ state: 'PROPOSED', about: { date: '2026-11-23', amountFen: 12_345 } });
      const confirmed = await gil.post(`${BASE}/changes/${waiting[0]?.changeId}`, { action: 'confirm', note: '' });
      expect(confirmed.status).toBe(200);
      expect((await reclass(-60_000, 'supplier')).status).toBe(200);
      expect(await lineOf(12_345)).toMatchObject({ class: 'other-in', state: 'EXPLAINED' });
      expect(await lineOf(-60_000)).toMatchObject({ class: 'supplier', state: 'EXPLAINED' });
      expect([await balanceOf(server, '6051'), await balanceOf(server, '2202')]).toEqual([12_345, -60_000]);
      expect(await balanceOf(server, '2241.unclaimed')).toBe(0);
      const rules = (await gil.get<Rules>(`${BASE}/rules?communityId=${communityId}`)).body;
      expect(rules.postings.map((each) => [each.class, each.accountCode, each.setByName])).toEqual([
        ['other-in', '6051', 'fay'],
        ['supplier', '2202', 'fay'],
      ]);

      await bring(line('2026-11-25', 4_000, '账号不符退汇', '张三'));
      expect(await look(body.refundId)).toMatchObject({ state: 'FAILED', failureCode: 'LT-2517' });
      expect(await balanceOf(server, '2241.refund')).toBe(4_000);
      await sound(server);
      const path = `/admin/v1/refunds/${body.refundId}`;
      expect((await manager.post(`${path}/routes`, { route: 'bank', note: '更正账号' })).body.state).toBe('APPROVED');
      await bring(line('2026-11-26', -4_000, '退款', '张三'));
      expect(await look(body.refundId)).toMatchObject({ state: 'SUCCEEDED' });
      expect(await balanceOf(server, '2241.refund')).toBe(0);
      expect(await balanceOf(server, '1002')).toBe(fen(60_000 - 12_345 + 4_000));
      await sound(server);
    },
    TIMEOUT,
  );
});
