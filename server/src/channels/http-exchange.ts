import { failed, ok, type Result } from '@louting/common/result';
import type { ChannelDependencies } from './channel-dependencies.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The bytes as they came: signatures are verified on these and on nothing re-encoded. */
  readonly rawBody: Buffer;
}

const MAX_ANSWER_BYTES = 256 * 1024;

/**
 * One call to a channel, sent once: a lost answer is for the caller to query, never for this function to repeat.
 * @param failPoint name of the call, e.g. `wechat-pay.codepay`
 * @returns LT-2102 on silence, a broken connection or an oversized answer: the call may or may not have had its effect.
 */
export async function exchange(
  failPoint: string,
  request: HttpRequest,
  { failPoints, logger }: Pick<ChannelDependencies, 'failPoints' | 'logger'>,
): Promise<Result<HttpAnswer>> {
  failPoints.hit(`${failPoint}.before`);
  const answer = await send(request);
  failPoints.hit(`${failPoint}.after`);
  if (!answer.ok) logger.warn({ call: failPoint, reason: answer.error.detail }, 'channel does not answer');
  return answer;
}

async function send(request: HttpRequest): Promise<Result<HttpAnswer>> {
  const timeout = AbortSignal.timeout(request.timeoutMs);
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers,
      redirect: 'error',
      signal: timeout,
      ...(request.body === '' ? {} : { body: request.body }),
    });
    const rawBody = await readBody(response);
    if (!rawBody) return failed('LT-2102', `answer above ${MAX_ANSWER_BYTES} bytes`);
    return ok({ status: response.status, headers: response.headers, rawBody });
  } catch (error) {
    if (timeout.aborted) return failed('LT-2102', `no answer within ${request.timeoutMs} ms`);
    return failed('LT-2102', connectionError(error));
  }
}

async function readBody(response: Response): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function connectionError(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error) return (cause as NodeJS.ErrnoException).code ?? cause.message;
  return error instanceof Error ? error.message : String(error);
}
