import { failed, ok, type Result } from '@louting/common/result';
import type { ChannelDependencies } from '../channel-dependencies.ts';
import { exchange } from '../http-exchange.ts';
import { authorize, checkPlatformSignature, type MerchantIdentity, type PlatformKeys } from './signing.ts';
import { ErrorBodySchema } from './transaction.ts';

export interface WechatConnection {
  /** Origin of the API, without a trailing slash. */
  readonly baseUrl: string;
  readonly merchant: MerchantIdentity;
  readonly platformKeys: PlatformKeys;
  readonly timeoutMs: number;
}

/** An answer whose signature was verified: what it says is knowledge. */
export type WechatAnswer =
  { readonly kind: 'done'; readonly content: unknown } | { readonly kind: 'error'; readonly code: string };

/**
 * One signed APIv3 call. Error answers must be signed too: an unsigned "refused" could come from anything between us
 * and the platform, so it is as unknown as silence.
 * @param name of the call in fail points and logs, e.g. `codepay`
 * @returns LT-2102 on silence, on a signature that does not verify and on a malformed answer
 */
export async function callWechat(
  name: string,
  request: { readonly method: 'GET' | 'POST'; readonly target: string; readonly content?: object },
  connection: WechatConnection,
  dependencies: ChannelDependencies,
): Promise<Result<WechatAnswer>> {
  const body = request.content ? JSON.stringify(request.content) : '';
  const authorization = authorize(
    {
      method: request.method,
      target: request.target,
      timestampSeconds: Math.floor(dependencies.clock.now() / 1000),
      nonce: dependencies.newNonce(),
      body,
    },
    connection.merchant,
  );
  // Naming the key asks the platform to sign its answer with it, while two keys are in force.
  const [preferredSerial = ''] = connection.platformKeys.keys();
  const answer = await exchange(
    `wechat-pay.${name}`,
    {
      method: request.method,
      url: connection.baseUrl + request.target,
      headers: {
        authorization,
        accept: 'application/json',
        'user-agent': 'louting',
        'wechatpay-serial': preferredSerial,
        ...(body === '' ? {} : { 'content-type': 'application/json' }),
      },
      body,
      timeoutMs: connection.timeoutMs,
    },
    dependencies,
  );
  if (!answer.ok) return answer;

  const { status, headers, rawBody } = answer.value;
  const signature = checkPlatformSignature(
    (header) => headers.get(header),
    rawBody,
    connection.platformKeys,
    dependencies.clock.now(),
  );
  if (signature !== 'authentic') {
    dependencies.logger.error({ call: name, status, signature }, 'channel answer does not verify');
    return failed('LT-2102', `HTTP ${status}, signature ${signature}`);
  }
  return readAnswer(status, rawBody);
}

function readAnswer(status: number, rawBody: Buffer): Result<WechatAnswer> {
  if (status === 204) return ok({ kind: 'done', content: undefined });
  const content = parseJson(rawBody);
  if (status === 200) {
    return content === undefined && rawBody.length > 0
      ? failed('LT-2102', 'answer is not JSON')
      : ok({ kind: 'done', content });
  }
  const error = ErrorBodySchema.safeParse(content);
  return error.success ? ok({ kind: 'error', code: error.data.code }) : failed('LT-2102', `HTTP ${status}`);
}

function parseJson(rawBody: Buffer): unknown {
  try {
    return JSON.parse(rawBody.toString('utf8'));
  } catch {
    return undefined;
  }
}
