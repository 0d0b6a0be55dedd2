import type { KeyObject } from 'node:crypto';
import { businessTime } from '@louting/common/clock';
import { failed, ok, type Result } from '@louting/common/result';
import type { ChannelDependencies } from '../channel-dependencies.ts';
import { exchange } from '../http-exchange.ts';
import { rawMembers } from './raw-members.ts';
import { sign, signedContent, verify } from './signing.ts';

export interface AlipayConnection {
  readonly gatewayUrl: string;
  readonly appId: string;
  readonly privateKey: KeyObject;
  readonly alipayPublicKeys: readonly KeyObject[];
  readonly timeoutMs: number;
}

/**
 * One signed gateway call. The answer is verified on the raw characters of its `…_response` member.
 * @param method e.g. `alipay.trade.query`
 * @returns the parsed member, or LT-2102 on silence, on a signature that does not verify and on a malformed answer
 */
export async function callAlipay(
  method: string,
  content: object,
  notifyUrl: string | undefined,
  connection: AlipayConnection,
  dependencies: ChannelDependencies,
): Promise<Result<unknown>> {
  const parameters: Record<string, string> = {
    app_id: connection.appId,
    method,
    format: 'JSON',
    charset: 'utf-8',
    sign_type: 'RSA2',
    timestamp: businessTime(dependencies.clock.now()),
    version: '1.0',
    ...(notifyUrl === undefined ? {} : { notify_url: notifyUrl }),
    biz_content: JSON.stringify(content),
  };
  const { biz_content: bizContent = '', ...common } = parameters;
  const query = new URLSearchParams({
    ...common,
    sign: sign(signedContent(parameters, ['sign']), connection.privateKey),
  });

  const answer = await exchange(
    method.replace('alipay.trade.', 'alipay.'),
    {
      method: 'POST',
      url: `${connection.gatewayUrl}?${query.toString()}`,
      headers: {
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded;charset=utf-8',
        'user-agent': 'louting',
      },
      body: new URLSearchParams({ biz_content: bizContent }).toString(),
      timeoutMs: connection.timeoutMs,
    },
    dependencies,
  );
  if (!answer.ok) return answer;

  const { status, rawBody } = answer.value;
  if (status !== 200) return failed('LT-2102', `HTTP ${status}`);
  const verified = verifiedContent(method, rawBody.toString('utf8'), connection.alipayPublicKeys);
  if (!verified.ok)
    dependencies.logger.error({ call: method, reason: verified.error.detail }, 'channel answer does not verify');
  return verified;
}

function verifiedContent(method: string, text: string, keys: readonly KeyObject[]): Result<unknown> {
  const members = rawMembers(text);
  if (!members) return failed('LT-2102', 'answer is not one JSON object');
  const raw = members.get(`${method.replaceAll('.', '_')}_response`);
  const signature = members.get('sign');
  if (raw === undefined || signature === undefined) return failed('LT-2102', 'answer is not signed');
  const signatureText: unknown = JSON.parse(signature);
  if (typeof signatureText !== 'string' || !verify(raw, signatureText, keys))
    return failed('LT-2102', 'signature forged');
  return ok(JSON.parse(raw) as unknown);
}
