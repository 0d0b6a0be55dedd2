import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import type { AdminPart } from '../../app/admin-context.ts';
import { sendProblem } from '../../app/problem.ts';
import { DEFAULT_QUESTIONS } from '../../contract/default-questions.ts';
import { ProblemSchema } from '../../contract/kiosk-api.ts';
import { kioskQuestionRoutes, type Question, questionRoutes } from '../../contract/questions-api.ts';
import type { Database } from '../../storage/database.ts';
import type { Storage } from '../../storage/storage.ts';

const PROBLEM = { '4xx': ProblemSchema } as const;
const NOT_FOUND = { code: 'LT-9002' } as const;

/** Expects kiosks to be identified. */
export function kioskQuestionRoutesPlugin(storage: Storage): FastifyPluginAsync {
  return async (plugin) => {
    const route = kioskQuestionRoutes.questions;
    plugin.withTypeProvider<ZodTypeProvider>().route({
      method: route.method,
      url: route.path,
      schema: { tags: ['kiosk'], response: { 200: route.response, ...PROBLEM } },
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
    method: questions.method,
    url: questions.path,
    schema: { tags: ['portal'], params: questions.params, response: { 200: questions.response, ...PROBLEM } },
    preValidation: gate.require('tickets.view'),
    handler: async (request, reply) => {
      const { communityId } = request.params;
      const [seen] = await admin.booksOf(request, communityId).communities().select('community_id').execute();
      if (!seen) return sendProblem(reply, NOT_FOUND);
      return reply.send({ questions: await questionsOf(storage.db, communityId) });
    },
  });

  app.route({
    method: change.method,
    url: change.path,
    schema: {
      tags: ['portal'],
      params: change.params,
      body: change.body,
      response: { 200: change.response, ...PROBLEM },
    },
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
