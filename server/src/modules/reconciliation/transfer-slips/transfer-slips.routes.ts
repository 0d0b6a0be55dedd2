import { businessDate } from '@louting/common/clock';
import { failed, ok, type Result } from '@louting/common/result';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { AdminContext } from '../../../app/admin-context.ts';
import { answerAudited } from '../../../app/answer-audited.ts';
import { contractRoute, uploadRoute } from '../../../app/contract-route.ts';
import { sendProblem } from '../../../app/problem.ts';
import { TransferSlipFormSchema, transferSlipRoutes } from '../../../contract/transfer-slips-api.ts';
import { TAG } from '../tag.ts';
import type { ReconciliationContext } from '../reconciliation-context.ts';
import { receiveUpload, type Upload } from '../upload.ts';
import { MOST_IMAGE_BYTES, slipImage } from './slip-image.ts';
import { proposeBySlips, registerSlip, withdrawSlip } from './transfer-slips.store.ts';
import { imageOfSlip, listSlips } from './transfer-slips.view.ts';

/** Slips of transfers: the cashier enters them, finance decides on what they say of bank lines. */
export function transferSlipsRoutes(admin: AdminContext, context: ReconciliationContext): FastifyPluginAsync {
  const { storage, clock, gate } = admin;
  const { slips, registerSlip: register, withdrawSlip: withdraw, slipImage: image } = transferSlipRoutes;

  const registerFor = async (request: FastifyRequest, upload: Upload): Promise<Result<{ slipId: string }>> => {
    const form = TransferSlipFormSchema.safeParse(upload.fields);
    if (!form.success) return failed('LT-9001', z.prettifyError(form.error));
    const slip = form.data;
    if (!admin.booksOf(request).communityIds.includes(slip.communityId)) return failed('LT-9002');
    if (slip.sentOn > businessDate(clock.now())) return failed('LT-9001', 'sentOn is in the future');
    const chunks: Uint8Array[] = [];
    for await (const chunk of upload.bytes) chunks.push(chunk);
    const picture = slipImage(Buffer.concat(chunks));
    if (!picture.ok) return picture;
    const registered = await registerSlip(context, slip, picture.value, gate.staffOf(request).staffId);
    if (!registered.ok) return registered;
    await proposeBySlips(context, slip.communityId);
    return ok({ slipId: slip.slipId });
  };

  return async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();

    app.route({
      ...contractRoute(slips, TAG),
      preValidation: gate.require('transfer-slips.view'),
      handler: (request) => listSlips(storage.db, admin.booksOf(request, request.query.communityId), request.query),
    });

    app.route({
      ...uploadRoute(register, TAG, TransferSlipFormSchema.extend({ file: z.file() })),
      preValidation: gate.require('transfer-slips.register'),
      handler: async (request, reply) => {
        const registered = await receiveUpload(request, MOST_IMAGE_BYTES, (upload) => registerFor(request, upload));
        const subject = `transfer_slip:${registered.ok ? registered.value.slipId : ''}`;
        return answerAudited(admin, request, reply, { action: 'register-transfer-slip', subject }, registered);
      },
    });

    app.route({
      ...contractRoute(withdraw, TAG),
      preValidation: gate.require('transfer-slips.register'),
      handler: async (request, reply) => {
        const { slipId } = request.params;
        const { communityIds } = admin.booksOf(request);
        const withdrawn = await withdrawSlip(context, slipId, communityIds, gate.staffOf(request).staffId);
        const entry = { action: 'withdraw-transfer-slip', subject: `transfer_slip:${slipId}` } as const;
        return answerAudited(admin, request, reply, entry, withdrawn.ok ? ok({ slipId }) : withdrawn);
      },
    });

    app.route({
      ...contractRoute(image, TAG),
      preValidation: gate.require('transfer-slips.view'),
      handler: async (request, reply) => {
        const { slipId } = request.params;
        const picture = await imageOfSlip(storage.db, admin.booksOf(request), slipId);
        if (!picture) return sendProblem(reply, { code: 'LT-9002' });
        await admin.audit(request, { action: 'view-transfer-slip', subject: `transfer_slip:${slipId}`, result: 'ok' });
        return reply.type(picture.type).header('cache-control', 'no-store').send(picture.bytes);
      },
    });
  };
}
