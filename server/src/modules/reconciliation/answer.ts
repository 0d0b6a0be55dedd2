import type { Result } from '@louting/common/result';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AdminContext } from '../../app/admin-context.ts';
import { sendProblem } from '../../app/problem.ts';
import { ProblemSchema } from '../../contract/kiosk-api.ts';
import type { AuditEntry } from '../staff/audit-trail.ts';

export const PROBLEM = { '4xx': ProblemSchema } as const;
export const TAGS = { tags: ['portal: reconciliation'] };

/** Writes what was tried to the trail, and answers what came of it or why not. */
export async function answer<T>(
  admin: AdminContext,
  request: FastifyRequest,
  reply: FastifyReply,
  entry: Pick<AuditEntry, 'action' | 'subject'>,
  outcome: Result<T>,
): Promise<FastifyReply> {
  await admin.audit(request, { ...entry, result: outcome.ok ? 'ok' : outcome.error.code });
  return outcome.ok ? reply.send(outcome.value) : sendProblem(reply, outcome.error);
}
