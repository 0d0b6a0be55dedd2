import { createPrivateKey, createPublicKey, generateKeyPairSync, randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { businessTime, systemClock, type Clock } from '@louting/common/clock';
import { newId } from '@louting/common/ids';
import { fen } from '@louting/common/money';
import pino, { type Logger } from 'pino';
import { sign, signedContent, verify } from '../alipay/signing.ts';
import { fenToYuan, GatewayTimeSchema } from '../alipay/trade.ts';
import { createAlipayBills } from './alipay-bills.ts';
import { alipayErrors, createAlipayRules, tradeOf, tradeStatus, type AlipayAnswer } from './alipay-rules.ts';
import { answerCall, type PlainAnswer, type WireAnswer } from './answering.ts';
import { createBehaviours, createControl, NOTIFY, type GatewayControl } from './control.ts';
import {
  createGatewayHost,
  GatewayConfigSchema,
  listenOnLoopback,
  rawBody,
  type GatewayConfig,
} from './gateway-host.ts';
import type { NotificationBehaviour } from './misbehaviour.ts';
import { createNotifier } from './notifier.ts';
import { openOrderBook, type SandboxOrder } from './order-book.ts';
import { ensureSandboxKeys } from './sandbox-keys.ts';

export interface AlipayGateway {
  /** Origin, e.g. `http://127.0.0.1:7342`; the channel is at `gatewayUrl`. */
  readonly url: string;
  readonly gatewayUrl: string;
  readonly control: GatewayControl;
  close(): Promise<void>;
}

export const ALIPAY_GATEWAY_PATH = '/gateway.do';
const BILL_METHOD = 'alipay.data.dataservice.bill.downloadurl.query';
const TWO_DAYS_MS = 2 * 24 * 60 * 60 * 1000;
const MAX_TIMESTAMP_SKEW_MS = 15 * 60 * 1000;

/** Stands in for https://openapi.alipay.com/gateway.do: checks the merchant's signatures and signs what it sends. */
export async function startAlipayGateway(
  settings: GatewayConfig,
  {
    clock = systemClock,
    logger = pino({ level: 'silent' }),
  }: { readonly clock?: Clock; readonly logger?: Logger } = {},
): Promise<AlipayGateway> {
  const config = GatewayConfigSchema.parse(settings);
  const keys = ensureSandboxKeys(config.keysDir).alipay;
  const merchantKey = createPublicKey(readFileSync(keys.merchantPublicKeyPath));
  const platformKey = createPrivateKey(readFileSync(keys.alipayPrivateKeyPath));
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

  const encodeNotification = (order: SandboxOrder, id: string, behaviour: NotificationBehaviour | undefined) => {
    const amountFen = behaviour?.kind === 'wrong-amount' ? fen(behaviour.amountFen) : order.amountFen;
    const at = clock.now() - (behaviour?.kind === 'stale' ? TWO_DAYS_MS : 0);
    const parameters: Record<string, string> = {
      notify_id: id,
      notify_type: 'trade_status_sync',
      notify_time: businessTime(at),
      charset: 'utf-8',
      version: '1.0',
      app_id: behaviour?.kind === 'other-app' ? '2021000000000999' : keys.appId,
      seller_id: behaviour?.kind === 'other-merchant' ? '2088000000000999' : keys.sellerId,
      ...tradeOf({ ...order, amountFen }),
      trade_status: tradeStatus(order),
      subject: order.description,
      gmt_create: businessTime(order.createdAt),
      ...(order.paidAt === undefined ? {} : { gmt_payment: businessTime(order.paidAt) }),
      ...(order.refundedFen > 0 ? { refund_fee: fenToYuan(order.refundedFen), gmt_refund: businessTime(at) } : {}),
    };
    const key = behaviour?.kind === 'forged' ? stranger : platformKey;
    const signed = { ...parameters, sign_type: 'RSA2', sign: sign(signedContent(parameters, []), key) };
    return {
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      body: new URLSearchParams(signed).toString(),
    };
  };

  const book = openOrderBook(join(config.stateDir, 'alipay-gateway'));
  const behaviours = createBehaviours();
  const notifier = createNotifier({
    book,
    newId,
    logger,
    retryMs: config.notifyRetryMs,
    nextBehaviour: () => behaviours.notifications.take(NOTIFY),
    encode: encodeNotification,
    isAccepted: (_status, body) => body === 'success',
  });
  const rules = createAlipayRules({ book, clock, notifier, newTradeNo: () => newTradeNo(clock.now()) });
  const control = createControl({ book, clock, notifier, behaviours, payerCodePrefix: '28' });
  const bills = createAlipayBills({ book, clock, sellerId: keys.sellerId });
  const host = createGatewayHost('alipay', control);
  host.get('/bill-download', (request, reply) => {
    const bytes = bills.file((request.query as { token?: string }).token ?? '');
    return bytes ? reply.type('application/zip').send(Buffer.from(bytes)) : reply.code(404).send();
  });

  host.post(ALIPAY_GATEWAY_PATH, (request, reply) => {
    const form = new URLSearchParams(rawBody(request.body).toString('utf8'));
    const parameters: Record<string, string> = {
      ...(request.query as Record<string, string>),
      ...Object.fromEntries(form),
    };
    const method = parameters.method ?? '';
    const name = method.replace('alipay.trade.', '');
    const behaviour = behaviours.takeForCall(name);
    const problem = protocolProblem(parameters);
    return answerCall(reply, behaviour, {
      act: () => {
        const content = parseJson(parameters.biz_content);
        const perform = () =>
          method === BILL_METHOD
            ? bills.place(content, `${request.protocol}://${request.host}`, behaviour)
            : rules.perform(name, content, parameters.notify_url, behaviour);
        const answer = problem ?? perform();
        return { status: 200, content: answer ?? alipayErrors.method };
      },
      // Both mean "nobody knows": the pay call says it as a business failure, the others as code 20000.
      systemError: { status: 200, content: name === 'pay' ? alipayErrors.system : alipayErrors.unknown },
      encode: (answer, fault) => encodeAnswer(method, answer, fault),
    });
  });

  const protocolProblem = (parameters: Record<string, string>): AlipayAnswer | undefined => {
    if (parameters.app_id !== keys.appId) return alipayErrors.appId;
    const isSigned =
      parameters.sign_type === 'RSA2' &&
      verify(signedContent(parameters, ['sign']), parameters.sign ?? '', [merchantKey]);
    if (!isSigned) return alipayErrors.signature;
    const timestamp = GatewayTimeSchema.safeParse(parameters.timestamp);
    const isNear = timestamp.success && Math.abs(clock.now() - timestamp.data) <= MAX_TIMESTAMP_SKEW_MS;
    return isNear ? undefined : alipayErrors.timestamp;
  };

  const encodeAnswer = (method: string, answer: PlainAnswer, fault?: 'tamper' | 'halve'): WireAnswer => {
    // The gateway escapes slashes, which is why the raw characters count.
    const text = JSON.stringify(answer.content).replaceAll('/', '\\/');
    const raw = fault === 'halve' ? text.slice(0, text.length / 2) : text;
    const signature = sign(raw, fault === 'tamper' ? stranger : platformKey);
    return {
      status: 200,
      headers: { 'content-type': 'text/html;charset=utf-8' },
      body: `{"${method.replaceAll('.', '_')}_response":${raw},"sign":"${signature}"}`,
    };
  };

  const url = await listenOnLoopback(host, config.port);
  notifier.resume();
  return {
    url,
    gatewayUrl: url + ALIPAY_GATEWAY_PATH,
    control,
    close: async () => {
      await host.close();
      await notifier.close();
      book.close();
    },
  };
}

/** Date and 20 more digits, as the platform's. */
function newTradeNo(now: number): string {
  const date = businessTime(now).slice(0, 10).replaceAll('-', '');
  return `${date}${Array.from({ length: 20 }, () => randomInt(10)).join('')}`;
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
