import { z } from 'zod';
import { NoteCountsSchema, StorageCashInSchema } from './cash.ts';
import { command, event, NoPayload } from './message.ts';

const UnitId = z.string().regex(/^unit[0-9A-Za-z]+$/);

const CashUnit = z.object({
  capabilities: z
    .object({
      types: z.object({ cashIn: z.boolean().nullish(), cashOut: z.boolean().nullish() }).nullish(),
      hardwareSensors: z.boolean().nullish(),
      cashItems: z.array(z.string()).nullish(),
    })
    .nullish(),
  configuration: z
    .object({
      types: z.object({ cashIn: z.boolean().nullish(), cashOut: z.boolean().nullish() }).nullish(),
      currency: z.string().nullish(),
      value: z.number().nullish(),
      cashItems: z.array(z.string()).nullish(),
      name: z.string().nullish(),
    })
    .nullish(),
  status: z
    .object({
      index: z.number().int().nullish(),
      initial: NoteCountsSchema.nullish(),
      in: StorageCashInSchema.nullish(),
      accuracy: z.enum(['accurate', 'accurateSet', 'inaccurate', 'unknown']).nullish(),
      replenishmentStatus: z.enum(['ok', 'full', 'high', 'low', 'empty']).nullish(),
      operationStatus: z.enum(['dispenseInoperative', 'depositInoperative']).nullish(),
    })
    .nullish(),
});

const StorageUnit = z.object({
  id: z.string().nullish(),
  positionName: z.string().nullish(),
  capacity: z.number().int().nullish(),
  status: z.enum(['ok', 'inoperative', 'missing', 'notConfigured', 'manipulated']).nullish(),
  serialNumber: z.string().nullish(),
  cash: CashUnit.nullish(),
});
export type XfsStorageUnit = z.infer<typeof StorageUnit>;

const Units = z.record(UnitId, StorageUnit.nullish());

export const storageCommands = {
  'Storage.GetStorage': command('2.0', NoPayload, '2.1', z.object({ storage: Units.nullish() })),
  /** Inside an exchange: what a unit holds to begin with. */
  'Storage.SetStorage': command(
    '2.1',
    z.object({
      storage: z.record(
        UnitId,
        z.object({
          cash: z.object({ status: z.object({ initial: NoteCountsSchema.nullish() }).nullish() }).nullish(),
        }),
      ),
    }),
    '2.0',
    z.object({ errorCode: z.enum(['invalidUnit', 'noExchangeActive', 'storageUnitError']).nullish() }),
  ),
  'Storage.StartExchange': command(
    '2.0',
    NoPayload,
    '2.0',
    z.object({ errorCode: z.enum(['storageUnitError', 'exchangeActive', 'transactionActive']).nullish() }),
  ),
  'Storage.EndExchange': command(
    '2.0',
    NoPayload,
    '2.0',
    z.object({ errorCode: z.enum(['storageUnitError', 'noExchangeActive']).nullish() }),
  ),
};

export const storageEvents = {
  'Storage.CountsChangedEvent': event('unsolicited', '2.0', Units),
  'Storage.StorageChangedEvent': event('unsolicited', '2.1', Units),
  'Storage.StorageThresholdEvent': event('unsolicited', '2.1', Units),
};
