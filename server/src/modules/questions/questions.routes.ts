import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import type { AdminPart } from '../../app/admin-context.ts';
import { contractRoute } from '../../app/contract-route.ts';
import { sendProblem } from '../../app/problem.ts';
import { DEFAULT_QUESTIONS } from '../../contract/default-questions.ts';
import { kioskQuestionRoutes, type Question, questionRoutes } from '../../contract/questions-api.ts';
import type { Database } from '../../storage/database.ts';
import type { Storage } from '../../storage/storage.ts';

const NOT_FOUND = { code: 'LT-9002' } as const;

/** Expects kiosks to be identified. */
export function kioskQuestionRoutesPlugin(storage: Storage): FastifyPluginAsync {
  return async (plugin) => {
    const route = kioskQuestionRoutes.questions;
    plugin.withTypeProvider<ZodTypeProvider>().route({
      ...contractRoute(route, 'kiosk'),
      handler: async ({ kiosk }) => ({ questions: await questionsOf(storage.db, kiosk.communityId) }),
    });
  };
}

/** The property writes its own answers. */
export const questionsAdminPart: AdminPart = (admin) => async (plugin) => {
  const app = plugin.withTypeProvider<ZodTypeProvider>();
  const { storage, clock, gate } = admin;
  const { questions, changeQuestions: change } = questionRoutes;

  app.route({
    ...contractRoute(questions, 'portal'),
    preValidation: gate.require('tickets.view'),
    handler: async (request, reply) => {
      const { communityId } = request.params;
      const [seen] = await admin.booksOf(request, communityId).communities().select('community_id').execute();
      if (!seen) return sendProblem(reply, NOT_FOUND);
      return reply.send({ questions: await questionsOf(storage.db, communityId) });
    },
  });

  app.route({
    ...contractRoute(change, 'portal'),
    preValidation: gate.require('tickets.manage'),
    handler: async (request, reply) => {
      const { communityId } = request.params;
      const [seen] = await admin.booksOf(request, communityId).communities().select('community_id').execute();
      if (!seen) return sendProblem(reply, NOT_FOUND);
      const row = {
        community_id: communityId,
        questions: JSON.stringify(request.body.questions),
        changed_by: gate.staffOf(request).staffId,
        changed_at: clock.now(),
      };
      await storage.transact((tx) =>
        tx
          .insertInto('question_list')
          .values(row)
          .onConflict((conflict) => conflict.column('community_id').doUpdateSet(row))
          .execute(),
      );
      await admin.audit(request, { action: 'change-questions', subject: `community:${communityId}`, result: 'ok' });
      return reply.send(request.body);
    },
  });
};

async function questionsOf(db: Kysely<Database>, communityId: string): Promise<Question[]> {
  const row = await db
    .selectFrom('question_list')
    .select('questions')
    .where('community_id', '=', communityId)
    .executeTakeFirst();
  return row ? (JSON.parse(row.questions) as Question[]) : [...DEFAULT_QUESTIONS];
}
