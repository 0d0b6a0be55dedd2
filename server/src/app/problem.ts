import type { FailureCode } from '@louting/common/failure-codes';
import type { Failure } from '@louting/common/result';
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { BooksBusy } from '../storage/books-busy.ts';

/** HTTP status by failure code; all others are conflicts with the state of the books (409). */
const STATUS: Partial<Record<FailureCode, number>> = {
  'LT-1001': 404,
  'LT-1002': 403,
  'LT-1003': 403,
  'LT-1004': 403,
  'LT-1006': 404,
  'LT-1007': 410,
  'LT-1008': 429,
  'LT-1010': 403,
  'LT-1011': 410,
  'LT-1013': 403,
  'LT-1014': 429,
  'LT-1016': 403,
  'LT-1018': 403,
  'LT-1020': 410,
  'LT-2109': 404,
  'LT-2201': 401,
  'LT-2202': 401,
  'LT-2204': 403,
  'LT-2307': 404,
  'LT-2401': 404,
  'LT-2703': 400,
  'LT-2704': 400,
  'LT-2705': 400,
  'LT-2711': 400,
  'LT-2725': 404,
  'LT-2726': 404,
  'LT-2728': 404,
  'LT-2733': 400,
  'LT-2734': 413,
  'LT-2735': 400,
  'LT-2741': 400,
  'LT-4001': 403,
  'LT-4002': 401,
  'LT-4003': 401,
  'LT-4004': 401,
  'LT-4005': 401,
  'LT-4006': 400,
  'LT-6001': 401,
  'LT-6002': 429,
  'LT-6003': 401,
  'LT-6004': 403,
  'LT-9001': 400,
  'LT-9002': 404,
  'LT-9003': 503,
  'LT-9999': 500,
};

export function statusOf(code: FailureCode): number {
  return STATUS[code] ?? 409;
}

export function sendProblem(reply: FastifyReply, failure: Failure): FastifyReply {
  const { code, detail } = failure;
  return reply
    .code(statusOf(code))
    .type('application/json; charset=utf-8')
    .serializer(JSON.stringify)
    .send({ code, ...(detail === undefined ? {} : { detail }) });
}

/** Whatever goes wrong, the caller gets one `Problem`; what was not expected goes to the log and not to the caller. */
export function answerProblems(app: FastifyInstance): void {
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, { code: 'LT-9002' }));
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (hasZodFastifySchemaValidationErrors(error)) {
      const [first] = error.validation;
      const where = first?.instancePath === '' ? 'body' : first?.instancePath;
      return sendProblem(reply, { code: 'LT-9001', detail: `${error.validationContext} ${where}: ${first?.message}` });
    }
    if (error.statusCode === 429) return sendProblem(reply, { code: 'LT-1008' });
    if (error.statusCode !== undefined && error.statusCode < 500) {
      return sendProblem(reply, { code: 'LT-9001', detail: error.code });
    }
    if (error instanceof BooksBusy) {
      request.log.warn({ err: error }, 'books are busy');
      return sendProblem(reply, { code: 'LT-9003' });
    }
    request.log.error({ err: error }, 'request failed unexpectedly');
    return sendProblem(reply, { code: 'LT-9999' });
  });
}
