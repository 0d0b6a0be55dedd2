import { readFileSync } from 'node:fs';
import { failed, ok, type Result } from '@louting/common/result';
import { z } from 'zod';
import {
  type InvoicePlatform,
  type InvoiceRequest,
  isInvoiceNumber,
  type PlatformOutcome,
} from '../../modules/invoices/invoice-platform.ts';
import type { ChannelDependencies } from '../channel-dependencies.ts';
import { exchange } from '../http-exchange.ts';
import { signatureIsRight, signatureOf } from '../shared-secret-signature.ts';

export const InvoicePlatformConfigSchema = z.strictObject({
  /** Origin of the tax platform or of the service provider before it. */
  baseUrl: z.url(),
  appKey: z.string().min(1),
  /** File that holds the secret shared with the platform. */
  secretPath: z.string().min(1),
  timeoutMs: z.number().int().positive().default(10_000),
});
export type InvoicePlatformSettings = z.input<typeof InvoicePlatformConfigSchema>;
type InvoicePlatformConfig = z.output<typeof InvoicePlatformConfigSchema>;

const OutcomeSchema = z.discriminatedUnion('state', [
  z.object({ requestNumber: z.string(), state: z.literal('issuing') }),
  z.object({
    requestNumber: z.string(),
    state: z.literal('issued'),
    invoiceNumber: z.string().refine(isInvoiceNumber),
    issuedAt: z.int().positive(),
  }),
  z.object({ requestNumber: z.string(), state: z.literal('refused'), reason: z.string().max(200) }),
  z.object({ requestNumber: z.string(), state: z.literal('unknown') }),
]);
const FileSchema = z.object({ requestNumber: z.string(), content: z.base64() });

/**
 * The tax platform over HTTP: JSON bodies, both directions signed. Every answer that is not signed by the platform, or
 * is about another request, is no answer (LT-2906).
 * @throws Error when the secret cannot be read
 */
export function createInvoicePlatform(
  config: InvoicePlatformConfig,
  dependencies: ChannelDependencies,
): InvoicePlatform {
  const secret = readFileSync(config.secretPath, 'utf8').trim();

  async function call<T extends { readonly requestNumber: string }>(
    path: string,
    body: object,
    requestNumber: string,
    schema: z.ZodType<T>,
  ): Promise<Result<T>> {
    const text = JSON.stringify(body);
    const timestamp = String(dependencies.clock.now());
    const nonce = dependencies.newNonce();
    const parts = { subject: `POST ${path}`, timestamp, nonce, body: Buffer.from(text) };
    const headers = {
      'content-type': 'application/json',
      'x-app-key': config.appKey,
      'x-timestamp': timestamp,
      'x-nonce': nonce,
      'x-signature': signatureOf(parts, secret),
    };
    const url = `${config.baseUrl.replace(/\/+$/, '')}${path}`;
    const answer = await exchange(
      'invoice-platform.call',
      { method: 'POST', url, headers, body: text, timeoutMs: config.timeoutMs },
      dependencies,
    );
    if (!answer.ok) return failed('LT-2906', answer.error.detail);
    const { status, headers: answered, rawBody } = answer.value;
    const signed = {
      subject: String(status),
      timestamp: answered.get('x-timestamp') ?? '',
      // The answer repeats the nonce of the request: an old answer cannot be played again.
      nonce,
      body: rawBody,
    };
    if (!signatureIsRight(answered.get('x-signature') ?? '', signed, secret)) return failed('LT-2906', 'not signed');
    if (status !== 200) return failed('LT-2906', `status ${status}`);
    const parsed = schema.safeParse(jsonOf(rawBody));
    if (!parsed.success) return failed('LT-2906', 'malformed answer');
    return parsed.data.requestNumber === requestNumber ? ok(parsed.data) : failed('LT-2906', 'about another request');
  }

  return {
    request: async (invoice) => {
      const asked = await call('/invoices', wireOf(invoice), invoice.requestNumber, OutcomeSchema);
      if (!asked.ok) return asked;
      return asked.value.state === 'unknown'
        ? failed('LT-2906', 'unknown after a request')
        : ok(outcomeOf(asked.value));
    },
    query: async (requestNumber) => {
      const asked = await call('/invoices/query', { requestNumber }, requestNumber, OutcomeSchema);
      if (!asked.ok) return asked;
      return ok(asked.value.state === 'unknown' ? { state: 'unknown' as const } : outcomeOf(asked.value));
    },
    download: async (requestNumber, format) => {
      const file = await call('/invoices/files', { requestNumber, format }, requestNumber, FileSchema);
      return file.ok ? ok(Buffer.from(file.value.content, 'base64')) : file;
    },
  };
}

function wireOf(invoice: InvoiceRequest): object {
  return {
    requestNumber: invoice.requestNumber,
    kind: invoice.kind,
    ...(invoice.redOfNumber === undefined ? {} : { redOfNumber: invoice.redOfNumber }),
    buyer: invoice.buyer,
    seller: { name: invoice.sellerName },
    remark: invoice.remark,
    amountFen: invoice.amountFen,
    taxFen: invoice.taxFen,
    lines: invoice.lines.map(({ name, taxClassCode, taxRate, amountFen, taxFen }) => ({
      name,
      taxClassCode,
      taxRate,
      amountFen,
      taxFen,
    })),
  };
}

function outcomeOf(answer: Exclude<z.infer<typeof OutcomeSchema>, { state: 'unknown' }>): PlatformOutcome {
  if (answer.state === 'issuing') return { state: 'issuing' };
  if (answer.state === 'refused') return { state: 'refused', reason: answer.reason };
  return { state: 'issued', invoiceNumber: answer.invoiceNumber, issuedAt: answer.issuedAt };
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
