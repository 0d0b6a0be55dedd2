import { businessTime } from '@louting/common/clock';
import { fen, formatYuan } from '@louting/common/money';
import { escapeHtml, publicPage } from '../../app/public-page.ts';
import type { SandboxInvoice } from './invoice-book.ts';
import type { ReceivedMail } from './mailbox.ts';

/** What the sandbox platform issued and what its mail server took, newest first. */
export function invoicesAndMails(invoices: readonly SandboxInvoice[], mails: readonly ReceivedMail[]): string {
  const issued = invoices.toReversed().map((one) => {
    const sign = one.kind === 'red' ? '-' : '';
    return `<tr><td>${one.invoiceNumber}<br>${escapeHtml(one.buyer.name)} · ${businessTime(one.issuedAt)}</td><td>${sign}${formatYuan(fen(one.amountFen))}</td></tr>`;
  });
  const taken = mails.toReversed().map(({ to, raw }) => {
    const files = [...raw.matchAll(/filename="?([^";\r\n]+)/g)].map((match) => match[1]);
    return `<tr><td>${escapeHtml(to.join(', '))}<br>${escapeHtml(files.join(' '))}</td></tr>`;
  });
  return publicPage(
    '沙箱：发票与邮件',
    `<h1>已开发票</h1>${issued.length === 0 ? '<p>还没有发票。</p>' : `<table>${issued.join('')}</table>`}
     <h1>收到的邮件</h1>${taken.length === 0 ? '<p>还没有邮件。</p>' : `<table>${taken.join('')}</table>`}`,
  );
}
