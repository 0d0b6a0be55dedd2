import { failed, ok } from '@louting/common/result';
import { createTransport } from 'nodemailer';
import { z } from 'zod';
import type { Mailer } from '../../modules/invoices/invoice-mail.ts';

export const MailConfigSchema = z.strictObject({
  /** `smtp://user:password@host:587` or `smtps://…`; kept out of logs. */
  url: z.url({ protocol: /^smtps?$/ }),
  /** Sender as people see it. */
  from: z.string().min(3),
});

/** Mail over SMTP; a server that does not take a mail within the time-out gets it again later. */
export function createSmtpMailer({ url, from }: z.output<typeof MailConfigSchema>): Mailer {
  const transport = createTransport({ url, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 });
  return {
    send: async ({ messageId, to, subject, text, attachments }) => {
      try {
        await transport.sendMail({
          messageId: `<${messageId}@louting>`,
          from,
          to,
          subject,
          text,
          attachments: attachments.map(({ name, content }) => ({ filename: name, content: Buffer.from(content) })),
        });
        return ok();
      } catch (error) {
        // The address is personal data: only the kind of failure goes on the books.
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
        return failed('LT-2908', code);
      }
    },
  };
}
