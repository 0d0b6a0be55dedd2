import { readFileSync } from 'node:fs';
import type { FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { z } from 'zod';
import { signatureIsRight, signatureOf } from '../shared-secret-signature.ts';
import type { InvoicePlatformSettings } from '../invoicing/invoice-platform-client.ts';
import { answerCall, type PlainAnswer, type WireAnswer } from './answering.ts';
import { GatewayConfigSchema, listenOnLoopback, rawBody, rawBodyHost } from './gateway-host.ts';
import { invoicesAndMails } from './invoice-gateway-page.ts';
import { invoiceFile } from './invoice-files.ts';
import { InvoiceWishSchema, openInvoiceBook } from './invoice-book.ts';
import { type Mailbox, startMailbox } from './mailbox.ts';
import { type CallBehaviour, CallBehaviourSchema, createBehaviourQueue } from './misbehaviour.ts';
import { startSmsGateway } from './sms-gateway.ts';
import { refuseProduction } from './sandbox-keys.ts';
import { sharedSecretPath } from './shared-secret.ts';

const APP_KEY = 'sandbox-invoices';
const FRESH_MS = 300_000;
const FileWishSchema = z.strictObject({ requestNumber: z.string(), format: z.enum(['pdf', 'ofd', 'xml']) });
const MisbehaveSchema = z.strictObject({
  route: z.string(),
  behaviour: CallBehaviourSchema,
  times: z.int().min(1).max(1_000).default(1),
});

export const InvoiceGatewayConfigSchema = GatewayConfigSchema.omit({ notifyRetryMs: true }).extend({
  /** Of the mail server beside it; 0 takes any free port. */
  mailPort: z.int().min(0).max(65_535),
  /** Of the carrier of messages beside it; absent: there is none. */
  smsPort: z.int().min(0).max(65_535).optional(),
  /** How long an invoice takes to be issued, in ms. */
  issueMs: z.int().min(0).default(1_500),
});

/** Configuration of the real client, pointed at the sandbox; the first call makes the shared secret. */
export function invoiceSandboxConfig(keysDir: string, baseUrl: string): InvoicePlatformSettings {
  refuseProduction();
  return { baseUrl, appKey: APP_KEY, secretPath: sharedSecretPath(keysDir, 'invoice-platform') };
}

/** A tax platform that checks every signature, takes its time to issue, and misbehaves when it is told to. */
export async function startInvoiceGateway(
  config: z.input<typeof InvoiceGatewayConfigSchema>,
  { logger, now = Date.now }: { readonly logger: Logger; readonly now?: () => number },
): Promise<{ url: string; mailbox: Mailbox; close(): Promise<void> }> {
  refuseProduction();
  const { port, mailPort, smsPort, issueMs, stateDir, keysDir } = InvoiceGatewayConfigSchema.parse(config);
  const secret = readFileSync(sharedSecretPath(keysDir, 'invoice-platform'), 'utf8').trim();
  const book = openInvoiceBook(stateDir, now, issueMs);
  const mailbox = await startMailbox(mailPort);
  const sms = smsPort === undefined ? undefined : await startSmsGateway({ port: smsPort, keysDir }, now);
  const misbehaviours = createBehaviourQueue<CallBehaviour>();
  const host = rawBodyHost(256);

  function signedRoute(path: string, act: (body: unknown) => PlainAnswer): void {
    host.post(path, async (request, reply) => {
      const refusal = refusalOf(request, path, secret, now());
      if (refusal !== undefined) {
        logger.warn({ path, refusal }, 'request refused');
        return reply.code(401).send({ message: refusal });
      }
      const body: unknown = JSON.parse(rawBody(request.body).toString('utf8'));
      return answerCall(reply, misbehaviours.take(path), {
        act: () => act(body),
        systemError: { status: 500, content: { message: 'system error' } },
        encode: (answer, fault) => encode(request, answer, secret, now(), fault),
      });
    });
  }

  signedRoute('/invoices', (body) => {
    const wish = InvoiceWishSchema.safeParse(body);
    if (!wish.success) return { status: 400, content: { message: z.prettifyError(wish.error) } };
    return told(wish.data.requestNumber, book.request(wish.data));
  });
  signedRoute('/invoices/query', (body) => {
    const { requestNumber } = z.strictObject({ requestNumber: z.string() }).parse(body);
    return told(requestNumber, book.find(requestNumber));
  });
  signedRoute('/invoices/files', (body) => {
    const { requestNumber, format } = FileWishSchema.parse(body);
    const found = book.find(requestNumber);
    if (found.state !== 'issued') return { status: 409, content: { message: 'not issued' } };
    const content = Buffer.from(invoiceFile(found.invoice, format)).toString('base64');
    return { status: 200, content: { requestNumber, content } };
  });
  host.get('/control/invoices', () => book.all());
  host.get('/control/mails', () => mailbox.mails());
  host.get('/', (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(invoicesAndMails(book.all(), mailbox.mails())),
  );
  host.post('/control/misbehaviours', (request) => {
    const { route, behaviour, times } = MisbehaveSchema.parse(JSON.parse(rawBody(request.body).toString('utf8')));
    misbehaviours.push(route, behaviour, times);
    return {};
  });

  const url = await listenOnLoopback(host, port);
  return {
    url,
    mailbox,
    close: async () => {
      await host.close();
      await mailbox.close();
      await sms?.close();
      book.close();
    },
  };
}

function told(requestNumber: string, entry: ReturnType<ReturnType<typeof openInvoiceBook>['find']>): PlainAnswer {
  if (entry.state === 'issued') {
    const { invoiceNumber, issuedAt } = entry.invoice;
    return { status: 200, content: { requestNumber, state: 'issued', invoiceNumber, issuedAt } };
  }
  const reason = entry.state === 'refused' ? { reason: entry.reason } : {};
  return { status: 200, content: { requestNumber, state: entry.state, ...reason } };
}

function refusalOf(request: FastifyRequest, path: string, secret: string, now: number): string | undefined {
  const header = (name: string) => String(request.headers[name] ?? '');
  if (header('x-app-key') !== APP_KEY) return 'unknown app key';
  const timestamp = header('x-timestamp');
  if (Math.abs(now - Number(timestamp)) > FRESH_MS) return 'timestamp too far off';
  const parts = { subject: `POST ${path}`, timestamp, nonce: header('x-nonce'), body: rawBody(request.body) };
  return signatureIsRight(header('x-signature'), parts, secret) ? undefined : 'wrong signature';
}

function encode(
  request: FastifyRequest,
  answer: PlainAnswer,
  secret: string,
  now: number,
  fault: 'tamper' | 'halve' | undefined,
): WireAnswer {
  const whole = JSON.stringify(answer.content ?? {});
  const body = fault === 'halve' ? whole.slice(0, whole.length / 2) : whole;
  const timestamp = String(now);
  const nonce = String(request.headers['x-nonce'] ?? '');
  const parts = { subject: String(answer.status), timestamp, nonce, body: Buffer.from(body) };
  const signature = signatureOf(parts, fault === 'tamper' ? `${secret}x` : secret);
  const headers = { 'content-type': 'application/json', 'x-timestamp': timestamp, 'x-signature': signature };
  return { status: answer.status, headers, body };
}
