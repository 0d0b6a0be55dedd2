import { CommandMessageSchema, type CommandMessage } from '../../protocol/envelope.ts';

/** `undefined`: no command of the envelope, whatever it is. */
export function parseCommand(frame: Uint8Array): CommandMessage | undefined {
  try {
    return CommandMessageSchema.safeParse(JSON.parse(Buffer.from(frame).toString('utf8'))).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
