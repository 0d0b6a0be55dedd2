import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  readonly to: readonly string[];
  /** The message as it came over the wire, headers and attachments included. */
  readonly raw: string;
}

export interface Mailbox {
  readonly port: number;
  /** Oldest first, at most the last hundred. */
  mails(): readonly ReceivedMail[];
  /** The next mails are refused with this SMTP status. */
  refuse(times: number): void;
  close(): Promise<void>;
}

const KEPT = 100;

/** An SMTP server on loopback that delivers nothing and shows everything. */
export async function startMailbox(port: number): Promise<Mailbox> {
  const mails: ReceivedMail[] = [];
  let refusals = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (refusals > 0) {
          refusals -= 1;
          return callback(Object.assign(new Error('mailbox busy'), { responseCode: 450 }));
        }
        mails.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString('utf8'),
        });
        if (mails.length > KEPT) mails.shift();
        return callback();
      });
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
  const { port: given } = server.server.address() as AddressInfo;
  return {
    port: given,
    mails: () => mails,
    refuse: (times) => {
      refusals = times;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
}
