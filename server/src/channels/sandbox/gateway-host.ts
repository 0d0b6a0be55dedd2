import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { z } from 'zod';
import { code128 } from './code128.ts';
import type { GatewayControl } from './control.ts';
import { CallBehaviourSchema, NotificationBehaviourSchema } from './misbehaviour.ts';
import type { SandboxOrder } from './order-book.ts';
import { refuseProduction } from './sandbox-keys.ts';

/** One sandbox gateway process. It listens on the loopback only. */
export const GatewayConfigSchema = z.strictObject({
  /** 0 takes any free port. */
  port: z.number().int().min(0).max(65_535),
  stateDir: z.string().min(1),
  /** Shared with the server, which finds its merchant keys here. */
  keysDir: z.string().min(1),
  /** Pauses before a notification is repeated, in ms. */
  notifyRetryMs: z.array(z.number().int().min(0)).default([2_000, 5_000, 15_000, 60_000, 300_000]),
});
export type GatewayConfig = z.input<typeof GatewayConfigSchema>;

const Times = z.number().int().min(1).max(1_000).default(1);
const MisbehaveSchema = z.strictObject({ route: z.string(), behaviour: CallBehaviourSchema, times: Times });
const MisbehaveNotificationsSchema = z.strictObject({ behaviour: NotificationBehaviourSchema, times: Times });
const PayerCodeWishSchema = z.strictObject({
  requirePin: z.boolean().optional(),
  balanceFen: z.number().int().min(0).optional(),
});
const OrderPath = z.object({ outTradeNo: z.string() });

/** @throws when NODE_ENV is `production` */
export function createGatewayHost(brand: 'wechat-pay' | 'alipay', control: GatewayControl): FastifyInstance {
  refuseProduction();
  const host = rawBodyHost(256);
  host.setErrorHandler((error, _request, reply) => {
    const isMalformed = error instanceof z.ZodError || error instanceof SyntaxError;
    const detail = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    return reply.code(isMalformed ? 400 : 500).send({ code: isMalformed ? 'LT-9001' : 'LT-9999', detail });
  });
  addPhone(host, brand);
  addControl(host, control);
  return host;
}

/** Signatures cover the raw bytes, so no route gets a parsed body. */
export function rawBodyHost(bodyLimitKiB: number): FastifyInstance {
  const host = Fastify({ forceCloseConnections: true, bodyLimit: bodyLimitKiB * 1024 });
  host.removeAllContentTypeParsers();
  host.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  return host;
}

export function rawBody(body: unknown): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}

/** @returns the origin the gateway answers at */
export async function listenOnLoopback(host: FastifyInstance, port: number): Promise<string> {
  return await host.listen({ host: '127.0.0.1', port });
}

function addPhone(host: FastifyInstance, brand: string): void {
  const page = readFileSync(join(import.meta.dirname, 'phone', 'phone.html'), 'utf8').replace('{{brand}}', brand);
  host.get('/phone', (_request, reply) => reply.type('text/html; charset=utf-8').send(page));
  for (const [name, type] of [
    ['phone.css', 'text/css; charset=utf-8'],
    ['phone.js', 'text/javascript; charset=utf-8'],
  ] as const) {
    const content = readFileSync(join(import.meta.dirname, 'phone', name), 'utf8');
    host.get(`/phone/${name}`, (_request, reply) => reply.type(type).send(content));
  }
  host.get('/', (_request, reply) => reply.redirect('/phone'));
}

function addControl(host: FastifyInstance, control: GatewayControl): void {
  host.get('/control/orders', () => control.orders().map(shown));
  host.get('/control/orders/:outTradeNo', (request, reply) => {
    const order = control.order(OrderPath.parse(request.params).outTradeNo);
    return order ? shown(order) : reply.code(404).send({ result: 'not-found' });
  });
  host.post('/control/orders/:outTradeNo/pay', (request, reply) => {
    const result = control.pay(OrderPath.parse(request.params).outTradeNo);
    return reply.code({ paid: 200, 'not-found': 404, 'not-payable': 409 }[result]).send({ result });
  });
  host.post('/control/orders/:outTradeNo/decline', (request, reply) => {
    const declined = control.decline(OrderPath.parse(request.params).outTradeNo);
    return reply.code(declined ? 200 : 409).send({ declined });
  });
  host.post('/control/refunds/:outRefundNo/settle', (request, reply) => {
    const { outRefundNo } = z.object({ outRefundNo: z.string() }).parse(request.params);
    const { outcome } = z.object({ outcome: z.enum(['succeeded', 'failed']) }).parse(jsonOf(request.body));
    const settled = control.settleRefund(outRefundNo, outcome);
    return reply.code(settled ? 200 : 409).send({ settled });
  });
  host.post('/control/scans', (request, reply) => {
    const { content } = z.object({ content: z.string() }).parse(jsonOf(request.body));
    const order = control.scan(content);
    return order ? shown(order) : reply.code(404).send({ result: 'not-found' });
  });
  host.post('/control/payer-codes', (request) => {
    const code = control.issuePayerCode(PayerCodeWishSchema.parse(jsonOf(request.body)));
    return { ...code, bars: code128(code.code) };
  });
  host.get('/control/payer-codes/:code', (request, reply) => {
    const code = control.payerCode(z.object({ code: z.string() }).parse(request.params).code);
    return code ?? reply.code(404).send({ result: 'not-found' });
  });
  host.post('/control/misbehaviours', (request) => {
    const { route, behaviour, times } = MisbehaveSchema.parse(jsonOf(request.body));
    control.misbehave(route, behaviour, times);
    return {};
  });
  host.post('/control/notification-misbehaviours', (request) => {
    const { behaviour, times } = MisbehaveNotificationsSchema.parse(jsonOf(request.body));
    control.misbehaveNotifications(behaviour, times);
    return {};
  });
  host.delete('/control/misbehaviours', () => {
    control.behave();
    return {};
  });
  host.post('/control/notifications/release', (request) => {
    const { order } = z.object({ order: z.enum(['oldest-first', 'newest-first']) }).parse(jsonOf(request.body));
    return control.releaseNotifications(order).then(() => ({}));
  });
  host.post('/control/orders/:outTradeNo/notification', (request) => {
    const { behaviour } = z.object({ behaviour: NotificationBehaviourSchema.optional() }).parse(jsonOf(request.body));
    const { outTradeNo } = OrderPath.parse(request.params);
    return control.resendNotification(outTradeNo, behaviour).then((status) => ({ status }));
  });
  host.get('/control/calls', () => control.calls());
}

/** An order as the phone and tests see it. */
function shown({ fingerprint: _fingerprint, ...order }: SandboxOrder) {
  return order;
}

function jsonOf(body: unknown): unknown {
  const bytes = rawBody(body);
  return bytes.length === 0 ? {} : (JSON.parse(bytes.toString('utf8')) as unknown);
}
