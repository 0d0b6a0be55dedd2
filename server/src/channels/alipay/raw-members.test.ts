import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AlipaySdk } from 'alipay-sdk';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rawMembers } from './raw-members.ts';
import { sign } from './signing.ts';

describe('raw members of an answer', () => {
  it('come as they were sent, escapes and blanks inside included', () => {
    const text = String.raw`{ "a_response" : {"u":"https:\/\/x","t":"a\"},{\\"} , "sign":"s","n":[1,{"b":2}] }`;
    expect([...(rawMembers(text) ?? [])]).toEqual([
      ['a_response', String.raw`{"u":"https:\/\/x","t":"a\"},{\\"}`],
      ['sign', '"s"'],
      ['n', '[1,{"b":2}]'],
    ]);
  });

  it('are those JSON knows, for any object', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom(0, 2), (object, indent) => {
        const members = rawMembers(JSON.stringify(object, undefined, indent)) ?? new Map<string, string>();
        const parsed = [...members].map(([name, raw]) => [name, JSON.parse(raw) as unknown]);
        expect(Object.fromEntries(parsed)).toEqual(JSON.parse(JSON.stringify(object)));
      }),
    );
  });

  it('do not exist in a text that is no object, or names a member twice', () => {
    for (const text of ['', '[]', 'null', '"a"', '{"a":1', '{"a":1,"a":2}', '{"a":1,"\\u0061":2}']) {
      expect(rawMembers(text)).toBeUndefined();
    }
  });

  it('reason for the own client: the SDK verifies the first of two doubled members and returns the second', async () => {
    const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const genuine = '{"code":"10000","trade_status":"WAIT_BUYER_PAY"}';
    const member = 'alipay_trade_query_response';
    const forged = '{"code":"10000","trade_status":"TRADE_SUCCESS"}';
    const body = `{"${member}":${genuine},"sign":"${sign(genuine, pair.privateKey)}","${member}":${forged}}`;
    const server = createServer((_request, response) => response.end(body));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const sdk = new AlipaySdk({
      gateway: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      appId: '1',
      keyType: 'PKCS8',
      privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString().trim(),
      alipayPublicKey: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString().trim(),
    });
    const answer = await sdk.exec('alipay.trade.query', { bizContent: {} }, { validateSign: true });
    server.closeAllConnections();
    server.close();
    expect(answer).toMatchObject({ tradeStatus: 'TRADE_SUCCESS' });
    expect(rawMembers(body)).toBeUndefined();
  });
});
