import { readFileSync } from 'node:fs';
import { businessTime } from '@louting/common/clock';
import Fastify, { type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { escapeHtml, publicPage } from '../../app/public-page.ts';
import { signedHeaders } from '../sms/acs3-signature.ts';
import type { AliyunSmsSettings } from '../sms/aliyun-sms.ts';
import { listenOnLoopback } from './gateway-host.ts';
import { refuseProduction } from './sandbox-keys.ts';
import { sharedSecretPath } from './shared-secret.ts';

const KEY_ID = 'LTAIsandbox';
const SIGN_NAME = '楼亭物业';
const TEMPLATE = 'SMS_100000001';
const FRESH_MS = 900_000;
const KEPT = 100;

export interface SandboxMessage {
  readonly phone: string;
  readonly code: string;
  readonly at: number;
}

export interface SmsSandbox {
  readonly url: string;
  close(): Promise<void>;
}

/** Configuration of the real client, pointed at the sandbox; the first call makes the shared secret. */
export function smsSandboxConfig(keysDir: string, baseUrl: string): AliyunSmsSettings {
  refuseProduction();
  return {
    baseUrl,
    accessKeyId: KEY_ID,
    secretPath: sharedSecretPath(keysDir, 'sms', 15),
    signName: SIGN_NAME,
    templateCode: TEMPLATE,
  };
}

const QuerySchema = z.strictObject({
  PhoneNumbers: z.string().regex(/^1[3-9]\d{9}$/),
  SignName: z.literal(SIGN_NAME),
  TemplateCode: z.literal(TEMPLATE),
  TemplateParam: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(z.strictObject({ code: z.string().regex(/^\d{4,8}$/) })),
  OutId: z.string(),
});

/** A carrier of messages that checks every signature, delivers to nobody, and shows what it was given on its page. */
export async function startSmsGateway(
  { port, keysDir }: { readonly port: number; readonly keysDir: string },
  now: () => number = Date.now,
): Promise<SmsSandbox> {
  refuseProduction();
  const secret = readFileSync(sharedSecretPath(keysDir, 'sms', 15), 'utf8').trim();
  const messages: SandboxMessage[] = [];
  const nonces = new Set<string>();
  let refusals = 0;
  const host = Fastify({ forceCloseConnections: true });

  host.post('/', (request, reply) => {
    const refusal = refusalOf(request, secret, now(), nonces);
    if (refusal !== undefined) return reply.code(403).send({ Code: refusal, RequestId: 'sandbox' });
    if (refusals > 0) {
      refusals -= 1;
      return { Code: 'isv.BUSINESS_LIMIT_CONTROL', RequestId: 'sandbox' };
    }
    const wish = QuerySchema.safeParse(request.query);
    if (!wish.success) return { Code: 'isv.INVALID_PARAMETERS', RequestId: 'sandbox' };
    messages.push({ phone: wish.data.PhoneNumbers, code: wish.data.TemplateParam.code, at: now() });
    if (messages.length > KEPT) messages.shift();
    return { Code: 'OK', Message: 'OK', BizId: `${now()}^0`, RequestId: 'sandbox' };
  });
  host.get('/control/messages', () => messages);
  host.post('/control/refusals', (request) => {
    refusals = z.strictObject({ times: z.int().min(0).max(100) }).parse(request.body).times;
    return {};
  });
  host.get('/', (_request, reply) => reply.type('text/html; charset=utf-8').send(messagesPage(messages)));

  const url = await listenOnLoopback(host, port);
  return { url, close: () => host.close() };
}

function refusalOf(request: FastifyRequest, secret: string, now: number, nonces: Set<string>): string | undefined {
  const header = (name: string) => String(request.headers[name] ?? '');
  const date = header('x-acs-date');
  const nonce = header('x-acs-signature-nonce');
  if (Math.abs(now - Date.parse(date)) > FRESH_MS) return 'InvalidTimeStamp.Expired';
  if (nonces.has(nonce)) return 'SignatureNonceUsed';
  nonces.add(nonce);
  const call = { host: header('host'), action: header('x-acs-action'), version: header('x-acs-version'), date, nonce };
  const query = request.query as Record<string, string>;
  const expected = signedHeaders({ ...call, query }, { id: KEY_ID, secret });
  const isSendSms = call.action === 'SendSms' && call.version === '2017-05-25';
  return isSendSms && expected.authorization === header('authorization') ? undefined : 'SignatureDoesNotMatch';
}

function messagesPage(messages: readonly SandboxMessage[]): string {
  const rows = messages
    .toReversed()
    .map(
      ({ phone, code, at }) =>
        `<tr><td>${escapeHtml(phone)}<br>${businessTime(at)}</td><td>验证码 ${escapeHtml(code)}</td></tr>`,
    );
  return publicPage(
    '沙箱：短信',
    `<h1>收到的短信</h1>${rows.length === 0 ? '<p>还没有短信。</p>' : `<table>${rows.join('')}</table>`}`,
  );
}
