import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@louting/common/clock';
import { noFailPoints } from '@louting/common/fail-points';
import { newId } from '@louting/common/ids';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smsSandboxConfig, startSmsGateway, type SmsSandbox } from '../sandbox/sms-gateway.ts';
import { signedHeaders } from './acs3-signature.ts';
import { AliyunSmsConfigSchema, createAliyunSms } from './aliyun-sms.ts';

it('signs the example that Alibaba Cloud documents', () => {
  const query = { ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd', RegionId: 'cn-shanghai' };
  const call = {
    host: 'ecs.cn-shanghai.aliyuncs.com',
    action: 'RunInstances',
    version: '2014-05-26',
    query,
    date: '2023-10-26T10:22:32Z',
    nonce: '3156853299f313e23d1673dc12e1703d',
  };
  const { authorization } = signedHeaders(call, { id: 'YourAccessKeyId', secret: 'YourAccessKeySecret' });
  expect(authorization).toMatch(/Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0$/);
});

describe('messages with codes', () => {
  const keysDir = mkdtempSync(join(tmpdir(), 'louting-sms-'));
  let sandbox: SmsSandbox;
  beforeAll(async () => {
    smsSandboxConfig(keysDir, 'http://127.0.0.1:9');
    sandbox = await startSmsGateway({ port: 0, keysDir });
  });
  afterAll(async () => {
    await sandbox.close();
    rmSync(keysDir, { recursive: true });
  });

  const client = (change: object = {}, nonce: () => string = newId) =>
    createAliyunSms(AliyunSmsConfigSchema.parse({ ...smsSandboxConfig(keysDir, sandbox.url), ...change }), {
      clock: systemClock,
      newNonce: nonce,
      failPoints: noFailPoints,
      logger: pino({ level: 'silent' }),
    });
  const message = { messageId: 'm1', phone: '19900001234', code: '042917' };
  const codeOf = async (sent: ReturnType<ReturnType<typeof client>['sendCode']>) => {
    const result = await sent;
    return result.ok ? 'sent' : `${result.error.code} ${result.error.detail}`;
  };

  it('arrive as they were sent', async () => {
    expect(await codeOf(client().sendCode(message))).toBe('sent');
    const taken = (await (await fetch(`${sandbox.url}/control/messages`)).json()) as object[];
    expect(taken).toMatchObject([{ phone: '19900001234', code: '042917' }]);
    expect(await (await fetch(sandbox.url)).text()).toContain('验证码 042917');
  });

  it('are refused with a wrong key, a used nonce or beyond the limits of the carrier', async () => {
    expect(await codeOf(client({ accessKeyId: 'LTAIother' }).sendCode(message))).toBe('LT-1012 SignatureDoesNotMatch');
    const same = client({}, () => 'once');
    expect(await codeOf(same.sendCode(message))).toBe('sent');
    expect(await codeOf(same.sendCode(message))).toBe('LT-1012 SignatureNonceUsed');
    const headers = { 'content-type': 'application/json' };
    await fetch(`${sandbox.url}/control/refusals`, { method: 'POST', headers, body: '{"times":1}' });
    expect(await codeOf(client().sendCode(message))).toBe('LT-1012 isv.BUSINESS_LIMIT_CONTROL');
    expect(await codeOf(client({ baseUrl: 'http://127.0.0.1:9' }).sendCode(message))).toMatch(/^LT-1012 /);
  });
});
