import { z } from 'zod';
import { CardSchemesSchema } from './modules/card-auth/card-masters.ts';
import { AlipayConfigSchema } from './channels/alipay/alipay.ts';
import { BarrierGateConfigSchema } from './channels/barrier-gate/barrier-gate-client.ts';
import { InvoicePlatformConfigSchema } from './channels/invoicing/invoice-platform-client.ts';
import { MailConfigSchema } from './channels/invoicing/smtp-mailer.ts';
import { AnomalyLimitsSchema } from './modules/anomalies/anomalies.ts';
import { AliyunSmsConfigSchema } from './channels/sms/aliyun-sms.ts';
import { WechatPayConfigSchema } from './channels/wechat-pay/wechat-pay.ts';
import { RefundRulesSchema } from './modules/refunds/refund-rules.ts';
import { HelpDeskRulesSchema } from './modules/tickets/tickets.ts';

/** What the server is told by its operator. Channels that are not configured are not offered to owners. */
export const ServerConfigSchema = z.strictObject({
  host: z.string().default('127.0.0.1'),
  /** 0: any free port. */
  port: z.number().int().min(0).max(65_535).default(7300),
  /** Books, keys and, in a demo, log-in and enrolment code. */
  stateDir: z.string().min(1),
  /** `sqlite:<path>` or `postgres://…`; by default SQLite below the state directory. */
  databaseUrl: z.string().optional(),
  /** Connections this process opens to PostgreSQL at most. */
  databaseConnections: z.number().int().min(2).max(500).default(10),
  /** Origin under which kiosks and owners reach this server, when a proxy stands before it. */
  publicUrl: z
    .url()
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  channels: z
    .strictObject({ wechatPay: WechatPayConfigSchema.optional(), alipay: AlipayConfigSchema.optional() })
    .default({}),
  /** Whether an acquirer takes bank cards at the kiosks' terminals. */
  bankCards: z.boolean().default(false),
  /** From when on a payment has to be confirmed. */
  anomalies: AnomalyLimitsSchema.prefault({}),
  /** Without it invoices are only asked for, and stand in the portal until there is one. */
  invoicePlatform: InvoicePlatformConfigSchema.optional(),
  /** Without it invoices are taken by their code and not mailed. */
  mail: MailConfigSchema.optional(),
  /** Without it owners come in by card or room: no message reaches their phones. */
  sms: AliyunSmsConfigSchema.optional(),
  /** Gates that tell of cars and let them out; a community without one has no temporary parking. */
  barrierGates: z.array(BarrierGateConfigSchema).default([]),
  /** Where the keys lie on the cards; the master keys are in `card-master-keys` of the state directory. */
  cards: CardSchemesSchema.prefault({}),
  /** Approval levels, time limits and limits of refunds. */
  refunds: RefundRulesSchema.prefault({}),
  /** How soon calls for help and tickets have to be answered. */
  helpDesk: HelpDeskRulesSchema.prefault({}),
  /** Made-up communities in empty books, from a seed. */
  demo: z
    .strictObject({
      seed: z.string().min(1),
      /** What the hoppers of the first kiosk hold; empty where it gives no change. */
      hoppers: z.array(z.strictObject({ denominationFen: z.number().int(), count: z.number().int() })).default([]),
    })
    .nullable()
    .default(null),
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});
export type ServerConfig = z.output<typeof ServerConfigSchema>;
export type ServerSettings = z.input<typeof ServerConfigSchema>;
