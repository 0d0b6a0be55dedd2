import type { Result } from '@louting/common/result';

/** A message with a code to a phone. */
export interface CodeMessage {
  /** Ours, made before the first call. */
  readonly messageId: string;
  /** Eleven digits. Never log it. */
  readonly phone: string;
  readonly code: string;
}

/** Who carries messages to phones; the wording is a template that its operator has approved there. */
export interface SmsGateway {
  /** LT-1012 when the message was refused or nobody answered. */
  sendCode(message: CodeMessage): Promise<Result<undefined>>;
}
