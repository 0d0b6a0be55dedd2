import { readFileSync } from 'node:fs';
import { failed, ok } from '@louting/common/result';
import { z } from 'zod';
import type { SmsGateway } from '../../modules/identification/sms-gateway.ts';
import type { ChannelDependencies } from '../channel-dependencies.ts';
import { exchange } from '../http-exchange.ts';
import { canonicalQuery, signedHeaders } from './acs3-signature.ts';

export const AliyunSmsConfigSchema = z.strictObject({
  /** Origin of the service, `https://dysmsapi.aliyuncs.com`. */
  baseUrl: z.url().default('https://dysmsapi.aliyuncs.com'),
  accessKeyId: z.string().min(1),
  /** File that holds the secret of that key. */
  secretPath: z.string().min(1),
  /** Signature 签名 and template 模板 as they were approved; the template names one variable, `code`. */
  signName: z.string().min(1),
  templateCode: z.string().min(1),
  timeoutMs: z.number().int().positive().default(10_000),
});
export type AliyunSmsSettings = z.input<typeof AliyunSmsConfigSchema>;

const AnswerSchema = z.object({ Code: z.string(), BizId: z.string().optional() });

/**
 * Messages over Alibaba Cloud SMS (SendSms, 2017-05-25).
 * @throws Error when the secret cannot be read
 */
export function createAliyunSms(
  config: z.output<typeof AliyunSmsConfigSchema>,
  dependencies: ChannelDependencies,
): SmsGateway {
  const secret = readFileSync(config.secretPath, 'utf8').trim();
  const { host } = new URL(config.baseUrl);
  return {
    sendCode: async ({ messageId, phone, code }) => {
      const query = {
        PhoneNumbers: phone,
        SignName: config.signName,
        TemplateCode: config.templateCode,
        TemplateParam: JSON.stringify({ code }),
        OutId: messageId,
      };
      const { host: _set, ...headers } = signedHeaders(
        {
          host,
          action: 'SendSms',
          version: '2017-05-25',
          query,
          date: new Date(dependencies.clock.now()).toISOString().replace(/\.\d{3}Z$/, 'Z'),
          nonce: dependencies.newNonce(),
        },
        { id: config.accessKeyId, secret },
      );
      const url = `${config.baseUrl.replace(/\/+$/, '')}/?${canonicalQuery(query)}`;
      const answer = await exchange(
        'sms.send',
        { method: 'POST', url, headers, body: '', timeoutMs: config.timeoutMs },
        dependencies,
      );
      if (!answer.ok) return failed('LT-1012', answer.error.detail);
      const told = AnswerSchema.safeParse(jsonOf(answer.value.rawBody));
      if (!told.success) return failed('LT-1012', `status ${answer.value.status}`);
      return told.data.Code === 'OK' ? ok() : failed('LT-1012', told.data.Code);
    },
  };
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
