import { z } from 'zod';
import { LocalisedSchema } from './kiosk-api.ts';

/** Frequent questions and their answers, kept by the property for each community. */

export const QuestionSchema = z.object({ question: LocalisedSchema, answer: LocalisedSchema });
export type Question = z.infer<typeof QuestionSchema>;

const Words = z.strictObject({ 'zh-CN': z.string().trim().min(1).max(160), en: z.string().trim().min(1).max(240) });

const communityPath = z.object({ communityId: z.uuid() });
const Answer = z.object({ questions: z.array(QuestionSchema) });

export const kioskQuestionRoutes = {
  questions: { method: 'GET', path: '/kiosk/v1/questions', response: Answer },
} as const;

export const questionRoutes = {
  questions: {
    method: 'GET',
    path: '/admin/v1/communities/:communityId/questions',
    params: communityPath,
    response: Answer,
  },
  /** The whole list anew; traditional characters are derived where kiosks are answered. */
  changeQuestions: {
    method: 'PUT',
    path: '/admin/v1/communities/:communityId/questions',
    params: communityPath,
    body: z.strictObject({
      questions: z
        .array(z.strictObject({ question: Words, answer: Words }))
        .min(1)
        .max(20),
    }),
    response: Answer,
  },
} as const;
