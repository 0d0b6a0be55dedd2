import { FenSchema } from '@louting/common/money';
import { z } from 'zod';
import { LocalisedSchema } from './kiosk-api.ts';
import { ChannelSchema, LineClassSchema } from './reconciliation-api.ts';

/** What changes the rules of reconciliation: one person proposes it with a reason, another confirms or refuses. */

const Id = z.uuid();
const Day = z.iso.date();
const Name = z.string().trim().min(1).max(40);
const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);

/** Accounts that lines of the bank may be posted against by a rule; all others are by room, kiosk or charge item. */
export const POSTING_ACCOUNTS = ['6603', '6602', '2202', '1221', '1012.own', '6051', '6301', '6711'] as const;

const BankAccountChange = z.strictObject({
  kind: z.literal('bank-account'),
  communityId: Id,
  bank: Name,
  accountNumber: z.string().regex(/^\d{8,32}$/),
  name: Name,
});
const CHANGES = [
  z.strictObject({
    kind: z.literal('channel-fee-rule'),
    channel: ChannelSchema.exclude(['kiosk-cash']),
    fromDate: Day,
    name: Name,
    /** 0.6 % is 6000. */
    rateMillionths: z.number().int().min(0).max(100_000),
    toleranceFen: z.int().min(0).max(1_000),
  }),
  z.strictObject({
    kind: z.literal('bank-fee-rule'),
    communityId: Id,
    fromDate: Day,
    name: Name,
    /** 0 ends the rule of that name. */
    feeFen: z.int().min(0).max(100_000),
  }),
  z.strictObject({
    kind: z.literal('posting-rule'),
    communityId: Id,
    fromDate: Day,
    class: LineClassSchema.extract(['fee', 'interest', 'internal', 'supplier', 'other-out', 'other-in']),
    accountCode: z.enum(POSTING_ACCOUNTS),
  }),
  z.strictObject({ kind: z.literal('line-class'), lineId: Id, class: LineClassSchema }),
  z.strictObject({ kind: z.literal('give-up-day'), runId: Id }),
  z.strictObject({ kind: z.literal('reopen-month'), communityId: Id, month: Month }),
] as const;
export const ChangeSchema = z.discriminatedUnion('kind', [...CHANGES, BankAccountChange]);
export type Change = z.infer<typeof ChangeSchema>;
export type ChangeKind = Change['kind'];
export type ChangeOf<Kind extends ChangeKind> = Extract<Change, { kind: Kind }>;

export const ChangeStateSchema = z.enum(['PROPOSED', 'DONE', 'REFUSED']);
export type ChangeState = z.infer<typeof ChangeStateSchema>;

export const ChangeRowSchema = z.object({
  changeId: Id,
  /** An account's number is masked. */
  change: z.discriminatedUnion('kind', [...CHANGES, BankAccountChange.extend({ accountNumber: z.string() })]),
  /** What it is about, where ids alone do not tell: a day and its channel, a line's day and amount. */
  about: z.object({ date: Day.optional(), channel: z.string().optional(), amountFen: FenSchema.optional() }),
  reason: z.string(),
  state: ChangeStateSchema,
  proposedByName: z.string(),
  proposedBySelf: z.boolean(),
  proposedAt: z.number().int(),
  decidedByName: z.string().optional(),
  decidedAt: z.number().int().optional(),
  note: z.string(),
});
export type ChangeRow = z.infer<typeof ChangeRowSchema>;

export const BankAccountSchema = z.object({
  accountId: Id,
  communityId: Id,
  bank: z.string(),
  numberMasked: z.string(),
  name: z.string(),
  /** The last day that a statement tells of. */
  upTo: Day.optional(),
});
export type BankAccount = z.infer<typeof BankAccountSchema>;

const SetBy = { setByName: z.string(), confirmedByName: z.string() };
export const RulesSchema = z.object({
  accounts: z.array(BankAccountSchema),
  channelFees: z.array(
    z.object({
      channel: ChannelSchema,
      fromDate: Day,
      name: z.string(),
      rateMillionths: z.number().int(),
      toleranceFen: FenSchema,
      ...SetBy,
    }),
  ),
  bankFees: z.array(z.object({ fromDate: Day, name: z.string(), feeFen: FenSchema, ...SetBy })),
  postings: z.array(
    z.object({
      fromDate: Day,
      class: LineClassSchema,
      accountCode: z.string(),
      accountName: LocalisedSchema,
      ...SetBy,
    }),
  ),
});
export type Rules = z.infer<typeof RulesSchema>;

const base = '/admin/v1/reconciliation';

export const changeRoutes = {
  /** Newest of each rule first. */
  rules: { method: 'GET', path: `${base}/rules`, query: z.object({ communityId: Id }), response: RulesSchema },
  /** What waits first, then the last that were decided. */
  changes: {
    method: 'GET',
    path: `${base}/changes`,
    query: z.object({ communityId: Id.optional() }),
    response: z.object({ rows: z.array(ChangeRowSchema) }),
  },
  proposeChange: {
    method: 'POST',
    path: `${base}/changes`,
    /** The id is made by who proposes, so that a proposal sent twice is one. */
    body: z.strictObject({ changeId: Id, change: ChangeSchema, reason: z.string().trim().min(4).max(200) }),
    response: ChangeRowSchema,
  },
  /** By another person than the one who proposed it. */
  decideChange: {
    method: 'POST',
    path: `${base}/changes/:changeId`,
    params: z.object({ changeId: Id }),
    body: z.strictObject({ action: z.enum(['confirm', 'refuse']), note: z.string().trim().max(200) }),
    response: ChangeRowSchema,
  },
} as const;
