import type { Result } from '@louting/common/result';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AuditEntry } from '../modules/staff/audit-trail.ts';
import type { AdminContext } from './admin-context.ts';
import { sendProblem } from './problem.ts';

/** Writes what was tried to the trail, and answers what came of it or why not. */
export async function answerAudited<T>(
  admin: AdminContext,
  request: FastifyRequest,
  reply: FastifyReply,
  tried: Pick<AuditEntry, 'action' | 'subject'>,
  outcome: Result<T>,
): Promise<FastifyReply> {
  await admin.auditOutcome(request, tried, outcome);
  return outcome.ok ? reply.send(outcome.value) : sendProblem(reply, outcome.error);
}
