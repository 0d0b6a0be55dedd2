import { z } from 'zod';

/** A command with its completion; the two carry versions of their own. */
export interface CommandDefinition<Command extends z.ZodType, Completion extends z.ZodType> {
  readonly version: string;
  readonly command: Command;
  readonly completionVersion: string;
  readonly completion: Completion;
}

export interface EventDefinition<Payload extends z.ZodType> {
  /** An `event` belongs to one command; an `unsolicited` goes to every connection. */
  readonly type: 'event' | 'unsolicited';
  readonly version: string;
  readonly payload: Payload;
}

export function command<Command extends z.ZodType, Completion extends z.ZodType>(
  version: string,
  schema: Command,
  completionVersion: string,
  completion: Completion,
): CommandDefinition<Command, Completion> {
  return { version, command: schema, completionVersion, completion };
}

export function event<Payload extends z.ZodType>(
  type: 'event' | 'unsolicited',
  version: string,
  payload: Payload,
): EventDefinition<Payload> {
  return { type, version, payload };
}

export const NoPayload = z.object({});

/** Binary data travels as Base64. */
export const Base64Schema = z.base64();

export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'base64'));
}
