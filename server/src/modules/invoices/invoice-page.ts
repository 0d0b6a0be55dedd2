import { businessTime } from '@louting/common/clock';
import { fen, formatYuan } from '@louting/common/money';
import { shownBuyer } from './invoice-view.ts';
import type { InvoiceRow } from './invoices.store.ts';
import type { InvoiceFormat } from './invoices.tables.ts';
import { escapeHtml, publicPage } from '../../app/public-page.ts';

export interface PaymentOnPage {
  readonly address: string;
  readonly companyName: string;
  readonly reference: string;
  readonly receivedFen: number;
  readonly paidAt: number;
}

/** What went wrong with the form, in the payer's words. */
const PROBLEMS: Readonly<Record<string, string>> = {
  'LT-2901': '这笔钱没有可开的发票，水费电费由供水供电公司开票。',
  'LT-2902': '这笔钱已经开过别的抬头的发票。',
  'LT-2903': '请填写抬头。',
  'LT-2904': '税号不对，请把 18 位税号再核对一遍。',
  'LT-2909': '上一张发票还在作废，办完以后才能重开。',
  'LT-9001': '邮箱不对，请再核对一遍。',
};

/** The form, as it was filled in when something was wrong with it. */
export function invoiceFormPage(
  payment: PaymentOnPage,
  filled: Readonly<Record<string, string>> = {},
  problem?: string,
): string {
  const value = (name: string) => escapeHtml(filled[name] ?? '');
  const company = filled.kind === 'company';
  const warning =
    problem === undefined ? '' : `<p class="problem" role="alert">${escapeHtml(PROBLEMS[problem] ?? problem)}</p>`;
  return publicPage(
    '申请电子发票',
    `<h1>申请电子发票</h1>${summary(payment)}${warning}
<form method="post" action="/i/${escapeHtml(payment.address)}">
<fieldset class="kind"><label><input type="radio" id="personal" name="kind" value="personal"${company ? '' : ' checked'}> 个人</label>
<label><input type="radio" name="kind" value="company"${company ? ' checked' : ''}> 公司</label></fieldset>
<label for="name">抬头名称</label><input type="text" id="name" name="name" maxlength="100" value="${value('name')}" placeholder="个人可不填，默认业主姓名">
<div class="company"><label for="taxNumber">税号（18 位）</label><input type="text" id="taxNumber" name="taxNumber" maxlength="32" autocapitalize="characters" value="${value('taxNumber')}"></div>
<label for="email">邮箱（可不填）</label><input type="email" id="email" name="email" maxlength="254" value="${value('email')}">
<button>开发票</button></form>`,
  );
}

export function invoicePage(payment: PaymentOnPage, invoice: InvoiceRow, formats: readonly InvoiceFormat[]): string {
  const rows: [string, string][] = [
    ['抬头', shownBuyer(invoice)],
    ['发票金额', `${formatYuan(fen(invoice.amount_fen))} 元`],
    ...(invoice.invoice_number === null ? [] : [['发票号码', invoice.invoice_number] as [string, string]]),
  ];
  const table = rows
    .map(([name, text]) => `<tr><th>${escapeHtml(name)}</th><td>${escapeHtml(text)}</td></tr>`)
    .join('');
  const files = formats
    .map(
      (format) => `<a class="file" href="/i/${escapeHtml(payment.address)}/${format}">下载 ${format.toUpperCase()}</a>`,
    )
    .join('');
  const [title, hint] = titleOf(invoice, formats);
  return publicPage(title, `<h1>${title}</h1>${summary(payment)}<table>${table}</table><p>${hint}</p>${files}`);
}

function titleOf(invoice: InvoiceRow, formats: readonly InvoiceFormat[]): [string, string] {
  if (invoice.state === 'RED_REQUIRED') return ['发票正在红冲', '退款后，原发票正在作废。'];
  if (invoice.state === 'RED_ISSUED') return ['发票已红冲', '原发票已作废。'];
  if (invoice.state === 'ISSUED' && formats.length > 0) return ['发票已开好', '三种格式内容相同，任选一种保存。'];
  return ['发票正在开', '一般几秒钟就好，请稍后刷新本页。'];
}

export function noSuchPaymentPage(): string {
  return publicPage('查无此缴费', '<h1>查无此缴费</h1><p>请检查二维码是否完整，或联系管理处。</p>');
}

function summary(payment: PaymentOnPage): string {
  return `<p>${escapeHtml(payment.companyName)}<br>缴费 ${formatYuan(fen(payment.receivedFen))} 元，${businessTime(payment.paidAt)}<br>参考号 ${escapeHtml(payment.reference)}</p>`;
}
