import { businessDate } from '@louting/common/clock';
import { failed, ok, type Result } from '@louting/common/result';
import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { AdminContext } from '../../../app/admin-context.ts';
import { answerAudited } from '../../../app/answer-audited.ts';
import { contractRoute, uploadRoute } from '../../../app/contract-route.ts';
import { sendProblem } from '../../../app/problem.ts';
import { type FileLayout, reconciliationRoutes, UploadRunFieldsSchema } from '../../../contract/reconciliation-api.ts';
import type { Channels } from '../../payments/payments-context.ts';
import { TAG } from '../tag.ts';
import { followCashBooks } from './cash-days.store.ts';
import { readChannelFile } from '../channel-files/channel-file.ts';
import { compareAgain } from './compare-again.ts';
import { runChannelDay } from './channel-run.ts';
import { closeRun, type RunRow } from './channel-run.store.ts';
import { merchantOf } from './merchants.ts';
import type { ReconciliationContext } from '../reconciliation-context.ts';
import { findRun, listRuns, runDetail } from './runs.view.ts';
import { receiveUpload, type Upload } from '../upload.ts';

/** As much as a channel may send us itself: more than 500,000 rows of any layout. */
const MOST_FILE_BYTES = 512 * 1024 ** 2;
/** For the documentation: the parts themselves are checked as they come in. */
const UploadBodySchema = UploadRunFieldsSchema.extend({ file: z.file() });

/** Which files a channel's day may come from. */
const LAYOUTS: Readonly<Record<string, readonly FileLayout[]>> = {
  'wechat-pay trade': ['wechat-trade'],
  'wechat-pay fund': ['wechat-fund'],
  'alipay trade': ['alipay-trade'],
  'alipay fund': ['alipay-fund'],
  'unionpay trade': ['unionpay', 'pos'],
  'pos trade': ['pos', 'unionpay'],
};

export function channelRunRoutes(
  admin: AdminContext,
  context: ReconciliationContext,
  channels: Channels,
): FastifyPluginAsync {
  const { storage, clock, gate } = admin;
  const { runs, run, uploadRun, closeRun: close, compareAgain: again } = reconciliationRoutes;

  const compare = async ({ fields, bytes }: Upload, by: string): Promise<Result<RunRow>> => {
    const asked = UploadRunFieldsSchema.safeParse(fields);
    if (!asked.success) return failed('LT-9001', `field ${asked.error.issues[0]?.path.join('.')}`);
    const { channel, kind, businessDate: day, layout, force } = asked.data;
    if (!LAYOUTS[`${channel} ${kind}`]?.includes(layout)) return failed('LT-9001', 'field layout');
    if (day >= businessDate(clock.now())) return failed('LT-2701', day);
    const request = { channel, merchant: merchantOf(channels, channel), businessDate: day, kind, by };
    const read = (file: AsyncIterable<Uint8Array>) => readChannelFile(layout, file);
    return runChannelDay(context, { ...request, force: force === 'true' }, { bytes, read });
  };

  return async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();

    app.route({
      ...contractRoute(runs, TAG),
      preValidation: gate.require('reconciliation.view'),
      handler: (request) => listRuns(admin.booksOf(request), request.query.month),
    });

    app.route({
      ...contractRoute(run, TAG),
      preValidation: gate.require('reconciliation.view'),
      handler: async (request, reply) => {
        const found = await runDetail(storage.db, admin.booksOf(request), request.params.runId);
        return found ? reply.send(found) : sendProblem(reply, { code: 'LT-2725' });
      },
    });

    app.route({
      ...uploadRoute(uploadRun, TAG, UploadBodySchema),
      preValidation: gate.require('reconciliation.manage'),
      handler: async (request, reply) => {
        const { staffId } = gate.staffOf(request);
        const compared = await receiveUpload(request, MOST_FILE_BYTES, (upload) => compare(upload, staffId));
        const entry = {
          action: 'compare-channel-file',
          subject: `channel_run:${compared.ok ? compared.value.run_id : ''}`,
        } as const;
        if (!compared.ok) return answerAudited(admin, request, reply, entry, compared);
        const view = await findRun(admin.booksOf(request), compared.value.run_id);
        return answerAudited(admin, request, reply, entry, view ? ok(view) : failed('LT-2725'));
      },
    });

    app.route({
      ...contractRoute(again, TAG),
      preValidation: gate.require('reconciliation.manage'),
      handler: async (request, reply) => {
        const { runId } = request.params;
        if (!(await findRun(admin.booksOf(request), runId))) return sendProblem(reply, { code: 'LT-2725' });
        const compared = await compareAgain(context, runId, gate.staffOf(request).staffId);
        const entry = { action: 'compare-channel-day-again', subject: `channel_run:${runId}` } as const;
        if (!compared.ok) return answerAudited(admin, request, reply, entry, compared);
        const view = await findRun(admin.booksOf(request), runId);
        return answerAudited(admin, request, reply, entry, view ? ok(view) : failed('LT-2725'));
      },
    });

    app.route({
      ...contractRoute(close, TAG),
      preValidation: gate.require('reconciliation.manage'),
      handler: async (request, reply) => {
        const { runId } = request.params;
        if (!(await findRun(admin.booksOf(request), runId))) return sendProblem(reply, { code: 'LT-2725' });
        await followCashBooks(context);
        const closed = await closeRun(context, runId, gate.staffOf(request).staffId);
        const entry = { action: 'close-reconciliation-day', subject: `channel_run:${runId}` } as const;
        if (!closed.ok) return answerAudited(admin, request, reply, entry, closed);
        const view = await findRun(admin.booksOf(request), runId);
        return answerAudited(admin, request, reply, entry, view ? ok(view) : failed('LT-2725'));
      },
    });
  };
}
