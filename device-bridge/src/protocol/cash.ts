import { z } from 'zod';
import { command, event, NoPayload } from './message.ts';

/** Notes by cash item id. `unrecognized` beside them counts what the reader could not name. */
const NoteCount = z.object({ fit: z.number().int().nullish(), counterfeit: z.number().int().nullish() });
export const NoteCountsSchema = z.object({ unrecognized: z.number().int().nullish() }).catchall(NoteCount.nullish());
export type XfsNoteCounts = z.infer<typeof NoteCountsSchema>;

export const StorageCashInSchema = z.object({
  deposited: NoteCountsSchema.nullish(),
  rejected: NoteCountsSchema.nullish(),
});
const StorageCashIn = z.record(z.string(), StorageCashInSchema.nullish());
/** XFS money: ISO 4217 and a decimal number of main units (yuan). */
const Amount = z.object({ currency: z.string().length(3), value: z.number().nonnegative() });

export const CASH_IN_STATUSES = ['ok', 'rollback', 'active', 'retract', 'unknown', 'reset'] as const;

const CashInEndErrors = z.enum(['cashUnitError', 'noItems', 'exchangeActive', 'noCashInActive', 'positionNotEmpty']);

export const cashAcceptorCommands = {
  'CashAcceptor.CashInStart': command(
    '2.0',
    z.object({
      useRecycleUnits: z.boolean().nullish(),
      totalItemsLimit: z.number().int().nonnegative().nullish(),
      amountLimit: z.array(Amount).nullish(),
    }),
    '2.0',
    z.object({ errorCode: z.enum(['exchangeActive', 'cashInActive', 'unsupportedPosition']).nullish() }),
  ),
  'CashAcceptor.CashIn': command(
    '2.0',
    NoPayload,
    '2.0',
    z.object({
      errorCode: z.enum(['cashUnitError', 'tooManyItems', 'noItems', 'exchangeActive', 'noCashInActive']).nullish(),
      items: NoteCountsSchema.nullish(),
    }),
  ),
  'CashAcceptor.CashInEnd': command(
    '2.0',
    NoPayload,
    '2.0',
    z.object({ errorCode: CashInEndErrors.nullish(), storage: StorageCashIn.nullish() }),
  ),
  'CashAcceptor.CashInRollback': command(
    '2.0',
    NoPayload,
    '2.0',
    z.object({ errorCode: CashInEndErrors.nullish(), storage: StorageCashIn.nullish() }),
  ),
  'CashAcceptor.GetCashInStatus': command(
    '2.0',
    z.object({
      /** Outside the standard: ask for an earlier transaction. Absent: the last one. */
      transactionID: z.string().nullish(),
    }),
    '2.0',
    z.object({
      /** Absent when no such transaction was ever started. */
      status: z.enum(CASH_IN_STATUSES).nullish(),
      numOfRefused: z.number().int().nullish(),
      noteNumberList: NoteCountsSchema.nullish(),
      /** Outside the standard: which transaction this is. */
      transactionID: z.string().nullish(),
    }),
  ),
  'CashAcceptor.ConfigureNoteTypes': command(
    '2.0',
    z.object({ items: z.array(z.object({ item: z.string(), enabled: z.boolean() })) }),
    '2.0',
    z.object({ errorCode: z.enum(['exchangeActive', 'cashInActive']).nullish() }),
  ),
  /** Outside the standard: notes in the box that belong to no transaction, oldest first, under ids that stay. */
  'CashAcceptor.GetOrphanNotes': command(
    '1.0',
    NoPayload,
    '1.0',
    z.object({
      orphans: z
        .array(
          z.object({
            orphanID: z.uuid(),
            time: z.iso.datetime(),
            /** In yuan; absent when the device could not name it. */
            value: z.number().positive().nullish(),
          }),
        )
        .nullish(),
    }),
  ),
};

export const cashAcceptorEvents = {
  'CashAcceptor.InsertItemsEvent': event('event', '2.0', NoPayload),
  'CashAcceptor.SubCashInEvent': event('event', '2.0', NoteCountsSchema),
  'CashAcceptor.InputRefuseEvent': event(
    'event',
    '2.0',
    z.object({
      reason: z.enum([
        'cashInUnitFull',
        'invalidBill',
        'noBillsToDeposit',
        'depositFailure',
        'commonInputComponentFailure',
        'stackerFull',
        'foreignItemsDetected',
        'invalidBunch',
        'counterfeit',
        'limitOverTotalItems',
        'limitOverAmount',
      ]),
    }),
  ),
};

/** A note's front side: where it is put in and comes back. */
const Position = z.enum(['inDefault', 'outDefault']);

export const cashManagementEvents = {
  'CashManagement.ItemsInsertedEvent': event('unsolicited', '2.0', z.object({ position: Position })),
  'CashManagement.ItemsPresentedEvent': event(
    'unsolicited',
    '2.0',
    z.object({ position: Position, additionalBunches: z.string().nullish() }),
  ),
};

export const cashManagementCommands = {
  'CashManagement.GetBankNoteTypes': command(
    '2.0',
    NoPayload,
    '2.0',
    z.object({
      items: z
        .record(
          z.string().regex(/^type[0-9A-Z]+$/),
          z.object({
            cashItem: z.object({
              noteID: z.number().int(),
              currency: z.string(),
              value: z.number(),
              release: z.number().int().nullish(),
            }),
            enabled: z.boolean(),
          }),
        )
        .nullish(),
    }),
  ),
  'CashManagement.Reset': command(
    '2.0',
    z.object({ position: z.record(z.string(), z.unknown()).nullish() }),
    '2.0',
    z.object({ errorCode: z.enum(['cashUnitError', 'unsupportedPosition']).nullish() }),
  ),
};

/** XFS cash item id of a yuan note, from its value in fen: 10000 → `typeCNY100`. */
export function noteType(denominationFen: number): string {
  return `typeCNY${denominationFen / 100}`;
}

/** XFS cash item id of a coin, from its value in fen: five jiao is `typeCNYC50`. */
export function coinType(denominationFen: number): string {
  return `typeCNYC${denominationFen}`;
}

/** The value in fen of a cash item id this module made, undefined for any other. */
export function denominationOf(type: string): number | undefined {
  const [, coin, value] = /^typeCNY(C?)(\d{1,4})$/.exec(type) ?? [];
  if (value === undefined) return undefined;
  return coin === 'C' ? Number(value) : Number(value) * 100;
}

/** Whether it is a coin that was taken: it is in the box already and cannot be given back. */
export function holdsCoin(counts: XfsNoteCounts | null | undefined): boolean {
  return Object.keys(counts ?? {}).some((type) => type.startsWith('typeCNYC'));
}

/** The one note of a single-note transaction, in fen. */
export function noteIn(counts: XfsNoteCounts | null | undefined): number | undefined {
  for (const [type, count] of Object.entries(counts ?? {})) {
    if (typeof count === 'object' && count !== null && (count.fit ?? 0) > 0) return denominationOf(type);
  }
  return undefined;
}
