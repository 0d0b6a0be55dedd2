import { businessTime } from '@louting/common/clock';
import { formatYuan } from '@louting/common/money';
import { escapeHtml, publicPage } from '../../app/public-page.ts';
import type { ReceiptSnapshot } from './receipts.ts';

/** Says no more than the paper does, and less of the household: whoever holds the paper may look. */
export function verifyPage(receipt: ReceiptSnapshot, invoicePath: string): string {
  const rows: [string, string][] = [
    ['收据编号', receipt.receiptNumber],
    ['金额', `${formatYuan(receipt.totalFen)} 元`],
    ['大写', receipt.totalCapitals],
    ['缴费时间', businessTime(receipt.paidAt)],
    ['缴费人', receipt.payerMasked],
    ['缴费方式', receipt.methodName],
    ...refundRow(receipt),
    ['小区', receipt.communityName],
    ['收款单位', receipt.companyName],
    ['终端', receipt.kioskNumber],
  ];
  const table = rows
    .map(([name, value]) => `<tr><th>${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`)
    .join('');
  return publicPage(
    '收据属实',
    `<h1>收据属实</h1><table>${table}</table>
     <p>请核对以上内容与纸质收据是否一致。收据不是发票。咨询电话：${escapeHtml(receipt.servicePhone)}</p>
     <a class="file" href="${escapeHtml(invoicePath)}">开电子发票</a>`,
  );
}

function refundRow({ refund }: ReceiptSnapshot): [string, string][] {
  if (!refund) return [];
  const when = refund.state === 'on-its-way' ? '原路退回，3 到 5 个工作日到账' : '管理处核对后原路退回';
  return [['重复缴费', `${formatYuan(refund.amountFen)} 元，${when}`]];
}

export function noSuchReceiptPage(): string {
  return publicPage('查无此收据', '<h1>查无此收据</h1><p>请检查二维码是否完整，或联系管理处核实。</p>');
}
