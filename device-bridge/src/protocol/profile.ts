import type { z } from 'zod';
import { auxiliariesCommands, lightsCommands } from './auxiliaries.ts';
import { barcodeReaderCommands } from './barcode-reader.ts';
import { cardReaderCommands, cardReaderEvents } from './card-reader.ts';
import { cashAcceptorCommands, cashAcceptorEvents, cashManagementCommands, cashManagementEvents } from './cash.ts';
import { cashDispenserCommands, cashDispenserEvents } from './cash-dispenser.ts';
import { commonCommands, commonEvents, publisherCommands } from './common.ts';
import { paymentTerminalCommands, paymentTerminalEvents } from './payment-terminal.ts';
import { coinAcceptorCommands } from './coin-acceptor.ts';
import { communityCardCommands } from './community-card.ts';
import { printerCommands, printerEvents } from './printer.ts';
import { storageCommands, storageEvents } from './storage.ts';
import { traceCommands } from './trace.ts';
import { vendorModeCommands, vendorModeEvents } from './vendor-mode.ts';

/**
 * The subset of XFS4IoT 2024-03 we speak, by message name. Anything else is answered `unsupportedCommand`; documented
 * subset, not certified.
 */
export const COMMANDS = {
  ...publisherCommands,
  ...commonCommands,
  ...cardReaderCommands,
  ...cashAcceptorCommands,
  ...cashManagementCommands,
  ...cashDispenserCommands,
  ...printerCommands,
  ...barcodeReaderCommands,
  ...paymentTerminalCommands,
  ...storageCommands,
  ...vendorModeCommands,
  ...traceCommands,
  ...auxiliariesCommands,
  ...lightsCommands,
  ...communityCardCommands,
  ...coinAcceptorCommands,
};

export const EVENTS = {
  ...commonEvents,
  ...cardReaderEvents,
  ...cashAcceptorEvents,
  ...cashManagementEvents,
  ...cashDispenserEvents,
  ...printerEvents,
  ...paymentTerminalEvents,
  ...storageEvents,
  ...vendorModeEvents,
};

export type CommandName = keyof typeof COMMANDS;
export type EventName = keyof typeof EVENTS;
/** What a sender writes, and what a receiver reads. */
export type CommandPayload<Name extends CommandName> = z.infer<(typeof COMMANDS)[Name]['command']>;
export type CompletionPayload<Name extends CommandName> = z.infer<(typeof COMMANDS)[Name]['completion']>;
export type EventPayload<Name extends EventName> = z.infer<(typeof EVENTS)[Name]['payload']>;

export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}

export function isEventName(name: string): name is EventName {
  return Object.hasOwn(EVENTS, name);
}
