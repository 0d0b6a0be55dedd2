import { failed, ok, type Result } from '@louting/common/result';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { AdminContext } from '../../../app/admin-context.ts';
import { answerAudited } from '../../../app/answer-audited.ts';
import { contractRoute, uploadRoute } from '../../../app/contract-route.ts';
import { sendProblem } from '../../../app/problem.ts';
import { reconciliationRoutes } from '../../../contract/reconciliation-api.ts';
import { TAG } from '../tag.ts';
import { type ImportRow, importStatement } from './bank-import.ts';
import { importView, listImports } from './bank-imports.view.ts';
import { listBankLines } from './bank-lines.view.ts';
import { matchWaitingLines } from './bank-matching.ts';
import type { ReconciliationContext } from '../reconciliation-context.ts';
import { receiveUpload, type Upload } from '../upload.ts';

/** A year of an account that has a thousand lines a day. */
const MOST_STATEMENT_BYTES = 128 * 1024 ** 2;
/** For the documentation: the parts themselves are checked as they come in. */
const StatementBodySchema = z.object({ communityId: z.uuid(), accountId: z.uuid().optional(), file: z.file() });

/** Statements and their lines. */
export function bankLineRoutes(admin: AdminContext, context: ReconciliationContext): FastifyPluginAsync {
  const { storage, gate } = admin;
  const { importStatement: bring, imports, bankLines, matchAgain } = reconciliationRoutes;
  const sees = (request: FastifyRequest, communityId: string) =>
    admin.booksOf(request).communityIds.includes(communityId);

  const importFor = async (
    request: FastifyRequest,
    { fields, fileName, bytes }: Upload,
  ): Promise<Result<ImportRow>> => {
    const communityId = fields.communityId ?? '';
    if (communityId === '' || !sees(request, communityId)) return failed('LT-9002');
    const { accountId } = fields;
    const by = gate.staffOf(request).staffId;
    const brought = await importStatement(context, { communityId, accountId, fileName, by, bytes });
    // Also of a file that broke off: the lines before are money that came in.
    await matchWaitingLines(context, communityId);
    return brought;
  };

  return async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();

    app.route({
      ...uploadRoute(bring, TAG, StatementBodySchema),
      preValidation: gate.require('reconciliation.manage'),
      handler: async (request, reply) => {
        const brought = await receiveUpload(request, MOST_STATEMENT_BYTES, (upload) => importFor(request, upload));
        const subject = `bank_import:${brought.ok ? brought.value.import_id : ''}`;
        const view = brought.ok ? ok(await importView(storage.db, brought.value)) : brought;
        return answerAudited(admin, request, reply, { action: 'import-bank-statement', subject }, view);
      },
    });

    app.route({
      ...contractRoute(imports, TAG),
      preValidation: gate.require('reconciliation.view'),
      handler: (request) => listImports(storage.db, admin.booksOf(request, request.query.communityId)),
    });

    app.route({
      ...contractRoute(bankLines, TAG),
      preValidation: gate.require('reconciliation.view'),
      handler: (request) => {
        const { communityId, ...query } = request.query;
        const books = admin.booksOf(request, communityId);
        return listBankLines(storage.db, books, query, gate.staffOf(request).staffId);
      },
    });

    app.route({
      ...contractRoute(matchAgain, TAG),
      preValidation: gate.require('reconciliation.manage'),
      handler: async (request, reply) => {
        const { communityId } = request.body;
        if (!sees(request, communityId)) return sendProblem(reply, { code: 'LT-9002' });
        const matched = await matchWaitingLines(context, communityId);
        const entry = { action: 'match-bank-lines', subject: `community:${communityId}` } as const;
        return answerAudited(admin, request, reply, entry, ok(matched));
      },
    });
  };
}
