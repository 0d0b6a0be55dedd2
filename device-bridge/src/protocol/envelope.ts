import { z } from 'zod';

/**
 * The XFS4IoT 2024-03 envelope (CWA 17852): one JSON message per WebSocket text frame. Properties that are absent and
 * properties that are null mean the same; unknown properties are ignored.
 */
export const MAX_FRAME_BYTES = 256 * 1024;
export const MAX_PENDING_REQUESTS = 32;
/** What may wait for a client that does not read; above it the connection ends. */
export const MAX_UNSENT_BYTES = 1024 * 1024;
/** Of all clients together. */
export const MAX_CONNECTIONS = 64;
/** Publisher and services live below this path; the segment stays `v1.0` whatever the message versions. */
export const XFS_PATH = '/xfs4iot/v1.0';
/** Ports a service publisher may bind, in the order tried. 80 and 443 are left to people's web servers. */
export const XFS_PORTS: readonly number[] = Array.from({ length: 11 }, (_, index) => 5846 + index);

export const COMPLETION_CODES = [
  'success',
  'commandErrorCode',
  'canceled',
  'timeOut',
  'deviceNotReady',
  'hardwareError',
  'internalError',
  'invalidCommand',
  'invalidRequestID',
  'unsupportedCommand',
  'invalidData',
  'unsupportedData',
  'userError',
  'fraudAttempt',
  'sequenceError',
] as const;
export type CompletionCode = (typeof COMPLETION_CODES)[number];

const Name = z.string().regex(/^[A-Z][A-Za-z]*\.[A-Z][A-Za-z]*$/);
const Version = z.string().regex(/^\d+\.\d+$/);
const RequestId = z.number().int().positive();
const Payload = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((payload) => payload ?? {});

export const CommandMessageSchema = z.object({
  header: z.object({
    type: z.literal('command'),
    name: Name,
    version: Version,
    requestId: RequestId,
    /** Milliseconds from receipt; absent or 0 waits for ever (and can be cancelled). */
    timeout: z.number().int().nonnegative().nullish(),
  }),
  payload: Payload,
});
export type CommandMessage = z.infer<typeof CommandMessageSchema>;

export const AcknowledgeMessageSchema = z.object({
  header: z.object({
    type: z.literal('acknowledge'),
    name: z.string(),
    version: z.string(),
    requestId: z.number().int(),
    /** Absent: accepted, a completion will follow. Present: refused, none will. */
    status: z.enum(['invalidMessage', 'invalidRequestID', 'tooManyRequests']).nullish(),
  }),
});

export const CompletionMessageSchema = z.object({
  header: z.object({
    type: z.literal('completion'),
    name: Name,
    version: Version,
    requestId: RequestId,
    /** Absent means success, as 2024-03 has it; `success` is what earlier servers send. */
    completionCode: z.enum(COMPLETION_CODES).nullish(),
    /** Our services start it with the product's failure code: `LT-3205 outcome of the print job is unknown`. */
    errorDescription: z.string().nullish(),
  }),
  payload: Payload,
});

export const EventMessageSchema = z.object({
  header: z.object({ type: z.literal('event'), name: Name, version: Version, requestId: RequestId }),
  payload: Payload,
});

export const UnsolicitedMessageSchema = z.object({
  header: z.object({ type: z.literal('unsolicited'), name: Name, version: Version }),
  payload: Payload,
});

/** What a service sends. */
export const ServiceMessageSchema = z.union([
  AcknowledgeMessageSchema,
  CompletionMessageSchema,
  EventMessageSchema,
  UnsolicitedMessageSchema,
]);
export type ServiceMessage = z.input<typeof ServiceMessageSchema>;
export type AcknowledgeStatus = NonNullable<z.infer<typeof AcknowledgeMessageSchema>['header']['status']>;
