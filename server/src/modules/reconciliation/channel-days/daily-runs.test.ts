import { failed, ok, type Result, unwrap } from '@louting/common/result';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { expectSoundBooks, payments, startPayments } from '../../../app/testing/test-payments.ts';
import { startTestServer, type TestServer } from '../../../app/testing/test-server.ts';
import { logInStaff } from '../../../app/testing/test-staff.ts';
import type { ChannelBill } from '../../../channels/bill-source.ts';
import type { Difference, Run } from '../../../contract/reconciliation-api.ts';
import { createJobRunner } from '../../../jobs/job-runner.ts';
import { describeOnEachDatabase } from '../../../storage/test-storages.ts';
import { explainDifference, findDifference } from '../../cash/differences.store.ts';
import { startCash } from '../../cash/test-cash.ts';
import { importStatement } from '../bank-lines/bank-import.ts';
import { dailyRunsJob } from './daily-runs.job.ts';
import { paid, reconciliationOf } from '../testing/test-channel-days.ts';
import { icbcStatementOf, wechatBillOf } from '../testing/test-files.ts';

const TIMEOUT = 60_000;
const MINUTE = 60_000;

describeOnEachDatabase('every day at half past ten', (openBooks) => {
  /** The job as the server runs it. */
  function jobOf(server: TestServer) {
    const { storage, clock } = server;
    const logger = pino({ level: 'silent' });
    const runner = createJobRunner([dailyRunsJob(server.context)], { storage, clock, logger, holder: 'p1' });
    return {
      /** @returns whether there was anything to do */
      look: (time: string) => {
        clock.pass(Date.parse(`${time.replace(' ', 'T')}:00+08:00`) - clock.now());
        return runner.runIfDue('reconcile-channels');
      },
      lease: () => storage.db.selectFrom('job_lease').select('job_name').execute(),
      runs: async () => {
        const runs = await storage.db
          .selectFrom('channel_run')
          .select(['business_date', 'kind', 'state', 'failure', 'attempt'])
          .orderBy('business_date')
          .orderBy('kind', 'desc')
          .execute();
        return runs.map(
          (run) => `${run.business_date.slice(8)} ${run.kind} ${run.failure ?? run.state} ${run.attempt}`,
        );
      },
    };
  }

  /** The scripted channel of the server gives bills: what is not scripted is a day without any. */
  function givesBills(server: TestServer, trades: Record<string, () => Result<ChannelBill>>) {
    const asked: string[] = [];
    const none = ok<ChannelBill>({ kind: 'none' });
    Object.assign(server.wechat, {
      merchant: 'm1',
      downloadTrades: async (date: string) => {
        asked.push(`${date.slice(8)} trade`);
        return trades[date]?.() ?? none;
      },
      downloadFunds: async (date: string) => {
        asked.push(`${date.slice(8)} fund`);
        return none;
      },
    });
    return asked;
  }

  it(
    'yesterday is compared once, what only the channel knows is asked for until it is booked, idle looks write nothing',
    async () => {
      const server = await startTestServer(await openBooks(), { households: 2 });
      const [first, second] = server.estate.households;
      if (!first || !second) throw new Error('two households were expected');
      const file = wechatBillOf(await paid(server, first), await paid(server, second, 'not-told'));
      const bytes = async function* () {
        yield file;
      };
      const asked = givesBills(server, { '2026-11-23': () => ok({ kind: 'file', bytes: bytes() }) });
      const { look, lease, runs } = jobOf(server);
      expect(await look('2026-11-24 10:29')).toBe(false);
      expect(await lease()).toEqual([]);
      server.wechat.loseAnswers(1);
      expect(await look('2026-11-24 10:31')).toBe(true);
      expect(await runs()).toEqual(['23 trade DONE 1', '23 fund DONE 1']);
      const states = () => server.storage.db.selectFrom('channel_difference').select(['kind', 'state']).execute();
      expect(await states()).toEqual([{ kind: 'LOCAL_MISSING', state: 'OPEN' }]);
      expect(await payments(server)).toHaveLength(1);
      expect(await look('2026-11-24 10:40')).toBe(false);
      expect(asked).toEqual(['23 trade', '23 fund']);
      expect(await look('2026-11-25 10:31')).toBe(true);
      expect(await states()).toEqual([{ kind: 'LOCAL_MISSING', state: 'AUTO_RESOLVED' }]);
      expect(await payments(server)).toHaveLength(2);
      await expectSoundBooks(server);
    },
    TIMEOUT,
  );

  it(
    'the channel is silent and the server is off for days: tried again ever later, then all days are made up in order',
    async () => {
      const server = await startTestServer(await openBooks(), { households: 1 });
      const [home] = server.estate.households;
      if (!home) throw new Error('a household was expected');
      const file = wechatBillOf(await paid(server, home));
      const bytes = async function* () {
        yield file.subarray(0, -100);
      };
      let answer: () => Result<ChannelBill> = () => failed('LT-2102');
      const asked = givesBills(server, { '2026-11-23': () => answer() });
      const { look, runs } = jobOf(server);
      expect(await look('2026-11-24 10:30')).toBe(true);
      expect(await look('2026-11-24 10:35')).toBe(false);
      answer = () => ok({ kind: 'file', bytes: bytes() });
      expect(await look('2026-11-24 10:41')).toBe(true);
      expect(await runs()).toEqual(['23 trade LT-2711 2']);
      answer = () => ok({ kind: 'none' });
      expect(await look('2026-11-27 09:00')).toBe(true);
      expect(await runs()).toEqual([
        '23 trade DONE 3',
        '23 fund DONE 1',
        '24 trade DONE 1',
        '24 fund DONE 1',
        '25 trade DONE 1',
        '25 fund DONE 1',
      ]);
      expect(asked.slice(0, 3)).toEqual(['23 trade', '23 trade', '23 trade']);
    },
    TIMEOUT,
  );

  it(
    'the process died while it brought a statement: its money is on the books the next morning, and the import has failed',
    async () => {
      const { server, home } = await startPayments(await openBooks());
      await paid(server, home);
      givesBills(server, {});
      const dying = async function* () {
        yield icbcStatementOf({ date: '2026-11-23', amountFen: 5_000, remark: '', name: '路人', account: '6217****1' });
      };
      const file = { communityId: server.estate.communityId, fileName: 'icbc.csv', by: 'system', bytes: dying() };
      unwrap(await importStatement(reconciliationOf(server), file));
      await server.storage.transact((tx) =>
        tx.updateTable('bank_import').set({ state: 'RUNNING', finished_at: null }).execute(),
      );
      expect(await jobOf(server).look('2026-11-24 10:31')).toBe(true);
      const { db } = server.storage;
      expect(await db.selectFrom('bank_import').select('failure').execute()).toEqual([{ failure: 'LT-9999' }]);
      const [line] = await db.selectFrom('bank_line').select('entry_id').execute();
      expect(line?.entry_id).not.toBeNull();
    },
    TIMEOUT,
  );

  it(
    'a bag that held too little stands before finance until the cash books say where it went',
    async () => {
      const cash = await startCash(await openBooks());
      await cash.paid([100, 20]);
      await cash.counted(await cash.pull(), { 100: 1 });
      const { look } = jobOf(cash.server);
      const finance = await logInStaff(cash.server, ['finance-auditor']);
      const base = '/admin/v1/reconciliation';
      expect(await look('2026-11-24 10:31')).toBe(true);
      const { rows } = (await finance.get<{ rows: Run[] }>(`${base}/runs?month=2026-11`)).body;
      expect(rows).toMatchObject([
        { channel: 'kiosk-cash', merchant: 'CH', kind: 'cash', comparedFen: 12_000, matchedCount: 0, atRiskFen: 2_000 },
      ]);
      const { body } = await finance.get<{ rows: Difference[] }>(`${base}/differences`);
      expect(body.rows).toMatchObject([{ kind: 'CASH_SHORT', localFen: 2_000, state: 'OPEN' }]);
      const settle = `${base}/differences/${body.rows[0]?.differenceId}`;
      const closeDay = `${base}/runs/${rows[0]?.runId}/close`;
      expect((await finance.post(settle, { action: 'take' })).status).toBe(200);
      const close = { action: 'close', reason: '不想解释' };
      expect(await finance.post(settle, close)).toMatchObject({ status: 409, body: { code: 'LT-2737' } });
      expect(await finance.post(closeDay, {})).toMatchObject({ status: 409, body: { code: 'LT-2724' } });

      const [short] = await cash.storage.db.selectFrom('cash_difference').select('difference_id').execute();
      const loss = {
        resolutionId: crypto.randomUUID(),
        way: 'loss',
        amountFen: 2_000,
        reason: '赔付',
        staffId: 'boss',
      } as const;
      await cash.storage.transact(async (tx) => {
        const difference = await findDifference(tx, short?.difference_id ?? '');
        if (!difference) throw new Error('the difference is gone');
        unwrap(await explainDifference(tx, cash.context, difference, loss));
      });
      expect(await look('2026-11-24 10:45')).toBe(true);
      expect((await finance.get(`${base}/differences`)).body).toMatchObject({
        rows: [{ state: 'AUTO_RESOLVED', reason: 'explained in the cash books' }],
      });
      expect((await finance.post(closeDay, {})).body).toMatchObject({ state: 'CLOSED' });
      expect(await look('2026-11-24 10:50')).toBe(false);
      cash.clock.pass(MINUTE);
      await cash.expectSound();
    },
    TIMEOUT,
  );
});
