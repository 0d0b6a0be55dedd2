import {
  createCipheriv,
  createPrivateKey,
  createPublicKey,
  createVerify,
  generateKeyPairSync,
  randomBytes,
  randomInt,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock, type Clock } from '@louting/common/clock';
import { newId } from '@louting/common/ids';
import { fen } from '@louting/common/money';
import pino, { type Logger } from 'pino';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { MAX_CLOCK_SKEW_MS, platformMessage, requestMessage, sign } from '../wechat-pay/signing.ts';
import { answerCall, type PlainAnswer, type WireAnswer } from './answering.ts';
import { createBehaviours, createControl, NOTIFY, type GatewayControl } from './control.ts';
import {
  createGatewayHost,
  GatewayConfigSchema,
  listenOnLoopback,
  rawBody,
  type GatewayConfig,
} from './gateway-host.ts';
import type { CallBehaviour, NotificationBehaviour } from './misbehaviour.ts';
import { createNotifier } from './notifier.ts';
import { openOrderBook, type SandboxOrder, type SandboxRefund } from './order-book.ts';
import { ensureSandboxKeys } from './sandbox-keys.ts';
import { createWechatBills } from './wechat-bills.ts';
import { createWechatRules, errors, notifiedRefundOf, transactionOf } from './wechat-rules.ts';

export interface WechatControl extends GatewayControl {
  /** Rotates the platform's key. @param serial one of `SandboxKeys.wechat.platformKeys` */
  signWith(serial: string): void;
  /** Sends a `WECHATPAY/SIGNTEST/` probe. @returns HTTP status of the merchant */
  probe(notifyUrl: string): Promise<number>;
}

export interface WechatGateway {
  /** Origin, e.g. `http://127.0.0.1:7341`. */
  readonly url: string;
  readonly control: WechatControl;
  close(): Promise<void>;
}

const TWO_DAYS_MS = 2 * 24 * 60 * 60 * 1000;

/** Stands in for https://api.mch.weixin.qq.com: checks the merchant's signatures, signs and encrypts what it sends. */
export async function startWechatGateway(
  settings: GatewayConfig,
  {
    clock = systemClock,
    logger = pino({ level: 'silent' }),
  }: { readonly clock?: Clock; readonly logger?: Logger } = {},
): Promise<WechatGateway> {
  const config = GatewayConfigSchema.parse(settings);
  const keys = ensureSandboxKeys(config.keysDir).wechat;
  const platform = new Map(
    keys.platformKeys.map(({ serial, privateKeyPath }) => [serial, createPrivateKey(readFileSync(privateKeyPath))]),
  );
  const merchantKey = createPublicKey(readFileSync(keys.merchantPublicKeyPath));
  const apiV3Key = readFileSync(keys.apiV3KeyPath);
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  let signingSerial = keys.platformKeys[0]?.serial ?? '';

  const signedHeaders = (body: string, key = platform.get(signingSerial), at = clock.now()) => {
    const timestamp = String(Math.floor(at / 1000));
    const nonce = randomBytes(16).toString('hex');
    return {
      'wechatpay-timestamp': timestamp,
      'wechatpay-nonce': nonce,
      'wechatpay-serial': signingSerial,
      'wechatpay-signature': sign(platformMessage(timestamp, nonce, Buffer.from(body)), key ?? stranger),
      'content-type': 'application/json; charset=utf-8',
    };
  };

  const encodeAnswer = (answer: PlainAnswer, fault?: 'tamper' | 'halve'): WireAnswer => {
    const text = answer.content === undefined ? '' : JSON.stringify(answer.content);
    const body = fault === 'halve' ? text.slice(0, text.length / 2) : text;
    return { status: answer.status, body, headers: signedHeaders(body, fault === 'tamper' ? stranger : undefined) };
  };

  const encodeNotification = (
    order: SandboxOrder,
    id: string,
    behaviour: NotificationBehaviour | undefined,
    refund: SandboxRefund | undefined,
  ) => {
    const about = refund ? aboutRefund(order, refund, behaviour) : aboutPayment(order, behaviour);
    const body = JSON.stringify({
      id,
      create_time: new Date(clock.now()).toISOString(),
      resource_type: 'encrypt-resource',
      event_type: about.eventType,
      summary: about.summary,
      resource: encryptResource(about.resourceType, JSON.stringify(about.content), apiV3Key),
    });
    const at = clock.now() - (behaviour?.kind === 'stale' ? TWO_DAYS_MS : 0);
    return { body, headers: signedHeaders(body, behaviour?.kind === 'forged' ? stranger : undefined, at) };
  };

  const aboutPayment = (order: SandboxOrder, behaviour: NotificationBehaviour | undefined) => {
    const amountFen = behaviour?.kind === 'wrong-amount' ? fen(behaviour.amountFen) : order.amountFen;
    const content = {
      ...transactionOf({ ...order, amountFen }, keys),
      ...(behaviour?.kind === 'other-app' ? { appid: 'wxother' } : {}),
      ...(behaviour?.kind === 'other-merchant' ? { mchid: '1900000999' } : {}),
    };
    return { eventType: 'TRANSACTION.SUCCESS', summary: '支付成功', resourceType: 'transaction', content };
  };

  const aboutRefund = (order: SandboxOrder, refund: SandboxRefund, behaviour: NotificationBehaviour | undefined) => {
    const amountFen = behaviour?.kind === 'wrong-amount' ? fen(behaviour.amountFen) : refund.amountFen;
    const mchid = behaviour?.kind === 'other-merchant' ? '1900000999' : keys.mchId;
    const content = notifiedRefundOf(order, { ...refund, amountFen }, mchid);
    const succeeded = refund.state === 'succeeded';
    return {
      eventType: succeeded ? 'REFUND.SUCCESS' : 'REFUND.ABNORMAL',
      summary: succeeded ? '退款成功' : '退款异常',
      resourceType: 'refund',
      content,
    };
  };

  const book = openOrderBook(join(config.stateDir, 'wechat-gateway'));
  const behaviours = createBehaviours();
  const notifier = createNotifier({
    book,
    newId,
    logger,
    retryMs: config.notifyRetryMs,
    nextBehaviour: () => behaviours.notifications.take(NOTIFY),
    encode: encodeNotification,
    isAccepted: (status) => status === 200 || status === 204,
  });
  const rules = createWechatRules({ book, clock, notifier, newTransactionId, merchant: keys });
  const bills = createWechatBills({ book, clock, merchant: keys });
  const control: WechatControl = {
    ...createControl({ book, clock, notifier, behaviours, payerCodePrefix: '13' }),
    signWith: (serial) => {
      if (!platform.has(serial)) throw new Error(`not a platform key: ${serial}`);
      signingSerial = serial;
    },
    probe: async (notifyUrl) => {
      const body = JSON.stringify({ id: newId() });
      const signature = `WECHATPAY/SIGNTEST/${randomBytes(64).toString('base64')}`;
      const headers = { ...signedHeaders(body), 'wechatpay-signature': signature };
      return (await fetch(notifyUrl, { method: 'POST', headers, body })).status;
    },
  };

  const host = createGatewayHost('wechat-pay', control);
  host.post('/control/signing-key', (request) => {
    control.signWith(z.object({ serial: z.string() }).parse(parseJson(rawBody(request.body))).serial);
    return {};
  });
  host.post('/control/probes', (request) => {
    const { notifyUrl } = z.object({ notifyUrl: z.url() }).parse(parseJson(rawBody(request.body)));
    return control.probe(notifyUrl).then((status) => ({ status }));
  });
  const seenNonces = new Set<string>();

  const route = (
    method: 'GET' | 'POST',
    path: string,
    name: string,
    act: (request: FastifyRequest, content: unknown, behaviour: CallBehaviour | undefined) => PlainAnswer,
  ) =>
    host.route({
      method,
      url: path,
      handler: (request, reply) => {
        const behaviour = behaviours.takeForCall(name);
        const body = rawBody(request.body);
        // An unauthenticated caller gets no signature back.
        if (!isAuthentic(request, body)) return reply.code(401).send(errors.signature.content);
        return answerCall(reply, behaviour, {
          act: () => act(request, parseJson(body), behaviour),
          systemError: errors.system,
          encode: encodeAnswer,
        });
      },
    });

  const isAuthentic = (request: FastifyRequest, body: Buffer): boolean => {
    const fields = /^WECHATPAY2-SHA256-RSA2048 (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const field = (name: string) => new RegExp(`(?:^|,)${name}="([^"]*)"`).exec(fields)?.[1] ?? '';
    const timestampSeconds = Number(field('timestamp'));
    const nonce = field('nonce_str');
    const message = requestMessage({
      method: request.method,
      target: request.url,
      timestampSeconds,
      nonce,
      body: body.toString('utf8'),
    });
    const isGenuine =
      field('mchid') === keys.mchId &&
      field('serial_no') === keys.merchantSerial &&
      Math.abs(clock.now() - timestampSeconds * 1000) <= MAX_CLOCK_SKEW_MS &&
      nonce !== '' &&
      !seenNonces.has(nonce) &&
      createVerify('RSA-SHA256').update(message).verify(merchantKey, field('signature'), 'base64');
    if (isGenuine) seenNonces.add(nonce);
    return isGenuine;
  };

  const ordersPath = '/v3/pay/transactions/out-trade-no/:outTradeNo';
  const outTradeNoOf = (request: FastifyRequest) => (request.params as { outTradeNo: string }).outTradeNo;
  route('POST', '/v3/pay/transactions/native', 'native', (_request, content) => rules.native(content));
  route('POST', '/v3/pay/transactions/codepay', 'codepay', (_request, content, behaviour) =>
    rules.codepay(content, behaviour),
  );
  route('GET', ordersPath, 'query', (request) =>
    rules.query(outTradeNoOf(request), (request.query as { mchid?: string }).mchid),
  );
  route('POST', `${ordersPath}/close`, 'close', (request, content) => rules.close(outTradeNoOf(request), content));
  route('POST', '/v3/refund/domestic/refunds', 'refund', (_request, content, behaviour) =>
    rules.refund(content, behaviour),
  );
  route('GET', '/v3/refund/domestic/refunds/:outRefundNo', 'refund-query', (request, _content, behaviour) =>
    rules.queryRefund((request.params as { outRefundNo: string }).outRefundNo, behaviour),
  );
  route('POST', `${ordersPath}/reverse`, 'reverse', (request, content) =>
    rules.reverse(outTradeNoOf(request), content),
  );

  const originOf = (request: FastifyRequest) => `${request.protocol}://${request.host}`;
  route('GET', '/v3/bill/tradebill', 'tradebill', (request, _content, behaviour) =>
    bills.trades(request.query, originOf(request), behaviour),
  );
  route('GET', '/v3/bill/fundflowbill', 'fundflowbill', (request, _content, behaviour) =>
    bills.funds(request.query, originOf(request), behaviour),
  );
  host.get('/v3/billdownload/file', (request, reply) => {
    if (!isAuthentic(request, Buffer.alloc(0))) return reply.code(401).send(errors.signature.content);
    const text = bills.file((request.query as { token?: string }).token ?? '');
    // The file itself is not signed; its hash was told in an answer that is.
    return text === undefined ? reply.code(404).send(errors.notFound.content) : reply.type('text/plain').send(text);
  });

  const url = await listenOnLoopback(host, config.port);
  notifier.resume();
  return {
    url,
    control,
    close: async () => {
      await host.close();
      await notifier.close();
      book.close();
    },
  };
}

function encryptResource(associatedData: string, plain: string, apiV3Key: Buffer) {
  const nonce = randomBytes(6).toString('hex');
  const cipher = createCipheriv('aes-256-gcm', apiV3Key, nonce).setAAD(Buffer.from(associatedData));
  const ciphertext = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return {
    algorithm: 'AEAD_AES_256_GCM',
    original_type: associatedData,
    associated_data: associatedData,
    nonce,
    ciphertext: ciphertext.toString('base64'),
  };
}

/** 28 digits, as the platform's. */
function newTransactionId(): string {
  return `42000${Array.from({ length: 23 }, () => randomInt(10)).join('')}`;
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
