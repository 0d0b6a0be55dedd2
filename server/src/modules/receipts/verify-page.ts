import { businessTime } from '@louting/common/clock';
import { formatYuan } from '@louting/common/money';
import type { ReceiptSnapshot } from './receipts.ts';

/** Says no more than the paper does, and less of the household: whoever holds the paper may look. */
export function verifyPage(receipt: ReceiptSnapshot): string {
  const rows: [string, string][] = [
    ['收据编号', receipt.receiptNumber],
    ['金额', `${formatYuan(receipt.totalFen)} 元`],
    ['大写', receipt.totalCapitals],
    ['缴费时间', businessTime(receipt.paidAt)],
    ['缴费人', receipt.payerMasked],
    ['缴费方式', receipt.methodName],
    ['小区', receipt.communityName],
    ['收款单位', receipt.companyName],
    ['终端', receipt.kioskNumber],
  ];
  const table = rows.map(([name, value]) => `<tr><th>${escape(name)}</th><td>${escape(value)}</td></tr>`).join('');
  return page(
    '收据属实',
    `<h1>收据属实</h1><table>${table}</table>
     <p>请核对以上内容与纸质收据是否一致。收据不是发票。咨询电话：${escape(receipt.servicePhone)}</p>`,
  );
}

export function noSuchReceiptPage(): string {
  return page('查无此收据', '<h1>查无此收据</h1><p>请检查二维码是否完整，或联系管理处核实。</p>');
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>
body{font:18px/1.6 "Noto Sans SC","PingFang SC",sans-serif;background:#fbf7ef;color:#1e2a2e;margin:0 auto;max-width:32rem;padding:1.5rem}
h1{color:#1b5e2a;font-size:1.5rem}table{width:100%;border-collapse:collapse}
th{text-align:left;font-weight:500;color:#46545a;white-space:nowrap;padding:.4rem 1rem .4rem 0}td{padding:.4rem 0}
tr{border-bottom:1px solid #d9d2c3}
</style></head><body>${body}</body></html>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}
