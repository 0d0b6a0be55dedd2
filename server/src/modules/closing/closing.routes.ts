import { fen } from '@louting/common/money';
import type { FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { AdminContext, AdminPart } from '../../app/admin-context.ts';
import { contractRoute } from '../../app/contract-route.ts';
import { sendProblem } from '../../app/problem.ts';
import { ledgerRoutes, type Period, type TrialBalanceView } from '../../contract/ledger-api.ts';
import type { Storage } from '../../storage/storage.ts';
import { monthsUpTo } from '../ledger/accounting-month.ts';
import { closingChecks } from './closing.ts';
import {
  closeMonth,
  closingFacts,
  isClosed,
  type PeriodOf,
  periodRows,
  reopenMonth,
  trialBalanceOf,
} from './closing.store.ts';

const NOT_FOUND = { code: 'LT-9002' } as const;
const MONTHS_SHOWN = 24;

/** Trial balance and monthly close 月结. */
export const closingAdminPart: AdminPart = (admin) => async (plugin) => {
  const app = plugin.withTypeProvider<ZodTypeProvider>();
  const { storage, clock, gate } = admin;
  const { trialBalance, periods, closingChecks: checks, closePeriod, reopenPeriod } = ledgerRoutes;

  app.route({
    ...contractRoute(trialBalance, 'portal'),
    preValidation: gate.require('ledger.view'),
    handler: async (request, reply) => {
      if (!sees(admin, request, request.query.communityId)) return sendProblem(reply, NOT_FOUND);
      return reply.send(await trialBalanceView(storage, request.query));
    },
  });

  app.route({
    ...contractRoute(periods, 'portal'),
    preValidation: gate.require('ledger.view'),
    handler: async (request, reply) => {
      const { communityId } = request.query;
      if (!sees(admin, request, communityId)) return sendProblem(reply, NOT_FOUND);
      return reply.send({ rows: await periodList(storage, communityId, clock.now()) });
    },
  });

  app.route({
    ...contractRoute(checks, 'portal'),
    preValidation: gate.require('ledger.view'),
    handler: async (request, reply) => {
      const period = { ...request.params, ...request.query };
      if (!sees(admin, request, period.communityId)) return sendProblem(reply, NOT_FOUND);
      return reply.send({ checks: closingChecks(await closingFacts(storage.db, period, clock.now())) });
    },
  });

  app.route({
    ...contractRoute(closePeriod, 'portal'),
    preValidation: gate.require('ledger.close'),
    handler: async (request, reply) => {
      const { communityId, note } = request.body;
      const { month } = request.params;
      if (!sees(admin, request, communityId)) return sendProblem(reply, NOT_FOUND);
      const by = `staff:${gate.staffOf(request).staffId}`;
      const closed = await closeMonth(storage, { communityId, month, by, note }, clock);
      await admin.auditOutcome(
        request,
        { action: 'close-month', subject: `ledger_period:${communityId}:${month}` },
        closed,
      );
      if (!closed.ok) return sendProblem(reply, closed.error);
      return reply.send(await onePeriod(storage, { communityId, month }));
    },
  });

  app.route({
    ...contractRoute(reopenPeriod, 'portal'),
    preValidation: gate.require('ledger.close'),
    handler: async (request, reply) => {
      const { communityId, reason } = request.body;
      const { month } = request.params;
      if (!sees(admin, request, communityId)) return sendProblem(reply, NOT_FOUND);
      const by = `staff:${gate.staffOf(request).staffId}`;
      const reopened = await reopenMonth(storage, { communityId, month, by, note: reason }, clock);
      await admin.auditOutcome(
        request,
        { action: 'reopen-month', subject: `ledger_period:${communityId}:${month}` },
        reopened,
      );
      if (!reopened.ok) return sendProblem(reply, reopened.error);
      return reply.send(await onePeriod(storage, { communityId, month }));
    },
  });
};

function sees({ gate }: AdminContext, request: FastifyRequest, communityId: string): boolean {
  return gate.staffOf(request).communities.some((community) => community.communityId === communityId);
}

async function trialBalanceView(storage: Storage, period: PeriodOf): Promise<TrialBalanceView> {
  const rows = await trialBalanceOf(storage.db, period);
  const sum = (side: 'debitFen' | 'creditFen') => fen(rows.reduce((total, row) => total + row[side], 0));
  return {
    month: period.month,
    state: (await isClosed(storage.db, period)) ? 'CLOSED' : 'OPEN',
    rows: rows.map((row) => {
      const sign = row.normalSide === 'debit' ? 1 : -1;
      return {
        accountCode: row.accountCode,
        name: { 'zh-CN': row.nameZh, en: row.nameEn },
        normalSide: row.normalSide,
        openingFen: fen(row.openingFen * sign || 0),
        debitFen: fen(row.debitFen),
        creditFen: fen(row.creditFen),
        closingFen: fen(row.closingFen * sign || 0),
      };
    }),
    totals: { debitFen: sum('debitFen'), creditFen: sum('creditFen') },
  };
}

async function periodList(storage: Storage, communityId: string, now: number): Promise<Period[]> {
  const known = new Map((await periodRows(storage.db, communityId)).map((period) => [period.month, period]));
  return monthsUpTo(now, MONTHS_SHOWN).map((month) => known.get(month) ?? { month, state: 'OPEN' });
}

async function onePeriod(storage: Storage, { communityId, month }: PeriodOf): Promise<Period> {
  const found = (await periodRows(storage.db, communityId)).find((period) => period.month === month);
  return found ?? { month, state: 'OPEN' };
}
