import { z } from 'zod';
import { isFailureCode } from '@louting/common/failure-codes';
import { AuxiliariesStatusSchema, LightsStatusSchema, PowerManagementStatusSchema } from './auxiliaries.ts';
import { command, event, NoPayload } from './message.ts';

const DeviceState = z.enum([
  'online',
  'offline',
  'powerOff',
  'noDevice',
  'hardwareError',
  'userError',
  'deviceBusy',
  'fraudAttempt',
  'potentialFraud',
  'starting',
]);

export const StatusSchema = z.object({
  common: z.object({
    device: DeviceState,
    /** Outside the standard: the product's failure code behind `device`, so that people see one code everywhere. */
    failureCode: z.string().refine(isFailureCode).nullish(),
    /** Outside the standard: what is being tried to bring the device back, null or absent while nothing is. */
    recovery: z.enum(['retry', 'soft-reset', 'reopen', 'power-cycle', 'out-of-service']).nullish(),
    /** Active while staff change the storage. */
    exchange: z.enum(['active', 'inactive']).nullish(),
  }),
  cardReader: z.object({ media: z.enum(['unknown', 'present', 'notPresent']).nullish() }).nullish(),
  cashAcceptor: z
    .object({
      intermediateStacker: z.enum(['empty', 'notEmpty', 'full', 'unknown']),
      banknoteReader: z.enum(['ok', 'inoperable', 'unknown']),
    })
    .nullish(),
  cashManagement: z
    .object({
      acceptor: z.enum(['ok', 'attention', 'stop', 'unknown']).nullish(),
      dispenser: z.enum(['ok', 'attention', 'stop', 'unknown']).nullish(),
    })
    .nullish(),
  cashDispenser: z.object({ intermediateStacker: z.enum(['empty', 'unknown']) }).nullish(),
  printer: z
    .object({
      media: z.enum(['unknown', 'present', 'notPresent', 'jammed']),
      paper: z.object({ upper: z.enum(['unknown', 'full', 'low', 'out', 'jammed']) }),
    })
    .nullish(),
  barcodeReader: z.object({ scanner: z.enum(['on', 'off', 'inoperative', 'unknown']) }).nullish(),
  vendorMode: z
    .object({
      device: z.enum(['online', 'offline']).nullish(),
      service: z.enum(['enterPending', 'active', 'exitPending', 'inactive']).nullish(),
    })
    .nullish(),
  auxiliaries: AuxiliariesStatusSchema.nullish(),
  lights: LightsStatusSchema.nullish(),
  powerManagement: PowerManagementStatusSchema.nullish(),
});
export type XfsStatus = z.infer<typeof StatusSchema>;

export const InterfaceNameSchema = z.enum([
  'Common',
  'CardReader',
  'CashAcceptor',
  'CashManagement',
  'CashDispenser',
  'Printer',
  'BarcodeReader',
  'Storage',
  'VendorMode',
  'Auxiliaries',
  'Lights',
  'PowerManagement',
  'PaymentTerminal',
  'CommunityCard',
  'CoinAcceptor',
]);
export type InterfaceName = z.infer<typeof InterfaceNameSchema>;

const MessageVersions = z.record(z.string(), z.object({ versions: z.array(z.string()) }));

export const CapabilitiesSchema = z.object({
  interfaces: z.array(
    z.object({
      /** A plain string: a client skips interfaces it does not know. */
      name: z.string(),
      commands: MessageVersions,
      events: MessageVersions,
      maximumRequests: z.number().int().nonnegative(),
    }),
  ),
  common: z.object({
    serviceVersion: z.string(),
    deviceInformation: z.array(
      z.object({
        modelName: z.string().nullish(),
        serialNumber: z.string().nullish(),
        firmware: z.array(z.object({ firmwareVersion: z.string().nullish() })).nullish(),
      }),
    ),
    powerSaveControl: z.boolean().nullish(),
    antiFraudModule: z.boolean().nullish(),
  }),
  cardReader: z.record(z.string(), z.unknown()).nullish(),
  cashAcceptor: z.record(z.string(), z.unknown()).nullish(),
  cashManagement: z.record(z.string(), z.unknown()).nullish(),
  cashDispenser: z.record(z.string(), z.unknown()).nullish(),
  printer: z.record(z.string(), z.unknown()).nullish(),
  barcodeReader: z.record(z.string(), z.unknown()).nullish(),
  auxiliaries: z.record(z.string(), z.unknown()).nullish(),
  lights: z.record(z.string(), z.unknown()).nullish(),
  powerManagement: z.record(z.string(), z.unknown()).nullish(),
});
export type XfsCapabilities = z.infer<typeof CapabilitiesSchema>;

/** `transactionID` ties the devices' records to the caller's: for a cash-in it is the note's id. */
const TransactionState = z.object({
  state: z.enum(['active', 'inactive']),
  transactionID: z.string().max(64).nullish(),
});

export const commonCommands = {
  'Common.Status': command('2.0', NoPayload, '3.0', StatusSchema),
  'Common.Capabilities': command('2.0', NoPayload, '3.0', CapabilitiesSchema),
  'Common.Cancel': command(
    '2.0',
    z.object({ requestIds: z.array(z.number().int()).nullish() }),
    '2.0',
    z.object({ errorCode: z.enum(['noMatchingRequestIDs']).nullish() }),
  ),
  'Common.SetTransactionState': command('2.0', TransactionState, '2.0', NoPayload),
  'Common.GetTransactionState': command('2.0', NoPayload, '2.0', TransactionState),
};

export const commonEvents = {
  'Common.ErrorEvent': event(
    'unsolicited',
    '2.0',
    z.object({
      eventId: z.enum(['hardware', 'software', 'user', 'fraudAttempt']),
      action: z.enum(['reset', 'softwareError', 'configuration', 'clear', 'maintenance', 'suspend']).nullish(),
      /** Starts with the product's failure code. */
      vendorDescription: z.string().nullish(),
    }),
  ),
  'Common.StatusChangedEvent': event('unsolicited', '3.0', StatusSchema.partial()),
};

export const publisherCommands = {
  'ServicePublisher.GetServices': command(
    '2.0',
    NoPayload,
    '2.0',
    z.object({ vendorName: z.string().nullish(), services: z.array(z.object({ serviceURI: z.string() })) }),
  ),
};
