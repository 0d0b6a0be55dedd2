import { z } from 'zod';
import type { FrameReader } from '../card-terminal/terminal-line.ts';

/**
 * nexo Retailer Sale to POI 3.0 as JSON (README.md). On TCP each message stands behind its length, four bytes with the
 * highest first.
 */
const LENGTH_BYTES = 4;
const LONGEST_MESSAGE = 64 * 1024;

const Text = z.string().max(400);
/** A string of digits by the standard; some write a number. */
const DigitString = z.union([Text, z.number().int()]).transform(String);

export const MessageHeaderSchema = z.object({
  ProtocolVersion: Text.optional(),
  MessageClass: z.enum(['Service', 'Device', 'Event']),
  MessageCategory: Text,
  MessageType: z.enum(['Request', 'Response', 'Notification']),
  ServiceID: Text.optional(),
  DeviceID: Text.optional(),
  SaleID: Text,
  POIID: Text,
});
export type MessageHeader = z.infer<typeof MessageHeaderSchema>;

const TransactionIdSchema = z.object({ TransactionID: Text, TimeStamp: Text });

const ResponseSchema = z.object({
  Result: z.enum(['Success', 'Failure', 'Partial']),
  ErrorCondition: Text.optional(),
  AdditionalResponse: z.string().max(4_000).optional(),
});
export type NexoResponse = z.infer<typeof ResponseSchema>;

export const PaymentResponseSchema = z.object({
  Response: ResponseSchema,
  SaleData: z.object({ SaleTransactionID: TransactionIdSchema }).optional(),
  POIData: z.object({ POITransactionID: TransactionIdSchema, POIReconciliationID: DigitString.optional() }).optional(),
  PaymentResult: z
    .object({
      PaymentInstrumentData: z
        .object({ CardData: z.object({ MaskedPan: Text.optional(), MaskedPAN: Text.optional() }).optional() })
        .optional(),
      AmountsResp: z.object({ Currency: Text.optional(), AuthorizedAmount: z.number() }).optional(),
      PaymentAcquirerData: z
        .object({
          AcquirerPOIID: Text.optional(),
          AcquirerTransactionID: TransactionIdSchema.optional(),
          ApprovalCode: Text.optional(),
          HostReconciliationID: DigitString.optional(),
        })
        .optional(),
    })
    .optional(),
});
export type PaymentResponse = z.infer<typeof PaymentResponseSchema>;

const ToSale = z.object({
  SaleToPOIResponse: z
    .object({
      MessageHeader: MessageHeaderSchema,
      PaymentResponse: PaymentResponseSchema.optional(),
      ReversalResponse: z.object({ Response: ResponseSchema }).optional(),
      TransactionStatusResponse: z
        .object({
          Response: ResponseSchema,
          RepeatedMessageResponse: z
            .object({
              MessageHeader: MessageHeaderSchema,
              RepeatedResponseMessageBody: z.object({ PaymentResponse: PaymentResponseSchema.optional() }),
            })
            .optional(),
        })
        .optional(),
      DiagnosisResponse: z
        .object({
          Response: ResponseSchema,
          POIStatus: z.object({ GlobalStatus: Text, PrinterStatus: Text.optional() }).optional(),
        })
        .optional(),
      GetTotalsResponse: z
        .object({
          Response: ResponseSchema,
          POIReconciliationID: DigitString.optional(),
          TransactionTotals: z
            .array(
              z.object({
                HostReconciliationID: DigitString.optional(),
                PaymentTotals: z
                  .array(
                    z.object({
                      TransactionType: Text,
                      TransactionCount: z.number().int(),
                      TransactionAmount: z.number(),
                    }),
                  )
                  .optional(),
              }),
            )
            .optional(),
        })
        .optional(),
    })
    .optional(),
  SaleToPOIRequest: z
    .object({
      MessageHeader: MessageHeaderSchema,
      DisplayRequest: z
        .object({
          DisplayOutput: z.array(
            z.object({
              Device: Text,
              InfoQualify: Text,
              OutputContent: z.object({ PredefinedContent: z.object({ ReferenceID: Text }).optional() }),
            }),
          ),
        })
        .optional(),
    })
    .optional(),
});
/** What a terminal sends: an answer, or a request of its own to show something. */
export type FromTerminal = z.infer<typeof ToSale>;

export function encodeNexo(message: object): Uint8Array {
  const body = Buffer.from(JSON.stringify(message), 'utf8');
  const frame = Buffer.alloc(LENGTH_BYTES + body.length);
  frame.writeUInt32BE(body.length);
  body.copy(frame, LENGTH_BYTES);
  return Uint8Array.from(frame);
}

/**
 * Cuts the stream by its lengths. A length no message has means that the frames were lost: all that came is dropped, and
 * the next read begins a frame again. A read that is one whole message by itself ends the wait for the rest of another,
 * whose length may be damaged: else nothing would be heard for as many bytes as it says.
 */
export function frameReader<Message>(parse: (json: unknown) => Message | undefined): FrameReader<Message> {
  let pending = Buffer.alloc(0);
  return {
    push: (bytes) => {
      const alone = pending.length > 0 ? wholeMessage(bytes, parse) : undefined;
      if (alone !== undefined) {
        pending = Buffer.alloc(0);
        return [undefined, alone];
      }
      pending = Buffer.concat([pending, bytes]);
      const messages: (Message | undefined)[] = [];
      while (pending.length >= LENGTH_BYTES) {
        const length = pending.readUInt32BE();
        if (length === 0 || length > LONGEST_MESSAGE) {
          pending = Buffer.alloc(0);
          messages.push(undefined);
          break;
        }
        if (pending.length < LENGTH_BYTES + length) break;
        messages.push(parse(jsonOf(pending.subarray(LENGTH_BYTES, LENGTH_BYTES + length))));
        pending = pending.subarray(LENGTH_BYTES + length);
      }
      return messages;
    },
  };
}

function wholeMessage<Message>(bytes: Uint8Array, parse: (json: unknown) => Message | undefined): Message | undefined {
  const read = Buffer.from(bytes);
  const isWhole = read.length > LENGTH_BYTES && read.readUInt32BE() === read.length - LENGTH_BYTES;
  return isWhole ? parse(jsonOf(read.subarray(LENGTH_BYTES))) : undefined;
}

export function parseFromTerminal(json: unknown): FromTerminal | undefined {
  const parsed = ToSale.safeParse(json);
  if (!parsed.success) return undefined;
  return parsed.data.SaleToPOIResponse || parsed.data.SaleToPOIRequest ? parsed.data : undefined;
}

/** nexo writes amounts as decimal numbers. */
export function toFen(amount: number): number {
  return Math.round(amount * 100);
}

export function fromFen(amountFen: number): number {
  return amountFen / 100;
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}
